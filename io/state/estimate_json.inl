// Estimates in a state: every number comes back to the last bit, what is no number included.
#pragma once

#include "io/state/state_json.inl"
#include "sim/estimate.h"

#include <vector>

namespace ayes::state {

Json write_estimates(const std::vector<Estimate>& estimates);

// Throws Unsound.
std::vector<Estimate> read_estimates(const Json& json);

}  // namespace ayes::state
