// Whole numbers on the command line: 1000000, 1_000_000 and 1e6 are the same.
#pragma once

#include <cstdint>
#include <string>

namespace ayes {

// Returns the number `text` states for `option`; throws UsageError, saying why, when it is no whole
// number from `least` to `greatest`.
std::uint64_t count_argument(const std::string& option, const std::string& text,
                             std::uint64_t least, std::uint64_t greatest);

}  // namespace ayes
