// What a run found, in a person's quantities: chances, means, quantiles, each with its error.
#pragma once

#include "models/scenario/date.h"
#include "sim/chance.h"
#include "sim/intervals.h"
#include "sim/plan.h"
#include "sim/update_result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ayes {

// How a quantity fell out over some of the replications.
struct Summary {
  std::int64_t replications = 0;  // those that have the quantity
  double mean = 0, se = 0, sd = 0;
  std::vector<std::pair<double, double>> quantiles;  // level, value
  std::vector<double> quantile_errors;               // of each, where the estimator gives them
  std::vector<double> edges;                         // of the histogram, at most 40 bins
  std::vector<std::int64_t> counts;
  double quantile(double level) const;  // one of the listed levels
};

struct MeasureResult {
  // By what the mean, its error and the standard deviation over all votes were estimated.
  std::string name, unit, estimator;
  Summary all, if_ratified, if_rejected;
  std::vector<Mean> chances = {};  // of 0, 1, ..., where the estimator gives them
};

struct ConditionResult {
  std::string name;
  Chance met;
  Mean margin;          // above the bound; bodies, or a share
  Chance failed_alone;  // of all votes
};

struct UnionResult {
  std::string name;
  std::int64_t members = 0;
  std::vector<int> units;
  Chance yes;
  Summary share;                           // yes among its ballots
  Chance ratified_if_yes, ratified_if_no;  // 0 of nothing when it never said so
  Mean gain;  // in P(ratified), if 5 points of its ballots turned from no to yes
};

// A unit's prospects on one side of its own decision, over all votes and over ratified ones.
struct Prospect {
  Mean pay, layoffs, pay_if_ratified, layoffs_if_ratified;
};

struct UnitResult {
  std::string name, full_name;
  int union_index = 0;
  std::int64_t members = 0, employees = 0;
  std::string ballot;  // separate, bundled, package-only; outside
  Chance package_yes;
  Summary package_share;
  Chance ratified_if_yes, ratified_if_no;
  std::optional<Chance> contract_yes;
  std::optional<Summary> contract_share;
  Chance protected_from_layoff;
  std::optional<Mean> notices, separated, recalled, layoffs, layoffs_if_ratified,
      layoffs_if_rejected;
  std::optional<Mean> pay;
  std::optional<Prospect> take_part, stay_out;  // when its contract decision is its own
  Mean gain;
};

// A day on which units are counted, and how often the package's fate was known on its morning.
struct CountingDayResult {
  Date date;
  int units = 0;  // counted on it, unless delayed
  Chance dead, safe;
};

struct CalendarResult {
  std::optional<Date> deadline;
  std::vector<CountingDayResult> days;
  std::vector<std::pair<int, Chance>>
      missed;  // units that may miss the close, and how often they do
};

// One vote of the process. Chances are of all replications, that of `ratified` of those in which
// the vote was held; means are over those in which it was the last one held.
struct RoundResult {
  std::string name;
  std::optional<Date> date;
  Chance reached, ratified, last;
  std::optional<Mean> notices, separated, recalled, rescinded;
};

// What others make of the result in the end: chances of all replications.
struct SettledResult {
  Chance in_force;                                        // of the package, for all units
  std::optional<Chance> refused_by_legislature, imposed;  // where the scenario has them
};

// A set of conditions that failed together, and how often among rejected votes.
struct Failure {
  std::vector<int> conditions;
  double share = 0;
};

// How strongly a source of chance goes with ratification: its correlation with the result.
struct Influence {
  std::string name;       // path of an input; "swing"; "union NAME"
  bool estimate = false;  // an uncertain input, not the chance of the vote
  double correlation = 0;
};

// What became of the precision that was wanted. Amounts are in the measure's own unit.
struct PrecisionResult {
  std::string measure, unit;  // "ratified" has the unit "chance"
  double wanted = 0, half_width = 0;
  bool reached = false;
  Bounds interval;            // valid however often one looks
  std::string interval_kind;  // likelihood ratio, empirical Bernstein, asymptotic
  int looks = 0;              // the last of them ended the run
};

struct Result {
  std::string title;
  Plan plan;
  std::string method = "sample";     // of the plan
  std::string estimator = "sample";  // of P(ratified) and of each union's chance to say yes
  int drawn_unions = 0;              // to the conditional estimator: those whose ballots are drawn
  std::int64_t members = 0;
  bool each_union = false;
  std::optional<PrecisionResult> precision;
  Chance ratified;                       // at the first vote
  std::vector<RoundResult> rounds;       // all votes, where there are later ones
  std::optional<Chance> ratified_ever;   // ratified in the end, at whichever vote
  std::optional<SettledResult> settled;  // where there is a legislature or an imposition
  std::optional<Bounds> over_estimates;  // 8 in 10 of P(ratified) over the uncertain inputs
  double rejected_despite_majority = 0, ratified_without_majority = 0;  // shares of all votes
  std::vector<ConditionResult> conditions;
  std::vector<Failure> failures;  // most frequent first
  std::vector<MeasureResult> measures;
  std::vector<UnionResult> unions;
  std::vector<UnitResult> units;
  std::optional<CalendarResult> calendar;
  std::vector<Influence> influences;  // strongest first
  int inputs = 0, estimates = 0;      // numbers of the scenario; uncertain ones among them
  std::optional<double> threat;       // jobs, if the scenario threatens; its mean
  std::optional<double> savings_target;
  int pay_years = 0;
  std::optional<UpdateResult> update;  // where votes were conditioned on what is known of them

  const MeasureResult* measure(const std::string& name) const;  // null if it has none
};

}  // namespace ayes
