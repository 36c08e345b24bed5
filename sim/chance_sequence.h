// An interval for a chance that stays valid however often one looks, tuned to the precision wanted.
//
// A value p is tested against p + d by the likelihood ratio of the votes so far. If p is the truth,
// the ratio is a martingale of mean 1, so it ever reaches 2/α with a chance of at most α/2 (Ville
// 1939); likewise against p - d. The interval holds the values that neither side refuses; its
// chance of ever missing the truth, at any look, is at most α, with no approximation. With d = X it
// has the half-width X after about 2 log(2/α) p(1-p) / X² votes, 1.92 times as many as a fixed-size
// interval at 95%. (d is mixed over steps_aside.)
#pragma once

#include "sim/intervals.h"

#include <cstdint>

namespace ayes {

// Returns the interval after `successes` in `trials` (1 or more) for a run that wants `half_width`
// (above 0, below 1), at a level such as 0.95. It holds the frequency seen, and lies in 0 to 1.
Bounds chance_under_looking(std::int64_t successes, std::int64_t trials, double level,
                            double half_width);

}  // namespace ayes
