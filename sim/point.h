// One point of a sweep: what a model's P(ratified) and measures come to, with what it takes to
// compare it with other points on the same draws.
#pragma once

#include "sim/conditional/conditional.h"
#include "sim/estimate.h"
#include "sim/point_tally.h"
#include "sim/run.h"

#include <functional>
#include <optional>
#include <vector>

namespace ayes {

// Which quantities a point is asked for; P(ratified) alone may need no simulated vote.
enum class Wanted { ratified, all };

// Counts the votes of a range of replications.
PointTally count_point(const Model& model, const Plan& plan, Range range, Wanted wanted,
                       const Execution& execution);

// Works out P(ratified), then the measures of the model in the order of measures_of() if they were
// counted: the same numbers as run() with the same plan. Throws ScenarioError when the plan's
// method doesn't apply.
std::vector<Estimate> estimate_point(const Model& model, const Plan& plan, Wanted wanted,
                                     const Execution& execution);

// What the votes of a point have come to so far.
struct PointProgress {
  std::int64_t votes = 0;           // the first of the plan, which are counted
  PointTally tally = PointTally();  // of none before any is
};

// The same, going on from votes that were counted; `rest` is called now and then in between.
std::vector<Estimate> estimate_point(const Model& model, const Plan& plan, Wanted wanted,
                                     const Execution& execution, PointProgress& progress,
                                     const std::function<void()>& rest);

// Returns the number of measures that a point's tally has.
std::size_t measures_counted(const Model& model, Wanted wanted);

// Returns how many votes are counted between two rests: enough that threads wait little.
std::int64_t votes_between_rests(const Execution& execution);

// Returns P(ratified) by the estimator that takes the place of counting, if one does, from the
// tally of all points.
std::optional<Estimate> refined_chance(const Model& model, const Plan& plan,
                                       const conditional::PointTally& points);

}  // namespace ayes
