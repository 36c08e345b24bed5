// Latents given Gaussian stand-ins for the evidence: an exact draw of normals given noisy sums of
// them (Matheron's rule; Doucet 2010), z' = z + Aᵀ S⁻¹ (y − A z − noise), S = A Aᵀ + V.
#include "models/at.h"
#include "models/conditioning.h"
#include "models/numerics/elementary.h"
#include "models/support.h"

#include <algorithm>

namespace ayes {
namespace {

// One vote in so many is drawn without the stand-ins of outcomes.
constexpr int without_outcomes = 4;

// The observations of a batch, a column a replication of each number.
class Observed {
 public:
  Observed(const Model& model, Batch& batch)
      : model_(model),
        batch_(batch),
        on_(batch.conditioned->on),
        n_(batch.size),
        m_(static_cast<int>(on_.observations.size())),
        numbers_(on_.numbers),
        latents_(static_cast<int>(on_.latents.size())),
        matrix_(at(m_ * latents_)),
        factor_(at(m_ * m_)),
        residual_(at(m_)),
        solved_(at(m_)) {}

  // Moves the normals `z`, a column a latent; adds to the logarithms of the weights.
  void move(Columns& z) {
    draw_noise();
    Column middles(n_ * m_), variances(n_ * m_);
    for (int r = 0; r < m_; ++r) {
      known(on_.observations[at(r)], middles.data() + r * n_, variances.data() + r * n_);
    }
    std::vector<Column> weights = weights_of_terms();
    for (int i = 0; i < n_; ++i) move_one(i, middles, variances, weights, z);
  }

 private:
  const double* column(SharedColumn c) const { return batch_.shared.col(c).data(); }

  void draw_noise() {
    noise_ = Columns(n_, m_);
    for (int r = 0; r < m_; ++r) {
      draw_normals(batch_, on_.observations[at(r)].stream, 0, batch_.normal.data());
      noise_.col(r) = batch_.normal.head(n_);
    }
  }

  // What is left to explain of an observation when all latents are 0, and the variance of its
  // noise.
  void known(const PseudoObservation& row, double* left, double* variance) const {
    for (int i = 0; i < n_; ++i) {
      left[i] = row.middle - row.offset;
      variance[i] = row.variance;
    }
    for (const KnownTerm& term : row.known) {
      const double* value = column(term.column);
      const double* other = term.other ? column(*term.other) : nullptr;
      for (int i = 0; i < n_; ++i) left[i] -= term.weight * value[i] * (other ? other[i] : 1.0);
    }
    for (const KnownTerm& term : row.spreads) {
      const double* spread = column(term.column);
      for (int i = 0; i < n_; ++i) variance[i] += term.weight * (spread[i] * spread[i]);
    }
  }

  // The weight of each term of each observation, in their order.
  std::vector<Column> weights_of_terms() const {
    const double* rho = column(model_.shared.with_support);
    std::vector<Column> weights;
    for (const PseudoObservation& row : on_.observations) {
      for (const LatentTerm& term : row.latents) {
        Column weight = Column::Constant(n_, term.weight);
        if (term.column) weight *= batch_.shared.col(*term.column).head(n_);
        for (int i = 0; i < n_; ++i) {
          if (term.mix == LatentTerm::Mix::with_support) weight[i] *= rho[i];
          if (term.mix == LatentTerm::Mix::apart) weight[i] *= __builtin_sqrt(1 - rho[i] * rho[i]);
        }
        weights.push_back(std::move(weight));
      }
    }
    return weights;
  }

  double* row(int r) { return matrix_.data() + r * latents_; }
  double& factor(int r, int c) { return factor_[at(r * m_ + c)]; }

  // Factors S, if it is another than that of the replication before, and takes the logarithms of
  // its determinant and of that of its first rows.
  void factorise(int i, const Column& variances, const std::vector<Column>& weights) {
    bool same = i > 0;
    for (int r = 0; r < m_ && same; ++r) same = variances[r * n_ + i] == variances[r * n_ + i - 1];
    for (std::size_t t = 0; t < weights.size() && same; ++t)
      same = weights[t][i] == weights[t][i - 1];
    if (same) return;
    std::fill(matrix_.begin(), matrix_.end(), 0.0);
    std::size_t next = 0;
    for (int r = 0; r < m_; ++r) {
      for (const LatentTerm& term : on_.observations[at(r)].latents)
        row(r)[term.latent] += weights[next++][i];
    }
    log_determinant_ = log_determinant_of_numbers_ = 0;
    for (int r = 0; r < m_; ++r) {
      if (r == numbers_) log_determinant_of_numbers_ = log_determinant_;
      for (int c = 0; c <= r; ++c) {
        double sum = r == c ? variances[r * n_ + i] : 0.0;
        for (int k = 0; k < latents_; ++k) sum += row(r)[k] * row(c)[k];
        for (int k = 0; k < c; ++k) sum -= factor(r, k) * factor(c, k);
        factor(r, c) = r == c ? __builtin_sqrt(sum) : sum / factor(c, c);
      }
      log_determinant_ += 2 * numerics::log(factor(r, r));
    }
    if (numbers_ == m_) log_determinant_of_numbers_ = log_determinant_;
  }

  // Solves L x = b in place, for the first m rows.
  void solve_lower(std::vector<double>& b, int m) {
    for (int r = 0; r < m; ++r) {
      for (int c = 0; c < r; ++c) b[at(r)] -= factor(r, c) * b[at(c)];
      b[at(r)] /= factor(r, r);
    }
  }
  // Solves Lᵀ x = b in place.
  void solve_upper(std::vector<double>& b, int m) {
    for (int r = m - 1; r >= 0; --r) {
      for (int c = r + 1; c < m; ++c) b[at(r)] -= factor(c, r) * b[at(c)];
      b[at(r)] /= factor(r, r);
    }
  }

  double explained(int r, int i, const Columns& z) {
    double sum = 0;
    for (int k = 0; k < latents_; ++k) sum += row(r)[k] * z(i, k);
    return sum;
  }

  void move_one(int i, const Column& middles, const Column& variances,
                const std::vector<Column>& weights, Columns& z) {
    factorise(i, variances, weights);
    // What the observations weigh given the inputs that were drawn.
    for (int r = 0; r < m_; ++r) residual_[at(r)] = middles[r * n_ + i];
    solve_lower(residual_, m_);
    double of_numbers = 0.5 * log_determinant_of_numbers_, of_all = 0.5 * log_determinant_;
    for (int r = 0; r < m_; ++r) {
      const double square = 0.5 * residual_[at(r)] * residual_[at(r)];
      of_all += square;
      if (r < numbers_) of_numbers += square;
    }

    const int m = (batch_.first + i) % without_outcomes == 0 ? numbers_ : m_;
    for (int r = 0; r < m; ++r) {
      solved_[at(r)] = middles[r * n_ + i] - explained(r, i, z) -
                       __builtin_sqrt(variances[r * n_ + i]) * noise_(i, r);
    }
    solve_lower(solved_, m);
    solve_upper(solved_, m);
    for (int r = 0; r < m; ++r) {
      for (int k = 0; k < latents_; ++k) z(i, k) += row(r)[k] * solved_[at(r)];
    }

    // The stand-ins are taken out again: the evidence itself comes in when the units vote. Each of
    // the two ways to draw might have given these normals; the weight is over both (Veach 1997).
    for (int r = 0; r < m_; ++r) {
      const double variance = variances[r * n_ + i];
      const double off = middles[r * n_ + i] - explained(r, i, z);
      const double density = 0.5 * (off * off / variance + numerics::log(variance));
      of_all -= density;
      if (r < numbers_) of_numbers -= density;
    }
    double density = of_all;
    if (numbers_ < m_) {
      const double most = std::max(of_all, of_numbers), part = 1.0 / without_outcomes;
      density = most + numerics::log(part * numerics::exp(of_numbers - most) +
                                     (1 - part) * numerics::exp(of_all - most));
    }
    batch_.conditioned->log_weight[i] -= density;
  }

  const Model& model_;
  Batch& batch_;
  const Conditioning& on_;
  const int n_, m_, numbers_, latents_;
  Columns noise_;
  std::vector<double> matrix_, factor_, residual_, solved_;
  double log_determinant_ = 0, log_determinant_of_numbers_ = 0;
};

}  // namespace

Conditioned::Conditioned(const Conditioning& on_, int rows)
    : on(on_), given(on_.names, rows), log_weight(Column::Zero(rows)) {
  for (const Evidence& each : on.evidence) {
    const bool poll = std::holds_alternative<evidence::Poll>(each.what);
    polled.push_back(poll ? Column(Column::Zero(rows)) : Column());
  }
}

void condition_latents(const Model& model, Batch& batch) {
  Conditioned& state = *batch.conditioned;
  batch.given = &state.given;
  state.given.clear();
  state.log_weight.head(batch.size).setZero();
  for (Column& sum : state.polled) sum.setZero();
  draw_inputs(model, batch);
  if (state.on.observations.empty()) return;

  const std::vector<Latent>& latents = state.on.latents;
  Columns z(batch.size, static_cast<Eigen::Index>(latents.size()));
  for (std::size_t k = 0; k < latents.size(); ++k) {
    draw_normals(batch, latents[k].name.stream, latents[k].name.slot, batch.normal.data());
    z.col(static_cast<Eigen::Index>(k)) = batch.normal.head(batch.size);
  }
  Observed(model, batch).move(z);
  for (std::size_t k = 0; k < latents.size(); ++k) {
    const double* moved = z.col(static_cast<Eigen::Index>(k)).data();
    std::copy(moved, moved + batch.size, state.given.set(latents[k].name));
  }
  draw_inputs(model, batch);
}

}  // namespace ayes
