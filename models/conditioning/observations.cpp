#include "models/conditioning/observations.h"

#include "models/at.h"
#include "models/expected_value.h"
#include "models/numerics/elementary.h"
#include "models/stream.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

const Input& input_at(const Model& model, SharedColumn column) { return model.inputs[at(column)]; }

bool is_input(const Model& model, SharedColumn column) { return at(column) < model.inputs.size(); }

// The middle of an input on its own scale.
double middle_of(const Model& model, SharedColumn column) {
  return is_input(model, column) ? expected_value(input_at(model, column).source) : 0;
}

// Half of what lies between the law's values at one standard normal below and above 0.
double sd_of(const LawNoise& law) {
  if (const auto* normal = std::get_if<input::Normal>(&law.quantile)) return normal->sd;
  const auto& curve = std::get<numerics::QuantileCurve>(law.quantile);
  return 0.5 * (curve.evaluate(1) - curve.evaluate(-1));
}

// A sum of opinions in the making.
class Sum {
 public:
  Sum(const Model& model, Conditioning& conditioning)
      : model_(model), conditioning_(conditioning) {}

  void add(double weight, const LinearForm& form) {
    row.offset += weight * form.constant;
    for (const kernels::Term& term : form.terms) add(weight * term.weight, term.column);
  }

  // Adds a unit's own term of support, or of turnout, as a latent; its mean is left out.
  void add_own(double weight, const OwnNoise& noise, std::uint64_t stream, bool turnout) {
    const auto term = [&](double part, std::optional<SharedColumn> column) {
      if (!turnout) {
        row.latents.push_back(
            {latent({stream, slot::unit}, {}), part, column, LatentTerm::Mix::none});
        return;
      }
      if (!is_zero(model_, model_.shared.with_support)) {
        row.latents.push_back(
            {latent({stream, slot::unit}, {}), part, column, LatentTerm::Mix::with_support});
      }
      row.latents.push_back(
          {latent({stream, slot::turnout}, {}), part, column, LatentTerm::Mix::apart});
    };
    if (const auto* spread = std::get_if<SpreadNoise>(&noise)) {
      term(weight, spread->spread);
    } else if (const auto* law = std::get_if<LawNoise>(&noise)) {
      term(weight * sd_of(*law), {});
    }
  }

  // Adds a unit's own noise; it has no latents.
  void add(double weight, const OwnNoise& noise) {
    if (const auto* spread = std::get_if<SpreadNoise>(&noise)) {
      row.spreads.push_back({weight * weight, spread->spread});
    } else if (const auto* law = std::get_if<LawNoise>(&noise)) {
      row.offset += weight * expected_value(noise);
      const double sd = sd_of(*law);
      row.variance += weight * weight * sd * sd;
    }
  }

  // Adds a shared column: a latent, or several, or a number known before the latents are drawn.
  void add(double weight, SharedColumn column) {
    const SharedTerms& shared = model_.shared;
    if (column == shared.swing)
      return add_latent({shared.swing_stream, slot::support}, weight, shared.swing_spread);
    if (column == shared.swing_turnout)
      return add_mixed(shared.swing_stream, weight, shared.turnout_swing_spread);
    for (const Group& group : shared.groups) {
      if (column == group.support)
        return add_latent({group.stream, slot::support}, weight, group.spread);
    }
    for (const Union& body : model_.unions) {
      if (column == body.support)
        return add_latent({body.stream, slot::support}, weight, shared.union_spread);
      if (column == body.turnout)
        return add_mixed(body.stream, weight, shared.turnout_union_spread);
    }
    for (const GrowingDriver& driver : shared.growing) {
      if (column == driver.product)
        return add_input(driver.coefficient, weight / driver.at, driver.quantity);
    }
    add_input(column, weight, {});
  }

  PseudoObservation row;

 private:
  void add_latent(DrawName name, double weight, SharedColumn spread) {
    if (is_zero(model_, spread)) return;
    row.latents.push_back({latent(name, {}), weight, spread, LatentTerm::Mix::none});
  }

  // A turnout term: its normal is a mixture of the support term's and one of its own.
  void add_mixed(std::uint64_t stream, double weight, SharedColumn spread) {
    if (is_zero(model_, spread)) return;
    if (!is_zero(model_, model_.shared.with_support)) {
      row.latents.push_back(
          {latent({stream, slot::support}, {}), weight, spread, LatentTerm::Mix::with_support});
    }
    row.latents.push_back(
        {latent({stream, slot::turnout_of_term}, {}), weight, spread, LatentTerm::Mix::apart});
  }

  // An input that is normal is a latent; any other is drawn before.
  void add_input(SharedColumn column, double weight, std::optional<SharedColumn> other) {
    const Input& input = input_at(model_, column);
    const auto* normal = std::get_if<input::Normal>(&input.source);
    if (!normal) {
      row.known.push_back({weight, column, other});
      return;
    }
    row.latents.push_back(
        {latent({input.stream, 0}, column), weight * normal->sd, other, LatentTerm::Mix::none});
    if (other) {
      row.known.push_back({weight * normal->mean, *other, {}});
    } else {
      row.offset += weight * normal->mean;
    }
  }

  int latent(DrawName name, std::optional<int> input) {
    std::vector<Latent>& latents = conditioning_.latents;
    for (std::size_t k = 0; k < latents.size(); ++k) {
      if (latents[k].name == name) return static_cast<int>(k);
    }
    latents.push_back({name, input});
    return static_cast<int>(latents.size()) - 1;
  }

  const Model& model_;
  Conditioning& conditioning_;
};

// What a form comes to with every input at its mean and no noise.
double middle_of(const Model& model, const LinearForm& form) {
  double sum = form.constant;
  for (const kernels::Term& term : form.terms) {
    double value = middle_of(model, term.column);
    for (const GrowingDriver& driver : model.shared.growing) {
      if (driver.product == term.column)
        value =
            middle_of(model, driver.coefficient) * middle_of(model, driver.quantity) / driver.at;
    }
    sum += term.weight * value;
  }
  return sum;
}

double held(double probit) { return std::clamp(probit, -8.0, 8.0); }

// The parts of an opinion on a question: forms and noises with their weights. One ballot for both
// questions stands half way between them here.
struct Opinion {
  std::vector<std::pair<double, const LinearForm*>> forms;
  std::vector<std::pair<double, const OwnNoise*>> noises;
  std::optional<SharedColumn> penalty;
};
Opinion opinion_of(const Unit& unit, Question question) {
  const auto* bundled = std::get_if<BundledBallot>(&unit.ballot);
  if (bundled && !unit.outside) {
    return {
        {{0.5, &unit.package}, {0.5, &unit.contract}},
        {{unit.contract_has_own_law ? 0.5 : 1.0, &unit.package_noise}, {0.5, &unit.contract_noise}},
        bundled->penalty};
  }
  if (question == Question::package) return {{{1, &unit.package}}, {{1, &unit.package_noise}}, {}};
  Opinion opinion{{{1, &unit.contract}}, {{1, &unit.contract_noise}}, {}};
  if (!unit.contract_has_own_law) opinion.noises.push_back({1, &unit.package_noise});
  return opinion;
}

double middle_of(const Model& model, const Opinion& opinion) {
  double sum = opinion.penalty ? -middle_of(model, *opinion.penalty) : 0;
  for (const auto& [weight, form] : opinion.forms) sum += weight * middle_of(model, *form);
  for (const auto& [weight, noise] : opinion.noises) sum += weight * expected_value(*noise);
  return held(sum);
}

// Whether a noise is the unit's own term for the package, or for turnout.
enum class Own { neither, package, turnout };
Own own_term(const Unit& unit, const OwnNoise* noise) {
  if (noise == &unit.package_noise) return Own::package;
  return noise == &unit.turnout_noise ? Own::turnout : Own::neither;
}

// Makes a row that is the probit of a share among all units: shares are averaged with the weights
// of the units, opinions with these times the density at each, and what that misses at the middle
// is made up. The own terms of units that are moved are latents. In a `soft` row, which stands for
// an outcome and its edge, those of units that answer for a line are noise too.
PseudoObservation pooled(const Model& model, const std::vector<int>& units,
                         const std::vector<double>& weights, const auto& opinion_of_unit, bool soft,
                         Conditioning& conditioning) {
  double all = 0, share = 0, slopes = 0, middles = 0;
  std::vector<double> slope;
  for (std::size_t k = 0; k < units.size(); ++k) {
    const double middle = middle_of(model, opinion_of_unit(model.units[at(units[k])]));
    all += weights[k];
    share += weights[k] * numerics::normal_cdf(middle);
    slope.push_back(weights[k] * numerics::normal_density(middle) + 1e-12);
    slopes += slope.back();
    middles += slope.back() * middle;
  }
  Sum sum(model, conditioning);
  for (std::size_t k = 0; k < units.size(); ++k) {
    const Unit& unit = model.units[at(units[k])];
    const Opinion opinion = opinion_of_unit(unit);
    const double weight = slope[k] / slopes;
    for (const auto& [part, form] : opinion.forms) sum.add(weight * part, *form);
    for (const auto& [part, noise] : opinion.noises) {
      const Own term = conditioning.moved.empty() || !conditioning.moved[at(units[k])]
                           ? Own::neither
                           : own_term(unit, noise);
      if (term != Own::neither)
        sum.add_own(weight * part, *noise, unit.vote_stream, term == Own::turnout);
      if (term == Own::neither || (soft && conditioning.moved[at(units[k])] == 2)) {
        sum.add(weight * part, *noise);
      } else {
        sum.row.offset += weight * part * expected_value(*noise);
      }
    }
    if (opinion.penalty) sum.add(-weight, *opinion.penalty);
  }
  const double joint = all > 0 ? held(numerics::normal_quantile(share / all)) : 0;
  sum.row.offset += joint - middles / slopes;
  return sum.row;
}

// A share and the variance of its probit: that of a count of n, and of its rounding.
struct Reported {
  double middle, variance;
};
Reported reported(double yes, double n, double width) {
  const double share = (yes + 0.5) / (n + 1);
  const double middle = numerics::normal_quantile(share);
  const double slope = numerics::normal_density(middle);
  return {middle, (share * (1 - share) / (n + 1) + width * width / 12) / (slope * slope)};
}

// A share that is known to within a fifth, or a poll.
std::optional<Reported> reported(const Evidence& evidence, double cast) {
  constexpr double widest = 0.2;
  const auto between = [&](double low, double high) -> std::optional<Reported> {
    low = std::clamp(low, 0.0, 1.0);
    high = std::clamp(high, 0.0, 1.0);
    if (high - low > widest) return {};
    return reported(0.5 * (low + high) * cast, cast, high - low);
  };
  if (const auto* count = std::get_if<evidence::Count>(&evidence.what))
    return reported(static_cast<double>(count->yes), static_cast<double>(count->yes + count->no),
                    0);
  if (const auto* share = std::get_if<evidence::Share>(&evidence.what)) {
    const auto of = static_cast<double>(share->of);
    return between(static_cast<double>(share->low) / of, static_cast<double>(share->high) / of);
  }
  if (const auto* margin = std::get_if<evidence::Margin>(&evidence.what)) {
    if (cast < 1) return {};
    return between(0.5 + 0.5 * static_cast<double>(margin->low) / cast,
                   0.5 + 0.5 * static_cast<double>(margin->high) / cast);
  }
  if (const auto* poll = std::get_if<evidence::Poll>(&evidence.what))
    return Reported{poll->middle, poll->sd * poll->sd};
  return {};
}

// A row with every input at its mean.
struct AtMeans {
  double expected = 0, variance = 0;  // of its noise
  std::vector<double> weights;        // of the latents
};
AtMeans at_means(const Model& model, const Conditioning& conditioning,
                 const PseudoObservation& row) {
  AtMeans result{row.offset, row.variance, std::vector<double>(conditioning.latents.size())};
  for (const KnownTerm& term : row.known) {
    result.expected += term.weight * middle_of(model, term.column) *
                       (term.other ? middle_of(model, *term.other) : 1);
  }
  for (const KnownTerm& term : row.spreads) {
    const double spread = middle_of(model, term.column);
    result.variance += term.weight * spread * spread;
  }
  const double rho = middle_of(model, model.shared.with_support);
  for (const LatentTerm& term : row.latents) {
    double weight = term.weight * (term.column ? middle_of(model, *term.column) : 1);
    if (term.mix == LatentTerm::Mix::with_support) weight *= rho;
    if (term.mix == LatentTerm::Mix::apart) weight *= __builtin_sqrt(1 - rho * rho);
    result.weights[at(term.latent)] += weight;
  }
  return result;
}

// How far the row's middle lies from what is expected, in the standard deviation of that.
double distance(const Model& model, const Conditioning& conditioning,
                const PseudoObservation& row) {
  const AtMeans means = at_means(model, conditioning, row);
  double variance = means.variance;
  for (double weight : means.weights) variance += weight * weight;
  return (row.middle - means.expected) / __builtin_sqrt(variance);
}

// The opinions at the mean of the latents given all rows: expected + A Aᵀ S⁻¹ (middle − expected).
std::vector<double> fitted(const std::vector<AtMeans>& means, const std::vector<double>& middles,
                           const std::vector<double>& variances) {
  const std::size_t m = means.size();
  std::vector<std::vector<double>> shared(m, std::vector<double>(m)), factor = shared;
  std::vector<double> x(m), opinions(m);
  for (std::size_t r = 0; r < m; ++r) {
    for (std::size_t c = 0; c <= r; ++c) {
      for (std::size_t k = 0; k < means[r].weights.size(); ++k)
        shared[r][c] += means[r].weights[k] * means[c].weights[k];
      shared[c][r] = shared[r][c];
      double sum = shared[r][c] + (r == c ? variances[r] : 0);
      for (std::size_t k = 0; k < c; ++k) sum -= factor[r][k] * factor[c][k];
      factor[r][c] = r == c ? __builtin_sqrt(sum) : sum / factor[c][c];
    }
    x[r] = middles[r] - means[r].expected;
    for (std::size_t c = 0; c < r; ++c) x[r] -= factor[r][c] * x[c];
    x[r] /= factor[r][r];
  }
  for (std::size_t r = m; r-- > 0;) {
    for (std::size_t c = r + 1; c < m; ++c) x[r] -= factor[c][r] * x[c];
    x[r] /= factor[r][r];
  }
  for (std::size_t r = 0; r < m; ++r) {
    opinions[r] = means[r].expected;
    for (std::size_t c = 0; c < m; ++c) opinions[r] += shared[r][c] * x[c];
  }
  return opinions;
}

// What a line says of what is left of its body; nothing if nothing is left, or if too little is
// known of it.
std::optional<Evidence> remaining(const Evidence& evidence, const Remainder& remainder) {
  if (remainder.units.empty()) return {};
  if (remainder.yes == 0 && remainder.no == 0) return evidence;
  Evidence left = evidence;
  left.units = remainder.units;
  const std::int64_t apart = remainder.yes - remainder.no;
  if (left.cast) *left.cast -= remainder.yes + remainder.no;
  if (left.cast == 0) return {};
  if (auto* count = std::get_if<evidence::Count>(&left.what)) {
    count->yes -= remainder.yes;
    count->no -= remainder.no;
  } else if (auto* margin = std::get_if<evidence::Margin>(&left.what)) {
    margin->low -= apart;
    margin->high -= apart;
  } else if (const auto* share = std::get_if<evidence::Share>(&left.what)) {
    if (!evidence.cast) return {};
    const auto margin_of = [&](std::int64_t part) {
      return 2 * part * *evidence.cast / share->of - *evidence.cast - apart;
    };
    left.what = evidence::Margin{margin_of(share->low), margin_of(share->high)};
  }
  return left;
}

// The stand-ins of what is known of some units; `ahead` is by how much yes leads no among those of
// its body that were counted apart.
std::vector<PseudoObservation> rows_of(const Model& model, const Evidence& evidence,
                                       std::int64_t ahead, const std::string& name,
                                       Conditioning& conditioning) {
  std::vector<double> eligible, cast;
  double all_cast = 0, all_eligible = 0;
  const auto turnout_of = [](const Unit& unit) {
    return Opinion{{{1, &unit.turnout}}, {{1, &unit.turnout_noise}}, {}};
  };
  for (int u : evidence.units) {
    const Unit& unit = model.units[at(u)];
    eligible.push_back(static_cast<double>(unit.eligible));
    cast.push_back(eligible.back() * numerics::normal_cdf(middle_of(model, turnout_of(unit))));
    all_eligible += eligible.back();
    all_cast += cast.back();
  }
  if (evidence.cast) all_cast = static_cast<double>(*evidence.cast);
  std::vector<PseudoObservation> rows;
  const auto add = [&](PseudoObservation row, const Reported& reported, const char* term) {
    row.middle = reported.middle;
    row.variance += reported.variance;
    row.stream = stream_name("first", "update", term, name);
    rows.push_back(std::move(row));
  };
  const auto opinion = [&](const Unit& unit) { return opinion_of(unit, evidence.question); };
  if (const auto share = reported(evidence, all_cast)) {
    add(pooled(model, evidence.units, cast, opinion, false, conditioning), *share, "share");
  } else if (const auto* outcome = std::get_if<evidence::Outcome>(&evidence.what)) {
    PseudoObservation row = pooled(model, evidence.units, cast, opinion, true, conditioning);
    row.variance += reported(0.5 * all_cast, all_cast, 0).variance;
    row.stream = stream_name("first", "update", "outcome", name);
    row.outcome = outcome->answer;
    const double half = 0.5 - 0.5 * static_cast<double>(ahead) / std::max(all_cast, 1.0);
    row.bar = ahead == 0 ? 0 : held(numerics::normal_quantile(std::clamp(half, 1e-12, 1 - 1e-12)));
    rows.push_back(std::move(row));
  }
  const bool certain = std::all_of(evidence.units.begin(), evidence.units.end(),
                                   [&](int u) { return model.units[at(u)].turnout_is_certain(); });
  if (evidence.cast && !certain) {
    add(pooled(model, evidence.units, eligible, turnout_of, false, conditioning),
        reported(static_cast<double>(*evidence.cast), all_eligible, 0), "turnout");
  }
  return rows;
}

}  // namespace

void add_observations(const Model& model, const std::vector<Evidence>& all, int index,
                      const Remainder& remainder, Conditioning& conditioning) {
  const Evidence& evidence = all[at(index)];
  // Its name is that of its units and question; polls of the same ones are numbered.
  std::string name;
  for (int u : evidence.units) name += model.units[at(u)].name + "\x1f";
  name += evidence.question == Question::package ? "package" : "contract";
  int before = index;
  while (before > 0 && all[at(before - 1)].units == evidence.units &&
         all[at(before - 1)].question == evidence.question)
    --before;
  if (before < index) name += "\x1f" + std::to_string(index - before);

  // How far off it is as it was said, whatever else is known.
  Conditioning apart;
  double surprise = 0;
  for (const PseudoObservation& row : rows_of(model, evidence, 0, name, apart)) {
    if (surprise == 0 && !row.outcome) surprise = distance(model, apart, row);
  }
  conditioning.surprise.push_back(surprise);

  const std::optional<Evidence> left = remaining(evidence, remainder);
  if (!left) return;
  for (PseudoObservation& row :
       rows_of(model, *left, remainder.yes - remainder.no, name, conditioning))
    conditioning.observations.push_back(std::move(row));
}

void fit_outcomes(const Model& model, Conditioning& conditioning) {
  constexpr int steps = 20;
  constexpr double widened = 1.5;  // the law's variance, lest the draws be too few at its edges
  std::vector<PseudoObservation>& rows = conditioning.observations;
  std::stable_partition(rows.begin(), rows.end(),
                        [](const PseudoObservation& row) { return !row.outcome; });
  conditioning.numbers = static_cast<int>(
      std::count_if(rows.begin(), rows.end(), [](const auto& row) { return !row.outcome; }));
  if (conditioning.numbers == static_cast<int>(rows.size())) return;

  std::vector<AtMeans> means;
  std::vector<double> opinions, middles, variances;
  for (const PseudoObservation& row : rows) {
    means.push_back(at_means(model, conditioning, row));
    opinions.push_back(means.back().expected);
    middles.push_back(row.middle);
    variances.push_back(means.back().variance);
  }
  for (int step = 0; step < steps; ++step) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (!rows[r].outcome) continue;
      // log Φ(±(opinion − bar) / sd): its slope and curvature.
      const double sign = *rows[r].outcome == Answer::yes ? 1 : -1;
      const double sd = __builtin_sqrt(means[r].variance);
      const double t = std::clamp(sign * (opinions[r] - rows[r].bar) / sd, -30.0, 30.0);
      const double ratio = numerics::normal_density(t) / numerics::normal_cdf(t);
      const double curvature = std::max(ratio * (t + ratio), 1e-3) / means[r].variance;
      variances[r] = 1 / curvature;
      middles[r] = opinions[r] + sign * ratio / sd / curvature;
    }
    opinions = fitted(means, middles, variances);
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!rows[r].outcome) continue;
    rows[r].middle = middles[r];
    rows[r].variance = widened * variances[r];
    rows[r].spreads.clear();
  }
}

}  // namespace ayes
