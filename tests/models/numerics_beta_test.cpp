#include "models/numerics/beta.h"
#include "tests/models/fifty_digits.h"

#include <boost/math/special_functions/beta.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace ayes;

namespace {

constexpr double kShapes[] = {0.01, 0.3, 1.0, 2.5, 40.0, 1e3, 2.9e4, 3.1e4, 1e7};

// The accuracy that beta.h states for the smaller tail, in units of 2^-53.
double stated(double a, double b, double x, double tail) {
  const double slope =
      boost::math::ibeta_derivative(a, b, x) * x * (1.0 - x) / tail;  // in log(x / (1 - x))
  return (a < 1.0 || b < 1.0 ? 1024.0 : 48.0) + 4.0 * std::fabs(std::log(tail)) + 4.0 * slope;
}

}  // namespace

TEST_CASE("both tails of the Beta law are as accurate as stated, wherever a uniform number leads") {
  for (const double a : kShapes) {
    for (const double b : kShapes) {
      double worst_cdf = 0.0;
      double worst_inverse = 0.0;
      for (double z = -8.3; z < 8.4; z += 1.66) {
        const double x = numerics::beta_quantile_at_z(z, a, b);
        if (x < 1e-290 || x > 1.0 - 0x1p-50) continue;  // at an end of the scale
        const numerics::Tails tails = numerics::incomplete_beta(a, b, x, 1.0 - x);
        const Fifty lower = boost::math::ibeta(Fifty(a), Fifty(b), Fifty(x));
        const Fifty upper = boost::math::ibetac(Fifty(a), Fifty(b), Fifty(x));
        const bool low = lower < upper;
        const Fifty& smaller = low ? lower : upper;
        const double bound = stated(a, b, x, static_cast<double>(smaller));
        worst_cdf =
            std::max(worst_cdf, units_off(low ? tails.lower : tails.upper, smaller) / bound);

        // The tail at the inverse; x itself was rounded, which in the log odds is up to 1 / (1 -
        // x).
        const Fifty& wanted_side = z <= 0.0 ? lower : upper;
        const double tail = static_cast<double>(wanted_side);
        const double slope = boost::math::ibeta_derivative(a, b, x) * x * (1.0 - x) / tail;
        const double room = 2.0 * stated(a, b, x, tail) + slope / (1.0 - x);
        const double off = units_off(tail, fifty_normal_cdf(-std::fabs(z)));
        worst_inverse = std::max(worst_inverse, off / room);
      }
      CAPTURE(a);
      CAPTURE(b);
      CHECK(worst_cdf <= 1.0);
      CHECK(worst_inverse <= 1.0);
    }
  }
}

TEST_CASE("a Beta law with one shape 1 has its closed form") {
  for (const double a : {0.5, 1.0, 3.0, 50.0}) {
    for (const double u : {1e-12, 0.1, 0.5, 0.9}) {
      // I_x(a, 1) = x^a, and u = x^a gives x an error of 1 / a times that of u.
      const Fifty x = pow(Fifty(u), 1 / Fifty(a));
      const double room = 2.0 * (1024.0 + 4.0 * std::fabs(std::log(u)) + 8.0 * a / (1.0 - u)) / a;
      CHECK(units_off(numerics::beta_quantile(u, a, 1.0), x) <= room);
    }
  }
}

TEST_CASE("swapping the shapes turns the Beta law round") {
  for (const double z : {-6.0, -1.0, -0.25, 0.0, 0.5, 2.0}) {
    const double x = numerics::beta_quantile_at_z(z, 3.5, 8.0);
    CHECK(std::fabs(1.0 - x - numerics::beta_quantile_at_z(-z, 8.0, 3.5)) <= 2.0 * kUnit);
  }
}

TEST_CASE("the quantile rises from 0 to 1") {
  for (const double a : {0.05, 1.0, 30.0}) {
    double before = numerics::beta_quantile(0.0, a, 2.0);
    CHECK(before == 0.0);
    for (double u = 0.001; u < 1.0; u += 0.001) {
      const double x = numerics::beta_quantile(u, a, 2.0);
      CHECK(x >= before);
      before = x;
    }
    CHECK(numerics::beta_quantile(1.0, a, 2.0) == 1.0);
    CHECK(numerics::beta_quantile_at_z(-std::numeric_limits<double>::infinity(), a, 2.0) == 0.0);
    CHECK(numerics::beta_quantile_at_z(std::numeric_limits<double>::infinity(), a, 2.0) == 1.0);
  }
}

TEST_CASE("no share is below 0 or above 1") {
  CHECK(numerics::beta_cdf(0.0, 2.0, 3.0) == 0.0);
  CHECK(numerics::beta_cdf(1.0, 2.0, 3.0) == 1.0);
  CHECK(numerics::beta_cdf(0.0, 5e4, 5e4) == 0.0);
  CHECK(numerics::beta_cdf(1.0, 5e4, 5e4) == 1.0);
}
