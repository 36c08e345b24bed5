// How far each uncertain estimate alone moves P(ratified).
#pragma once

#include "sim/explain/explanation.h"
#include "sim/run.h"

namespace ayes {

// Simulates replications 0 to `votes` - 1 as drawn, and again with each uncertain input at its 10%
// and its 90% point, everything else as it was drawn.
Tornado tornado(const Model& model, const Plan& plan, std::int64_t votes,
                const Execution& execution);

}  // namespace ayes
