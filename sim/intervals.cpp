#include "sim/intervals.h"

#include "models/numerics/elementary.h"

namespace ayes {

Bounds wilson(std::int64_t successes, std::int64_t trials, double level) {
  const auto n = static_cast<double>(trials);
  return wilson_of_share(static_cast<double>(successes) / n, n, level);
}

Bounds wilson_of_share(double p, double n, double level) {
  const double z = numerics::normal_quantile((1 + level) / 2);
  const double centre = p + z * z / (2 * n);
  const double half = z * __builtin_sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  Bounds bounds{(centre - half) / scale, (centre + half) / scale};
  if (p == 0 || bounds.low < 0) bounds.low = 0;
  if (p == 1 || bounds.high > 1) bounds.high = 1;
  return bounds;
}

}  // namespace ayes
