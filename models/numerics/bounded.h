// Laws between two ends, for an uncertain value of which the ends are known, and perhaps the
// likeliest value. Their quantiles have a closed form.
#pragma once

#include "models/numerics/tails.h"

namespace ayes::numerics {

struct Uniform {  // low < high
  double low, high;
  bool operator==(const Uniform&) const = default;
};

struct Triangular {  // low <= mode <= high, low < high
  double low, mode, high;
  bool operator==(const Triangular&) const = default;
};

// How far a value lies above the low end and below the high one. Neither is lost where the other
// is tiny.
struct FromEnds {
  double low, high;
};

// Finds the value that is stayed below with chance.lower and passed with chance.upper, which sum to
// 1. Both distances have a relative error of a few units in the last place.
FromEnds from_ends(const Uniform& law, const Tails& chance);
FromEnds from_ends(const Triangular& law, const Tails& chance);

// Returns the chances below and above z of a standard normal.
Tails normal_tails(double z);

// Computes the value that is stayed below with chance Phi(z). Within 4 units in the last place of
// the larger end, nearer where the tail is thin.
template <typename Law>
double value_of(const Law& law, const FromEnds& at) {
  return at.low <= at.high ? law.low + at.low : law.high - at.high;
}
double quantile_at_z(const Uniform& law, double z);
double quantile_at_z(const Triangular& law, double z);

}  // namespace ayes::numerics
