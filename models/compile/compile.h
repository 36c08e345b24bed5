// From a scenario in a person's words to a Model: every name resolved, every number a column, every
// contradiction found.
#pragma once

#include "models/mistake.h"
#include "models/model.h"
#include "models/scenario/scenario.h"

namespace ayes {

// Compiles a scenario. Throws ScenarioError with all mistakes it finds.
Model compile(const Scenario& scenario);

}  // namespace ayes
