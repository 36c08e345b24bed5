// What a scenario states that is allowed, and yet can hardly be meant: a threshold nobody can
// reach, a group that no rule counts, a spread given in points. Such things run; a person should
// look at them.
#pragma once

#include "models/mistake.h"
#include "models/model.h"
#include "models/scenario/scenario.h"

#include <vector>

namespace ayes {

// Returns the warnings, each with the path of what it is about; places are for `locate` to fill in.
// The model is the scenario's, compiled. What is warned of is certain (no outcome of the vote
// reaches that threshold) or beyond any agreement known (a spread of 2 on the probit scale).
std::vector<Mistake> warnings_of(const Scenario& scenario, const Model& model);

}  // namespace ayes
