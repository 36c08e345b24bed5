// From whole-number tallies to chances, means, quantiles and their errors.
#include "models/expected_value.h"
#include "sim/counted.h"
#include "sim/run.h"

#include <algorithm>
#include <array>

namespace ayes {
namespace {

constexpr std::size_t most_bins = 40;
constexpr double cents = 0.01, millionth = 1e-6;

using ayes::chance_of;

Chance chance_of(const ByResult<std::int64_t>& yes, std::int64_t trials, double level) {
  return chance_of(yes[0] + yes[1], trials, level);
}

Moments together(const ByResult<Moments>& parts) {
  Moments all = parts[0];
  all.merge(parts[1]);
  return all;
}

// A histogram for the eye: at most 40 bins of equal width, from the lowest to the highest value
// seen.
void draw_histogram(const Histogram& histogram, double scale, Summary& summary) {
  const auto& counts = histogram.counts();
  std::size_t first = counts.size(), last = 0;
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    if (counts[bin] == 0) continue;
    first = std::min(first, bin);
    last = bin;
  }
  if (first > last) return;
  const std::size_t width = (last - first) / most_bins + 1;
  const auto edge = [&](std::size_t bin) {
    return scale * static_cast<double>(static_cast<std::int64_t>(bin) * histogram.bin_width());
  };
  for (std::size_t bin = first; bin <= last; bin += width) {
    summary.edges.push_back(edge(bin));
    std::int64_t count = 0;
    for (std::size_t k = bin; k < std::min(bin + width, counts.size()); ++k) count += counts[k];
    summary.counts.push_back(count);
  }
  summary.edges.push_back(edge(first + width * summary.counts.size()));
}

Summary summarise(const Moments& moments, const Histogram& histogram, double scale) {
  Summary summary;
  summary.replications = moments.count;
  summary.mean = scale * mean(moments);
  summary.se = scale * standard_error(moments);
  summary.sd = scale * standard_deviation(moments);
  if (moments.count == 0) return summary;
  for (double level : quantile_levels) {
    summary.quantiles.emplace_back(level, scale * quantile(histogram, level));
  }
  draw_histogram(histogram, scale, summary);
  return summary;
}

Summary summarise(const Distribution& distribution, double scale) {
  Histogram all = distribution.histogram[0];
  all.merge(distribution.histogram[1]);
  return summarise(together(distribution.moments), all, scale);
}

Mean gain_of(std::int64_t gained, std::int64_t moved) {
  if (moved == 0) return {};
  const double p = static_cast<double>(gained) / static_cast<double>(moved);
  return {p, __builtin_sqrt(std::max(0.0, std::abs(p) * (1 - std::abs(p))) /
                            static_cast<double>(moved))};
}

Prospect prospect(const GambleTally& tally) {
  return {mean_of(together(tally.pay), cents), mean_of(together(tally.layoffs)),
          mean_of(tally.pay[1], cents), mean_of(tally.layoffs[1])};
}

const char* ballot_name(const Unit& unit) {
  if (unit.outside) return "outside";
  if (std::holds_alternative<BundledBallot>(unit.ballot)) return "bundled";
  if (std::holds_alternative<PackageOnlyBallot>(unit.ballot)) return "package-only";
  return "separate";
}

// Chances of ratification among votes in which a body said yes, and no.
template <typename Body>
void fill_ratified_if(const ByResult<std::int64_t>& yes, const ByResult<std::int64_t>& votes,
                      double level, Body& body) {
  body.ratified_if_yes = chance_of(yes[1], yes[0] + yes[1], level);
  body.ratified_if_no = chance_of(votes[1] - yes[1], votes[0] + votes[1] - yes[0] - yes[1], level);
}

UnitResult conclude_unit(const Model& model, int u, const Tally& tally, double level) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const UnitTally& counted = tally.units[static_cast<std::size_t>(u)];
  const std::int64_t n = tally.votes[0] + tally.votes[1];
  UnitResult result;
  result.name = unit.name;
  result.full_name = unit.full_name;
  result.union_index = unit.union_index;
  result.members = unit.members;
  result.employees = unit.employees;
  result.ballot = ballot_name(unit);
  result.package_yes = chance_of(counted.package_yes, n, level);
  result.package_share = summarise(counted.package_share, millionth);
  fill_ratified_if(counted.package_yes, tally.votes, level, result);
  if (unit.votes_on_contract()) {
    result.contract_yes = chance_of(counted.contract_yes, n, level);
    result.contract_share = summarise(counted.contract_share, millionth);
  }
  result.protected_from_layoff = chance_of(counted.protected_from_layoff, n, level);
  if (model.layoffs) {
    result.notices = mean_of(together(counted.notices));
    result.separated = mean_of(together(counted.separated));
    result.recalled = mean_of(together(counted.recalled));
    result.layoffs = mean_of(together(counted.layoffs));
    result.layoffs_if_rejected = mean_of(counted.layoffs[0]);
    result.layoffs_if_ratified = mean_of(counted.layoffs[1]);
  }
  if (model.has_pay()) result.pay = mean_of(together(counted.pay), cents);
  if (unit.votes_on_contract() && (model.layoffs || model.has_pay())) {
    result.take_part = prospect(counted.take_part);
    result.stay_out = prospect(counted.stay_out);
  }
  result.gain = gain_of(counted.gained, tally.moved);
  return result;
}

UnionResult conclude_union(const Model& model, std::size_t u, const Tally& tally, double level) {
  const Union& body = model.unions[u];
  const UnionTally& counted = tally.unions[u];
  UnionResult result;
  result.name = body.name;
  result.members = body.members;
  result.units = body.units;
  result.yes = chance_of(counted.yes, tally.votes[0] + tally.votes[1], level);
  result.share = summarise(body.units.size() > 1
                               ? counted.share
                               : tally.units[static_cast<std::size_t>(body.units[0])].package_share,
                           millionth);
  fill_ratified_if(counted.yes, tally.votes, level, result);
  result.gain = gain_of(counted.gained, tally.moved);
  return result;
}

// The margin of a condition stands in millionths when its bound is a share, else in bodies.
bool is_share(const Rule& rule, int condition) {
  if (rule.condition == condition) {
    if (const auto* count = std::get_if<CountRule>(&rule.node)) return count->bound.share;
    if (const auto* ballots = std::get_if<BallotsRule>(&rule.node)) return ballots->bound.share;
    if (const auto* groups = std::get_if<GroupsRule>(&rule.node)) return groups->bound.share;
  }
  const auto any = [&](const std::vector<Rule>& rules) {
    return std::any_of(rules.begin(), rules.end(),
                       [&](const Rule& inner) { return is_share(inner, condition); });
  };
  if (const auto* all = std::get_if<AllRule>(&rule.node)) return any(all->rules);
  if (const auto* one = std::get_if<AnyRule>(&rule.node)) return any(one->rules);
  if (const auto* none = std::get_if<NoneRule>(&rule.node)) return any(none->rules);
  if (const auto* choice = std::get_if<IfRule>(&rule.node)) return any(choice->parts);
  return false;
}

void conclude_rule(const Model& model, const Tally& tally, double level, Result& result) {
  const std::int64_t n = tally.votes[0] + tally.votes[1];
  for (std::size_t c = 0; c < tally.conditions.size(); ++c) {
    const double scale = is_share(model.rule.rule, static_cast<int>(c)) ? millionth : 1;
    result.conditions.push_back({model.rule.conditions[c],
                                 chance_of(tally.conditions[c].met, n, level),
                                 mean_of(tally.conditions[c].margin, scale),
                                 chance_of(tally.conditions[c].failed_alone, n, level)});
  }
  for (std::size_t set = 0; set < tally.failures.size(); ++set) {
    if (tally.failures[set] == 0) continue;
    Failure failure;
    for (int c = 0; c < most_conditions; ++c) {
      if (set >> c & 1) failure.conditions.push_back(c);
    }
    failure.share = static_cast<double>(tally.failures[set]) / static_cast<double>(tally.votes[0]);
    result.failures.push_back(std::move(failure));
  }
  std::stable_sort(result.failures.begin(), result.failures.end(),
                   [](const Failure& a, const Failure& b) { return a.share > b.share; });
}

void conclude_rounds(const Model& model, const Tally& tally, double level, Result& result) {
  if (tally.rounds.empty()) return;
  const std::int64_t n = tally.votes[0] + tally.votes[1];
  for (std::size_t k = 0; k < tally.rounds.size(); ++k) {
    const RoundTally& counted = tally.rounds[k];
    RoundResult round;
    round.name = k == 0 ? "first" : model.rounds[k - 1].name;
    if (k > 0) round.date = model.rounds[k - 1].date;
    round.reached = chance_of(counted.held, n, level);
    round.ratified = chance_of(counted.ratified, counted.held, level);
    round.last = chance_of(counted.last, n, level);
    if (model.layoffs && counted.last > 0) {
      round.notices = mean_of(counted.notices);
      round.separated = mean_of(counted.separated);
      round.recalled = mean_of(counted.recalled);
      round.rescinded = mean_of(counted.rescinded);
    }
    result.rounds.push_back(std::move(round));
  }
  result.ratified_ever = chance_of(tally.ratified_ever, n, level);
}

void conclude_settled(const Model& model, const Tally& tally, double level, Result& result) {
  if (!model.has_surroundings()) return;
  const std::int64_t n = tally.votes[0] + tally.votes[1];
  result.settled = SettledResult{chance_of(tally.in_force, n, level), {}, {}};
  if (model.legislature)
    result.settled->refused_by_legislature = chance_of(tally.refused_by_legislature, n, level);
  if (model.imposed) result.settled->imposed = chance_of(tally.imposed, n, level);
}

// Correlation of a standard normal with the result, from its sums in 2^-20.
double correlation(const InfluenceTally& tally, const ByResult<std::int64_t>& votes) {
  const auto n = static_cast<double>(votes[0] + votes[1]);
  const double p = static_cast<double>(votes[1]) / n;
  if (p <= 0 || p >= 1) return 0;
  const double unit = 1.0 / (1 << 20);
  const double covariance = static_cast<double>(tally.sum_ratified) * unit / n -
                            static_cast<double>(tally.sum) * unit / n * p;
  return covariance / __builtin_sqrt(p * (1 - p));
}

void conclude_influences(const Model& model, const Tally& tally, Result& result) {
  result.inputs = static_cast<int>(model.inputs.size());
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (model.inputs[i].fixed()) continue;
    ++result.estimates;
    result.influences.push_back(
        {model.inputs[i].path, true, correlation(tally.inputs[i], tally.votes)});
  }
  for (const Round& round : model.rounds) {
    for (const Input& input : round.model.inputs) {
      if (!input.path.starts_with("round.")) continue;
      ++result.inputs;
      result.estimates += !input.fixed();
    }
  }
  result.influences.push_back({"swing", false, correlation(tally.shared[0], tally.votes)});
  for (std::size_t u = 0; u < model.unions.size(); ++u) {
    result.influences.push_back(
        {"union " + model.unions[u].name, false, correlation(tally.shared[1 + u], tally.votes)});
  }
  std::stable_sort(result.influences.begin(), result.influences.end(),
                   [](const Influence& a, const Influence& b) {
                     return std::abs(a.correlation) > std::abs(b.correlation);
                   });
}

CalendarResult conclude_calendar(const Calendar& calendar, const CalendarTally& counted,
                                 std::int64_t n, double level) {
  CalendarResult result;
  if (calendar.deadline) result.deadline = date_of(*calendar.deadline);
  for (std::size_t k = 0; k < calendar.days.size(); ++k) {
    result.days.push_back(
        {date_of(calendar.days[k].day), static_cast<int>(calendar.days[k].units.size()),
         chance_of(counted.dead_before[k], n, level), chance_of(counted.safe_before[k], n, level)});
  }
  for (std::size_t u = 0; calendar.has_absences() && u < calendar.delay.size(); ++u) {
    if (calendar.delay[u] >= 0)
      result.missed.emplace_back(static_cast<int>(u), chance_of(counted.missed[u], n, level));
  }
  return result;
}

}  // namespace

double Summary::quantile(double level) const {
  for (const auto& [listed, value] : quantiles) {
    if (listed == level) return value;
  }
  return mean;
}

const MeasureResult* Result::measure(const std::string& name) const {
  for (const MeasureResult& measure : measures) {
    if (measure.name == name) return &measure;
  }
  return nullptr;
}

Result conclude(const Model& model, const Plan& plan, const Tally& tally) {
  const std::int64_t n = tally.votes[0] + tally.votes[1];
  Result result;
  result.title = model.title;
  result.plan = plan;
  result.members = model.members;
  result.each_union = model.rule.each_union;
  result.ratified = chance_of(tally.votes[1], n, plan.level);
  result.rejected_despite_majority =
      static_cast<double>(tally.rejected_despite_majority) / static_cast<double>(n);
  result.ratified_without_majority =
      static_cast<double>(tally.ratified_without_majority) / static_cast<double>(n);
  conclude_rule(model, tally, plan.level, result);
  conclude_rounds(model, tally, plan.level, result);
  conclude_settled(model, tally, plan.level, result);

  const std::vector<Measure> measures = measures_of(model);
  for (std::size_t m = 0; m < measures.size(); ++m) {
    const Distribution& counted = tally.measures[m];
    const double scale = measures[m].scale;
    result.measures.push_back({measures[m].name, measures[m].unit, result.estimator,
                               summarise(counted, scale),
                               summarise(counted.moments[1], counted.histogram[1], scale),
                               summarise(counted.moments[0], counted.histogram[0], scale)});
  }
  for (std::size_t u = 0; u < model.unions.size(); ++u) {
    result.unions.push_back(conclude_union(model, u, tally, plan.level));
  }
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    result.units.push_back(conclude_unit(model, u, tally, plan.level));
  }
  if (model.calendar)
    result.calendar = conclude_calendar(*model.calendar, tally.calendar, n, plan.level);
  conclude_influences(model, tally, result);
  if (model.layoffs) {
    result.threat =
        expected_value(model.inputs[static_cast<std::size_t>(model.layoffs->threat)].source);
  }
  if (model.savings) result.savings_target = model.savings->target;
  result.pay_years = model.pay_years;
  return result;
}

}  // namespace ayes
