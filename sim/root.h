// Where a curve of estimates on common draws meets a target.
#pragma once

#include "sim/estimate.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace ayes {

// The estimate at a value; the same at every call.
using EstimateAt = std::function<Estimate(double value)>;

struct RootSearch {
  double low = 0, high = 1;  // the range
  double target = 0;
  double level = 0.95;
  bool whole = false;  // values are whole numbers
  int scanned = 17;    // values looked at first, both ends among them; at least 3
};

struct Root {
  double value = 0;  // of whole numbers: the first that is past the target
  Estimate at;       // there
  // The values at which the target lies within the simulation error of the estimate, by the slope;
  // none where the slope cannot be told from 0.
  std::optional<Bounds> interval;
  Difference slope;  // per unit of value, taken on the same draws on both sides
  bool rising = false;
};

struct RootFindings {
  std::vector<double> values;  // scanned, ascending
  std::vector<Estimate> scan;
  std::vector<Root> roots;  // in order; those whose intervals overlap are one
  std::size_t nearest = 0;  // of the scan, to the target
  std::int64_t evaluations = 0;
};

// Scans the range, then closes in on every change of side (the method of Alefeld, Potra and Shi
// 1995) until what is left is a twentieth of the simulation error, or the value's own digits.
RootFindings find_roots(const RootSearch& search, const EstimateAt& estimate);

}  // namespace ayes
