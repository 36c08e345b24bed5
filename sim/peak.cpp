#include "sim/peak.h"

namespace ayes {

Peak find_peak(const std::vector<const Estimate*>& curve, double level) {
  Peak peak;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    if (curve[i]->mean > curve[peak.best]->mean) peak.best = i;
  }
  // The highest point is lost only if one of the n - 1 others is found above it.
  const auto others = static_cast<double>(curve.size() - 1);
  const double each = 1 - 2 * (1 - level) / others;  // one-sided, each at (1 - level) / others
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (i == peak.best || difference(*curve[i], *curve[peak.best], each).interval.low <= 0) {
      peak.candidates.push_back(i);
    }
  }
  const auto is_candidate = [&](std::size_t i) {
    for (std::size_t each_one : peak.candidates) {
      if (each_one == i) return true;
    }
    return false;
  };
  peak.first = peak.last = peak.best;
  while (peak.first > 0 && is_candidate(peak.first - 1)) --peak.first;
  while (peak.last + 1 < curve.size() && is_candidate(peak.last + 1)) ++peak.last;
  peak.inside = !is_candidate(0) && !is_candidate(curve.size() - 1);
  peak.flat = peak.candidates.size() == curve.size();
  return peak;
}

}  // namespace ayes
