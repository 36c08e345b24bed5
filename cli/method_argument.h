// The method of estimation as a person names it.
#pragma once

#include "sim/plan.h"

#include <cstdint>
#include <string>

namespace ayes {

// Reads --method; throws UsageError when there is no such method.
Method method_argument(const std::string& text);

// Reads --points, 16 times a power of two; throws UsageError otherwise.
std::int64_t points_argument(const std::string& text);

}  // namespace ayes
