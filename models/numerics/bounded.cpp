#include "models/numerics/bounded.h"

#include "models/numerics/elementary.h"

#include <cassert>

namespace ayes::numerics {

FromEnds from_ends(const Uniform& law, const Tails& chance) {
  const double width = law.high - law.low;
  return {width * chance.lower, width * chance.upper};
}

// With width w, rise d to the mode and fall h after it, the chance below x is (x - low)^2 / (w d)
// before the mode and the chance above it (high - x)^2 / (w h) after. The other distance is w minus
// the root, written as a fraction in which nothing cancels.
FromEnds from_ends(const Triangular& law, const Tails& chance) {
  const double width = law.high - law.low, rise = law.mode - law.low, fall = law.high - law.mode;
  const bool before_mode =
      chance.lower < chance.upper ? chance.lower * width < rise : chance.upper * width > fall;
  if (before_mode) {
    const double root = __builtin_sqrt(chance.lower * width * rise);
    return {root, width * (fall + chance.upper * rise) / (width + root)};
  }
  const double root = __builtin_sqrt(chance.upper * width * fall);
  return {width * (rise + chance.lower * fall) / (width + root), root};
}

Tails normal_tails(double z) {
  const double outer = normal_cdf(z < 0.0 ? z : -z);
  return z < 0.0 ? Tails{outer, 1.0 - outer} : Tails{1.0 - outer, outer};
}

double quantile_at_z(const Uniform& law, double z) {
  assert(law.low <= law.high);
  return value_of(law, from_ends(law, normal_tails(z)));
}

double quantile_at_z(const Triangular& law, double z) {
  assert(law.low <= law.mode && law.mode <= law.high && law.low < law.high);
  return value_of(law, from_ends(law, normal_tails(z)));
}

}  // namespace ayes::numerics
