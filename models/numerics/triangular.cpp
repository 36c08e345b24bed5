#include "models/numerics/triangular.h"

#include "models/numerics/elementary.h"

#include <cassert>

namespace ayes::numerics {

double triangular_quantile_at_z(double z, double low, double mode, double high) {
  assert(low <= mode && mode <= high && low < high);
  const double width = high - low;
  const double below = normal_cdf(z);
  if (below * width < mode - low) return low + __builtin_sqrt(below * width * (mode - low));
  return high - __builtin_sqrt(normal_cdf(-z) * width * (high - mode));
}

}  // namespace ayes::numerics
