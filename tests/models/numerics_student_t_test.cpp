#include "models/numerics/student_t.h"
#include "tests/models/fifty_digits.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace ayes;

namespace {

// The relative error of t, in units of 2^-53, from that of the chance inside (-t, t) or beyond,
// which is the smaller: divided by the slope of its log in log t.
double units_off_t(double t, double degrees, const Fifty& inside, const Fifty& outside) {
  const Fifty n(degrees);
  const Fifty odds = Fifty(t) * Fifty(t) / n;
  const Fifty x = odds / (1 + odds);
  const Fifty half(0.5);
  const Fifty density =  // of log |t|
      2 * pow(x, half) * pow(1 - x, n / 2) / boost::math::beta(half, n / 2);
  const Fifty miss = inside < outside ? boost::math::ibeta(half, n / 2, x) - inside
                                      : outside - boost::math::ibetac(half, n / 2, x);
  return static_cast<double>(abs(miss / density)) / kUnit;
}

}  // namespace

TEST_CASE("Student's quantile is right to 3e-14 in both tails and next to 0") {
  for (const double degrees : {1.0, 2.01, 3.0, 7.5, 30.0, 1e3, 9.9e4, 1.01e5, 1e7}) {
    double worst = 0.0;
    for (const double z : {1e-9, 1e-3, 0.1, 0.5, 0.67, 0.68, 1.0, 2.0, 3.7, 5.0, 7.0, 8.3}) {
      const double t = numerics::student_t_quantile_at_z(z, degrees);
      const Fifty outside = 2 * fifty_normal_cdf(-z);
      worst = std::max(worst, units_off_t(t, degrees, erf(Fifty(z) / sqrt(Fifty(2))), outside));
      CHECK(numerics::student_t_quantile_at_z(-z, degrees) == -t);
    }
    CAPTURE(degrees);
    CHECK(worst * kUnit <= 3e-14);
  }
}

TEST_CASE("Student's quantile by a uniform number is right to 3e-14") {
  for (const double degrees : {2.01, 4.0, 200.0}) {
    double worst = 0.0;
    for (const double u : {1e-15, 1e-6, 0.1, 0.26, 0.4999, 0.5000001, 0.7, 0.8, 0.999}) {
      const double t = numerics::student_t_quantile(u, degrees);
      const Fifty outside = u < 0.5 ? 2 * Fifty(u) : 2 * (1 - Fifty(u));
      worst = std::max(worst, units_off_t(t, degrees, 1 - outside, outside));
      CHECK((t < 0.0) == (u < 0.5));
    }
    CHECK(worst * kUnit <= 3e-14);
  }
}

TEST_CASE("Student's law with 1 degree of freedom is Cauchy's, with 2 algebraic") {
  for (const double u : {0.001, 0.2, 0.5, 0.75, 0.999}) {
    const double pi = std::acos(-1.0);
    CHECK(numerics::student_t_quantile(u, 1.0) ==
          doctest::Approx(std::tan(pi * (u - 0.5))).epsilon(1e-12));
    CHECK(numerics::student_t_quantile(u, 2.0) ==
          doctest::Approx((2.0 * u - 1.0) / std::sqrt(2.0 * u * (1.0 - u))).epsilon(3e-14));
  }
}

TEST_CASE("Student's law with infinite degrees of freedom is the normal law") {
  for (double z = -8.0; z <= 8.0; z += 0.5) {
    CHECK(numerics::student_t_quantile_at_z(z, std::numeric_limits<double>::infinity()) == z);
  }
}

TEST_CASE("Student's quantile rises in z and its distribution function turns it round") {
  for (const double degrees : {2.1, 5.0, 60.0}) {
    double before = -std::numeric_limits<double>::infinity();
    for (double z = -8.3; z <= 8.3; z += 0.05) {
      const double t = numerics::student_t_quantile_at_z(z, degrees);
      CHECK(t > before);
      before = t;
      const double u = static_cast<double>(fifty_normal_cdf(-std::fabs(z)));
      const double tail = numerics::student_t_cdf(-std::fabs(t), degrees);
      CHECK(std::fabs(tail / u - 1.0) <= 3.0 * kUnit * (1024.0 + 4.0 * 38.0 + 4.0 * degrees * 9.0));
    }
  }
}
