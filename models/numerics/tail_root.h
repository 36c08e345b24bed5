// Finds where a distribution function takes a given value, far out in either tail.
#pragma once

#include "models/numerics/elementary.h"

namespace ayes::numerics {

// Approximates the normal quantile of a probability below 0.6 from its logarithm, to about 0.003: a
// start for a search (Abramowitz and Stegun 26.2.22).
inline double rough_normal_quantile(double log_probability) {
  const double t = __builtin_sqrt(-2.0 * log_probability);
  return (2.30753 + 0.27061 * t) / (1.0 + t * (0.99229 + 0.04481 * t)) - t;
}

// A tail probability at a point x > 0, and how fast its logarithm moves with log x (a rate, not 0).
struct LogTail {
  double log_probability;
  double rate;
};

// Finds the x in [1e-300, 1e300] at which the log of a tail probability, concave in log x, takes
// the value log_target, by Newton's method from start. A concave function lies below its tangents:
// after one step the search approaches the root from one side, so it cannot circle. Returns 0 or
// infinity where the root lies beyond the range. longest_step bounds one move of log x.
template <typename Tail>
double tail_root(const Tail& tail, double log_target, double log_start, double longest_step) {
  constexpr double kLogRange = 690.0;
  constexpr double kLast = 1e-8;   // a step squares the mismatch, so the next would be rounding
  constexpr int kMostSteps = 200;  // bounds the loop; about five are used
  if (log_start < -kLogRange) return 0.0;
  double x = exp(log_start);
  for (int step = 0; step < kMostSteps; ++step) {
    const LogTail at = tail(x);
    const double mismatch = log_target - at.log_probability;
    double move = mismatch / at.rate;
    if (move > longest_step) move = longest_step;
    if (move < -longest_step) move = -longest_step;
    x *= exp(move);
    if (x < 1e-300) return 0.0;
    if (x > 1e300) return 1.0 / 0.0;
    if (mismatch < kLast && mismatch > -kLast) break;
  }
  return x;
}

}  // namespace ayes::numerics
