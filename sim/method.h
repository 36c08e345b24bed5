// Which estimator gives P(ratified), and how its findings join those of the simulated votes.
#pragma once

#include "models/mistake.h"
#include "models/model.h"
#include "sim/conditional/conditional.h"
#include "sim/plan.h"
#include "sim/result.h"
#include "sim/run.h"

#include <optional>
#include <string>
#include <string_view>

namespace ayes {

// Returns the method's name: auto, sample, conditional, exact.
std::string_view name_of(Method method);

// Says why a method doesn't apply to a model; none when it does. `automatic` and `sample` always
// do.
std::optional<Mistake> why_not(const Model& model, Method method);

// Returns by what P(ratified) of a model will be worked out beside the simulated votes: `exact`,
// `conditional`, or `sample` when by nothing. Throws ScenarioError when the method doesn't apply.
Method worked_out_by(const Model& model, Method method);

// What an estimator other than counting votes found, and its name.
struct Refined {
  conditional::Findings findings;
  std::string estimator;  // conditional or exact
};

// Works out what the plan's method finds, if it takes the place of counting: `automatic` takes the
// exact answer if there is one, the conditional estimate if it applies and its standard error is
// the smaller. Throws ScenarioError when the method doesn't apply.
std::optional<Refined> refined(const Model& model, const Plan& plan, const Execution& execution);

// Does so with the tally of all points, which is read if the model is worked out by them.
std::optional<Refined> refined(const Model& model, const Plan& plan,
                               const conditional::PointTally& points);

// Puts what the plan's method finds in place of what was counted in the simulated votes:
// P(ratified), the unions' chances, the numbers of unions and of their members that say yes.
void refine(const Model& model, const Plan& plan, const Execution& execution, Result& result);

// Does so with the tally of all points, which is read if the model is worked out by them.
void refine(const Model& model, const Plan& plan, const conditional::PointTally& points,
            Result& result);

}  // namespace ayes
