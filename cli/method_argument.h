// The method of estimation as a person names it, and whether a scenario can be treated by it.
#pragma once

#include "cli/load.h"
#include "sim/plan.h"

#include <cstdint>
#include <string>

namespace ayes {

// Reads --method; throws UsageError when there is no such method.
Method method_argument(const std::string& text);

// Reads --points, 16 times a power of two; throws UsageError otherwise.
std::int64_t points_argument(const std::string& text);

// Throws ScenarioError, placed in the scenario's files, when the method doesn't apply to it.
void check_method(Method method, const Loaded& scenario);

}  // namespace ayes
