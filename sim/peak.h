// Where a curve of estimates on common draws is highest, and how sure that is.
#pragma once

#include "sim/estimate.h"

#include <cstddef>
#include <vector>

namespace ayes {

struct Peak {
  std::size_t best = 0;  // the highest estimate; the first of equals
  // Points that cannot be told from the best: the truly highest of all is among them, with a chance
  // of at least the level, however the best was picked. Neighbours of the best that are among them,
  // and their neighbours, and so on, reach from `first` to `last`.
  std::vector<std::size_t> candidates;
  std::size_t first = 0, last = 0;
  bool inside = false;  // neither end of the curve is a candidate
  bool flat = false;    // every point is
};

// Finds the peak of three points or more, in the order of the curve. A point is a candidate unless
// it lies below some other by more than the paired error of their difference, at a level that
// allows for all comparisons (Bonferroni).
Peak find_peak(const std::vector<const Estimate*>& curve, double level);

}  // namespace ayes
