// Intervals for what a simulation estimates.
#pragma once

#include <cstdint>

namespace ayes {

struct Bounds {
  double low = 0, high = 1;
};

inline double half_width(const Bounds& bounds) { return (bounds.high - bounds.low) / 2; }

// Returns Wilson's score interval for a probability after `successes` in `trials` (1 or more), at a
// level such as 0.95 (Wilson 1927). It never leaves 0 to 1 and is never empty at 0 or at `trials`.
Bounds wilson(std::int64_t successes, std::int64_t trials, double level);

// The same of a share 0 to 1 that was estimated as if from so many trials, above 0.
Bounds wilson_of_share(double share, double trials, double level);

}  // namespace ayes
