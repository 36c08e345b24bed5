// `ayes explain`: simulates votes and finds out who and what decides them.
#pragma once

#include "sim/explain/explanation.h"
#include "sim/run.h"

namespace ayes {

// Explains a model by votes of the plan: plan.replications of them for chances, up to 65,536 of
// these for whose vote decides, an eighth (1,024 to 65,536) for each end of each bar of the tornado
// and for each evaluation of the variance shares. The bytes don't depend on the execution.
Explanation explain(const Model& model, const Plan& plan, const Execution& execution);

}  // namespace ayes
