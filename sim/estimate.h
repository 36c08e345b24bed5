// An estimate that can be compared with another on the same draws: beside its value it keeps those
// of parts of its draws, whose differences show the error of the difference.
#pragma once

#include "sim/intervals.h"
#include "sim/plan.h"

#include <string>
#include <vector>

namespace ayes {

struct Estimate {
  std::string name, unit;  // "ratified" has the unit "chance"
  std::string estimator;   // sample, conditional, exact
  double mean = 0, se = 0;
  Bounds interval;
  // Means of independent parts of the draws, and the share of the draws in each: 64 parts of the
  // votes, or the scrambles of the conditional estimator. Empty when exact.
  std::vector<double> parts, weights;
  double bias = 0;  // by which all parts may be off alike, at most: the error of tables
};

// The difference of two estimates; `paired` when it was taken part by part.
struct Difference {
  double value = 0, se = 0;
  Bounds interval;  // Student's t over the parts; normal when not paired
  bool paired = false;
};

// Returns second - first with an interval at a level such as 0.95. Both are of the same plan: parts
// of the same number and weight are parts of the same draws.
Difference difference(const Estimate& first, const Estimate& second, double level);

// Returns the value that a t with n - 1 degrees of freedom exceeds in absolute value with chance
// 1 - level.
double t_bound(std::size_t parts, double level);

}  // namespace ayes
