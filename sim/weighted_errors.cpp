#include "sim/weighted_errors.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

// Weights of the votes that something was taken of: Σw, and Σw² as it was counted.
struct Weights {
  double sum = 0, squares = 0;
  Weights of(const Chance& now, const Chance& squared, bool yes) const {
    const double p = yes ? now.probability : 1 - now.probability;
    const double q = yes ? squared.probability : 1 - squared.probability;
    return {sum * p, squares * q};
  }
};

// Walks over a result and the one concluded from squared weights alongside.
class Errors {
 public:
  Errors(const WeightedTally& tally, const Result& result)
      : unit_(static_cast<double>(tally.unit)),
        level_(result.plan.level),
        replications_(static_cast<double>(result.plan.replications)),
        all_{static_cast<double>(tally.votes.votes[0] + tally.votes.votes[1]),
             static_cast<double>(tally.squares.votes[0] + tally.squares.votes[1])} {}

  const Weights& all() const { return all_; }

  // √(Σw² · mean square) / Σw, the mean square being one over squared weights.
  double error(const Weights& weights, double mean_square) const {
    if (weights.sum <= 0) return 0;
    return __builtin_sqrt(weights.squares * unit_ * std::max(0.0, mean_square)) / weights.sum;
  }

  void set(Chance& now, const Chance& squared, const Weights& weights) const {
    if (weights.sum <= 0 || weights.squares <= 0) {
      now = {};
      return;
    }
    const double p = now.probability;
    now.se = error(weights, squared.probability * (1 - 2 * p) + p * p);
    const double whole = weights.sum * weights.sum / (weights.squares * unit_);
    const double trials = now.se > 0 ? p * (1 - p) / (now.se * now.se) : whole;
    now.interval = wilson_of_share(p, trials > 0 ? trials : whole, level_);
  }
  void set(Chance& now, const Chance& squared) const { set(now, squared, all_); }

  void set(Mean& now, const Mean& squared, const Weights& weights) const {
    const double off = squared.mean - now.mean;
    // The standard deviation under the squared weights, from the error it was made into.
    now.se = error(weights, squared.se * squared.se * weights.squares + off * off);
  }
  void set(Mean& now, const Mean& squared) const { set(now, squared, all_); }
  void set(std::optional<Mean>& now, const std::optional<Mean>& squared,
           const Weights& weights) const {
    if (now) set(*now, *squared, weights);
  }
  void set(std::optional<Mean>& now, const std::optional<Mean>& squared) const {
    set(now, squared, all_);
  }

  void set(Summary& now, const Summary& squared) const {
    const Weights weights{static_cast<double>(now.replications),
                          static_cast<double>(squared.replications)};
    const double off = squared.mean - now.mean;
    now.se = error(weights, squared.sd * squared.sd + off * off);
    now.replications = votes(now.replications);
    for (std::int64_t& count : now.counts) count = votes(count);
  }

  // As many of the votes simulated as have the same share of them.
  std::int64_t votes(std::int64_t weight) const {
    const double share = static_cast<double>(weight) / all_.sum * replications_;
    const auto rounded = static_cast<std::int64_t>(share + 0.5);
    return weight > 0 ? std::max<std::int64_t>(rounded, 1) : 0;
  }

  // The gain counts votes turned to yes and to no: at most one of them where it is not 0.
  void set_gain(Mean& gain, const Mean& squared, const Weights& moved) const {
    const double g = std::abs(gain.mean);
    gain.se = error(moved, std::abs(squared.mean) * (1 - 2 * g) + g * g);
  }

 private:
  double unit_, level_, replications_;
  Weights all_;
};

void set_unit(const Errors& errors, const Weights& moved, const Result& squared, std::size_t u,
              Result& result) {
  UnitResult& now = result.units[u];
  const UnitResult& then = squared.units[u];
  const Chance ratified = result.ratified, ratified_squared = squared.ratified;
  const Weights yes = errors.all().of(ratified, ratified_squared, true);
  const Weights no = errors.all().of(ratified, ratified_squared, false);
  errors.set(now.ratified_if_yes, then.ratified_if_yes,
             errors.all().of(now.package_yes, then.package_yes, true));
  errors.set(now.ratified_if_no, then.ratified_if_no,
             errors.all().of(now.package_yes, then.package_yes, false));
  errors.set(now.package_yes, then.package_yes);
  errors.set(now.package_share, then.package_share);
  if (now.contract_yes) {
    errors.set(*now.contract_yes, *then.contract_yes);
    errors.set(*now.contract_share, *then.contract_share);
  }
  errors.set(now.protected_from_layoff, then.protected_from_layoff);
  errors.set(now.notices, then.notices);
  errors.set(now.separated, then.separated);
  errors.set(now.recalled, then.recalled);
  errors.set(now.layoffs, then.layoffs);
  errors.set(now.layoffs_if_ratified, then.layoffs_if_ratified, yes);
  errors.set(now.layoffs_if_rejected, then.layoffs_if_rejected, no);
  errors.set(now.pay, then.pay);
  for (auto side : {&UnitResult::take_part, &UnitResult::stay_out}) {
    if (!(now.*side)) continue;
    errors.set((now.*side)->pay, (then.*side)->pay);
    errors.set((now.*side)->layoffs, (then.*side)->layoffs);
    errors.set((now.*side)->pay_if_ratified, (then.*side)->pay_if_ratified, yes);
    errors.set((now.*side)->layoffs_if_ratified, (then.*side)->layoffs_if_ratified, yes);
  }
  errors.set_gain(now.gain, then.gain, moved);
}

void set_rounds(const Errors& errors, const Result& squared, Result& result) {
  for (std::size_t k = 0; k < result.rounds.size(); ++k) {
    RoundResult& now = result.rounds[k];
    const RoundResult& then = squared.rounds[k];
    const Weights last = errors.all().of(now.last, then.last, true);
    for (auto mean : {&RoundResult::notices, &RoundResult::separated, &RoundResult::recalled,
                      &RoundResult::rescinded}) {
      if (now.*mean && then.*mean) errors.set(now.*mean, then.*mean, last);
    }
    errors.set(now.ratified, then.ratified, errors.all().of(now.reached, then.reached, true));
    errors.set(now.reached, then.reached);
    errors.set(now.last, then.last);
  }
  if (result.ratified_ever) errors.set(*result.ratified_ever, *squared.ratified_ever);
}

// Half the distance between the quantiles one standard error of the level below and above.
void set_quantile_errors(const Errors& errors, const Distribution& votes,
                         const Distribution& squares, double scale, Summary& summary) {
  Histogram all = votes.histogram[0], squared = squares.histogram[0];
  all.merge(votes.histogram[1]);
  squared.merge(squares.histogram[1]);
  double total = 0, total_squared = 0;
  for (std::int64_t count : all.counts()) total += static_cast<double>(count);
  for (std::int64_t count : squared.counts()) total_squared += static_cast<double>(count);
  if (total <= 0 || total_squared <= 0) return;
  for (const auto& [level, value] : summary.quantiles) {
    double below = 0, below_squared = 0;
    for (std::size_t bin = 0; bin < all.counts().size() && below < level * total; ++bin) {
      below += static_cast<double>(all.counts()[bin]);
      below_squared += static_cast<double>(squared.counts()[bin]);
    }
    const double q = below_squared / total_squared;
    const double se = errors.error({total, total_squared}, q * (1 - 2 * level) + level * level);
    const double low = quantile(all, std::max(level - se, 1e-12));
    const double high = quantile(all, std::min(level + se, 1.0));
    summary.quantile_errors.push_back(0.5 * scale * (high - low));
  }
}

}  // namespace

void set_weighted_errors(const Model& model, const WeightedTally& tally, Result& result) {
  const Result squared = conclude(model, result.plan, tally.squares);
  const Errors errors(tally, result);
  const Weights moved{static_cast<double>(tally.votes.moved),
                      static_cast<double>(tally.squares.moved)};
  const std::vector<Measure> measures = measures_of(model);
  for (std::size_t m = 0; m < result.measures.size(); ++m) {
    MeasureResult& now = result.measures[m];
    errors.set(now.all, squared.measures[m].all);
    errors.set(now.if_ratified, squared.measures[m].if_ratified);
    errors.set(now.if_rejected, squared.measures[m].if_rejected);
    set_quantile_errors(errors, tally.votes.measures[m], tally.squares.measures[m],
                        measures[m].scale, now.all);
  }
  for (std::size_t u = 0; u < result.units.size(); ++u) set_unit(errors, moved, squared, u, result);
  for (std::size_t u = 0; u < result.unions.size(); ++u) {
    UnionResult& now = result.unions[u];
    const UnionResult& then = squared.unions[u];
    errors.set(now.ratified_if_yes, then.ratified_if_yes, errors.all().of(now.yes, then.yes, true));
    errors.set(now.ratified_if_no, then.ratified_if_no, errors.all().of(now.yes, then.yes, false));
    errors.set(now.yes, then.yes);
    errors.set(now.share, then.share);
    errors.set_gain(now.gain, then.gain, moved);
  }
  for (std::size_t c = 0; c < result.conditions.size(); ++c) {
    ConditionResult& now = result.conditions[c];
    const ConditionResult& then = squared.conditions[c];
    errors.set(now.met, then.met);
    errors.set(now.margin, then.margin);
    errors.set(now.failed_alone, then.failed_alone);
  }
  set_rounds(errors, squared, result);
  if (result.settled) {
    errors.set(result.settled->in_force, squared.settled->in_force);
    for (auto chance : {&SettledResult::refused_by_legislature, &SettledResult::imposed}) {
      if ((*result.settled).*chance)
        errors.set(*((*result.settled).*chance), *((*squared.settled).*chance));
    }
  }
  if (result.calendar) {
    for (std::size_t k = 0; k < result.calendar->days.size(); ++k) {
      errors.set(result.calendar->days[k].dead, squared.calendar->days[k].dead);
      errors.set(result.calendar->days[k].safe, squared.calendar->days[k].safe);
    }
    for (std::size_t k = 0; k < result.calendar->missed.size(); ++k)
      errors.set(result.calendar->missed[k].second, squared.calendar->missed[k].second);
  }
  errors.set(result.ratified, squared.ratified);
}

}  // namespace ayes
