// The binomial law: how many of `trials` ballots are yes when each is with the same chance. At most
// 1e6 trials; `chance` in [0, 1].
#pragma once

#include "models/numerics/tails.h"

#include <cstdint>

namespace ayes::numerics {

// Computes the chance of exactly `successes`, 0 outside 0 ... trials, by Loader's saddle-point form
// (2000). Relative error, in units of 2^-53, at most 16 + 4 |log mass| + 4 |successes - trials
// chance|.
double binomial_mass(std::int64_t successes, std::int64_t trials, double chance);

// Computes the chances of at most `successes` and of more. Accuracy: that of incomplete_beta.
Tails binomial_tails(std::int64_t successes, std::int64_t trials, double chance);

// Computes the chance of at most `successes`.
double binomial_cdf(std::int64_t successes, std::int64_t trials, double chance);

// Computes the chance of at least `successes`.
double binomial_at_least(std::int64_t successes, std::int64_t trials, double chance);

}  // namespace ayes::numerics
