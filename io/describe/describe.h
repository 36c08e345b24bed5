// A scenario in plain words: who votes on what, by which rule, and what follows, with every default
// filled in and every uncertain number with its law.
#pragma once

#include "io/result/page.h"
#include "models/model.h"
#include "models/scenario/scenario.h"
#include "sim/plan.h"
#include "sim/result.h"

#include <string>

namespace ayes {

// The simulated votes that the means in a description are taken over.
inline constexpr Plan described_votes{.seed = 1, .replications = 16'384};

// Returns the scenario in words. `result` holds the means of described_votes.
std::string describe(const Scenario& scenario, const Model& model, const Result& result,
                     const Page& page = {});

// Returns the same without the tables at its end, which list every number and every default.
std::string describe_in_prose(const Scenario& scenario, const Model& model, const Result& result,
                              const Page& page = {});

}  // namespace ayes
