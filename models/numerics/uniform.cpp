#include "models/numerics/uniform.h"

#include "models/numerics/elementary.h"

#include <cassert>

namespace ayes::numerics {

double uniform_quantile_at_z(double z, double low, double high) {
  assert(low <= high);
  if (z < 0.0) return low + (high - low) * normal_cdf(z);
  return high - (high - low) * normal_cdf(-z);
}

}  // namespace ayes::numerics
