// Amounts and durations on the command line.
#pragma once

#include <string>

namespace ayes {

// Returns the number above 0 that `text` states for `option`: 0.005, 5e-3, 20_000; throws
// UsageError, saying why, when it states none.
double amount_argument(const std::string& option, const std::string& text);

// Returns the seconds that `text` states for `option`: 30s, 1.5m, 2h; throws UsageError, saying
// why, when it states none.
double duration_argument(const std::string& option, const std::string& text);

}  // namespace ayes
