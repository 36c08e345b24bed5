#include "sim/conditional/majority_law.h"

#include "models/numerics/beta.h"
#include "models/numerics/elementary.h"
#include "sim/conditional/cast_ballots.h"

#include <algorithm>

namespace ayes::conditional {
namespace {

constexpr double small = 64;  // numbers of ballots that are all listed
constexpr double ratio = 1.12;

// About the deviation of b.
double width(double cast) { return 1.2533 / __builtin_sqrt(cast + 0.57); }

double majority(double cast, bool even) { return even ? cast / 2 + 1 : (cast + 1) / 2; }

// All small numbers of ballots between two, and larger ones in equal ratios; two beyond either end,
// where there are any, for the interpolation.
std::vector<MajorityLaw::Ballots> listed(double fewest, double most) {
  std::vector<MajorityLaw::Ballots> result;
  for (const bool even : {false, true}) {
    std::vector<double> casts = {even ? 2.0 : 1.0};
    while (casts.back() + 2 <= small && casts.back() < most) casts.push_back(casts.back() + 2);
    while (casts.back() < most || casts.size() < 4) casts.push_back(casts.back() * ratio);
    casts.push_back(casts.back() * ratio);
    casts.push_back(casts.back() * ratio);
    std::size_t first = 0;
    while (first + 4 < casts.size() && casts[first + 2] < fewest) ++first;
    for (std::size_t k = first; k < casts.size(); ++k) result.push_back({casts[k], even});
  }
  return result;
}

}  // namespace

double MajorityLaw::scale(const UnionNoise& noise, double most) {
  const double of_noise = NoiseLaw::scale(noise.opinion), of_ballots = width(most);
  return __builtin_sqrt(of_noise * of_noise + of_ballots * of_ballots);
}

MajorityLaw::MajorityLaw(const UnionNoise& noise, Grid opinions, double fewest, double most,
                         const kernels::Kernels& kernels)
    : MajorityLaw(noise, opinions, listed(fewest, most), kernels) {}

MajorityLaw::MajorityLaw(const UnionNoise& noise, Grid opinions, std::vector<Ballots> ballots,
                         const kernels::Kernels& kernels)
    : noise_(noise),
      opinions_(opinions),
      turnouts_(turnout_nodes(noise)),
      ballots_(std::move(ballots)) {
  double fewest = ballots_.front().cast;
  for (const Ballots& each : ballots_) {
    log_cast_.push_back(numerics::log(each.cast));
    odd_ += !each.even;
    fewest = std::min(fewest, each.cast);
  }
  if (!noise.opinion.empty()) {
    // The noise's grid is that of the opinions, and wider by the reach of b.
    const double reach = std::min(8.3, 7 * width(fewest)) + 0.1;
    beyond_ = static_cast<int>(reach / opinions.step) + 3;
    law_.emplace(noise.opinion, turnouts_, opinions.first - beyond_ * opinions.step, opinions.step,
                 opinions.nodes + 2 * beyond_, kernels);
    laws_ = law_->laws();
  }
  table_.assign(laws_ * ballots_.size() * static_cast<std::size_t>(opinions.nodes), 0.0);
}

double* MajorityLaw::table(std::size_t turnout, int piece) {
  return &table_[(turnout * ballots_.size() + static_cast<std::size_t>(piece)) *
                 static_cast<std::size_t>(opinions_.nodes)];
}

void MajorityLaw::tabulate(int piece) {
  const Ballots& ballots = ballots_[static_cast<std::size_t>(piece)];
  if (law_) {
    tabulate_noisy(ballots, piece);
  } else {
    tabulate_certain(ballots, table(0, piece));
  }
}

// Without noise it is the binomial tail itself.
void MajorityLaw::tabulate_certain(const Ballots& ballots, double* chance) const {
  const double k = majority(ballots.cast, ballots.even);
  for (int i = 0; i < opinions_.nodes; ++i) {
    const double p = numerics::normal_cdf(opinions_.at(i));
    chance[i] = p <= 0 ? 0 : p >= 1 ? 1 : numerics::beta_cdf(p, k, ballots.cast - k + 1);
  }
}

// The trapezoid rule over b, in whole steps of the opinions' grid where that is fine enough. For a
// product of a density of deviation d and a distribution function of deviation s the error falls
// like exp(-2 pi² e² / step²) with 1 / e² = 1 / d² + 1 / s².
void MajorityLaw::tabulate_noisy(const Ballots& ballots, int piece) {
  const double k = majority(ballots.cast, ballots.even), above = ballots.cast - k;
  const double deviation = width(ballots.cast);
  const double of_noise = NoiseLaw::scale(noise_.opinion);
  const double both =
      deviation * of_noise / __builtin_sqrt(deviation * deviation + of_noise * of_noise);
  double step = 0.95 * both;
  const int stride = static_cast<int>(step / opinions_.step);
  if (stride > 0) step = stride * opinions_.step;
  const int steps = static_cast<int>(std::min(8.3, 6.5 * deviation) / step) + 1;
  const double constant = numerics::log_gamma(ballots.cast + 1) - numerics::log_gamma(k) -
                          numerics::log_gamma(above + 1);
  const auto n = static_cast<std::size_t>(opinions_.nodes);
  std::vector<double> v(n), chance(n);
  for (int i = -steps; i <= steps; ++i) {
    const double b = i * step;
    const double yes = numerics::log(numerics::normal_cdf(b));
    const double no = numerics::log(numerics::normal_cdf(-b));
    const double weight =
        step * numerics::normal_density(b) * numerics::exp((k - 1) * yes + above * no + constant);
    if (weight < 1e-12) continue;
    const int shift = beyond_ - i * stride;
    if (stride > 0 && (shift < 0 || shift > 2 * beyond_)) continue;
    for (std::size_t at = 0; stride == 0 && at < n; ++at) {
      v[at] = opinions_.at(static_cast<int>(at)) - b;
    }
    for (std::size_t turnout = 0; turnout < laws_; ++turnout) {
      const double* there = chance.data();
      if (stride > 0) {
        there = law_->chances(turnout) + shift;
      } else {
        law_->read(turnout, v, chance.data());
      }
      double* sum = table(turnout, piece);
      for (std::size_t at = 0; at < n; ++at) sum[at] += weight * there[at];
    }
  }
}

// Lagrange's cubic between numbers of ballots, on the logarithmic scale where they aren't listed.
void MajorityLaw::spread(const Ballots& ballots, double weight,
                         std::vector<double>& weights) const {
  const int first = ballots.even ? odd_ : 0;
  const int last = ballots.even ? static_cast<int>(ballots_.size()) : odd_;
  const auto cast_at = [&](int at) { return ballots_[static_cast<std::size_t>(at)].cast; };
  const auto beyond =
      std::upper_bound(ballots_.begin() + first, ballots_.begin() + last, ballots.cast,
                       [](double cast, const Ballots& listed) { return cast < listed.cast; });
  const int cell = std::max(first, static_cast<int>(beyond - ballots_.begin()) - 1);
  if (cast_at(cell) == ballots.cast) {
    weights[static_cast<std::size_t>(cell)] += weight;
    return;
  }
  const int start = std::clamp(cell - 1, first, last - 4);
  const double x = numerics::log(ballots.cast);
  const double* node = &log_cast_[static_cast<std::size_t>(start)];
  for (int i = 0; i < 4; ++i) {
    double part = weight;
    for (int j = 0; j < 4; ++j) {
      if (j != i) part *= (x - node[j]) / (node[i] - node[j]);
    }
    weights[static_cast<std::size_t>(start + i)] += part;
  }
}

void MajorityLaw::chances(std::int64_t eligible, double turnout, double* out, bool in_full) const {
  const int n = opinions_.nodes;
  std::fill(out, out + n, 0.0);
  std::vector<double> weights(laws_ * ballots_.size(), 0.0), each;
  for (std::size_t k = 0; k < turnouts_.size(); ++k) {
    const double share = numerics::normal_cdf(turnout + noise_.turnout.at(turnouts_[k].y));
    each.assign(ballots_.size(), 0.0);
    for (const CastBallots& ballots :
         in_full ? all_cast_ballots(eligible, share) : cast_ballots(eligible, share)) {
      spread({ballots.cast, ballots.even}, turnouts_[k].weight * ballots.weight, each);
    }
    double* sum = &weights[(laws_ == 1 ? 0 : k) * ballots_.size()];
    for (std::size_t piece = 0; piece < each.size(); ++piece) sum[piece] += each[piece];
  }
  for (std::size_t at = 0; at < weights.size(); ++at) {
    const double weight = weights[at];
    if (weight < 1e-13 && weight > -1e-13) continue;
    const double* chance = &table_[at * static_cast<std::size_t>(n)];
    for (int i = 0; i < n; ++i) out[i] += weight * chance[i];
  }
}

}  // namespace ayes::conditional
