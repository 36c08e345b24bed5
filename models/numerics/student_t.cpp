#include "models/numerics/student_t.h"

#include "models/numerics/beta.h"
#include "models/numerics/elementary.h"

#include <cassert>

namespace ayes::numerics {
namespace {

// From here on the expansion about the normal law is used.
constexpr double kNearlyNormal = 1e5;

// Abramowitz and Stegun 26.7.5.
double expand(double z, double degrees_of_freedom) {
  const double y = z * z;
  const double g1 = (y + 1.0) / 4.0;
  const double g2 = ((5.0 * y + 16.0) * y + 3.0) / 96.0;
  const double g3 = (((3.0 * y + 19.0) * y + 17.0) * y - 15.0) / 384.0;
  const double g4 = ((((79.0 * y + 776.0) * y + 1482.0) * y - 1920.0) * y - 945.0) / 92160.0;
  const double r = 1.0 / degrees_of_freedom;
  return z + z * r * (g1 + r * (g2 + r * (g3 + r * g4)));
}

// Computes P(|Z| < z) of a standard normal Z for 0 <= z <= 0.7 by the series of its density, to
// full relative accuracy also where z is tiny.
double central_normal(double z) {
  constexpr double kRootTwoOverPi = 0x1.9884533d43651p-1;
  const double y = -0.5 * z * z;
  double power = 1.0;
  double sum = 1.0;
  for (int k = 1; k <= 14; ++k) {
    power *= y / k;
    sum += power / (2 * k + 1);
  }
  return kRootTwoOverPi * z * sum;
}

// Finds |t| from P(|T| < |t|) when it is below 0.5, and from the chance beyond |t| otherwise. The
// odds t^2 / degrees_of_freedom have a Beta(1/2, degrees_of_freedom / 2) law.
double size_from_inside(double inside, double degrees_of_freedom) {
  return __builtin_sqrt(degrees_of_freedom * beta_odds(log(inside), 0.5, 0.5 * degrees_of_freedom));
}
double size_from_outside(double outside, double degrees_of_freedom) {
  return __builtin_sqrt(degrees_of_freedom /
                        beta_odds(log(outside), 0.5 * degrees_of_freedom, 0.5));
}

}  // namespace

double student_t_quantile(double u, double degrees_of_freedom) {
  assert(u > 0.0 && u < 1.0 && degrees_of_freedom >= 1.0);
  if (degrees_of_freedom >= kNearlyNormal) return expand(normal_quantile(u), degrees_of_freedom);
  const double outside = u < 0.5 ? 2.0 * u : 2.0 * (1.0 - u);
  const double size = outside > 0.5 ? size_from_inside(1.0 - outside, degrees_of_freedom)
                                    : size_from_outside(outside, degrees_of_freedom);
  return u < 0.5 ? -size : size;
}

double student_t_quantile_at_z(double z, double degrees_of_freedom) {
  assert(degrees_of_freedom >= 1.0);
  if (degrees_of_freedom >= kNearlyNormal) return expand(z, degrees_of_freedom);
  const double distance = z < 0.0 ? -z : z;
  const double size = distance < 0.6744
                          ? size_from_inside(central_normal(distance), degrees_of_freedom)
                          : size_from_outside(2.0 * normal_cdf(-distance), degrees_of_freedom);
  return z < 0.0 ? -size : size;
}

double student_t_cdf(double t, double degrees_of_freedom) {
  assert(degrees_of_freedom >= 1.0);
  const double sum = degrees_of_freedom + t * t;
  const Tails size =
      incomplete_beta(0.5, 0.5 * degrees_of_freedom, t * t / sum, degrees_of_freedom / sum);
  return t < 0.0 ? 0.5 * size.upper : 0.5 + 0.5 * size.lower;
}

}  // namespace ayes::numerics
