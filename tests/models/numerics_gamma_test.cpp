#include "models/numerics/chi_squared.h"
#include "models/numerics/gamma.h"
#include "tests/models/fifty_digits.h"

#include <boost/math/special_functions/gamma.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace ayes;

namespace {

// The accuracy that gamma.h states for the smaller tail, in units of 2^-53.
double stated(double shape, double x, double tail) {
  const double slope = boost::math::gamma_p_derivative(shape, x) * x / tail;  // in log x
  return (shape < 1.0 ? 1024.0 : 48.0) + 4.0 * std::fabs(std::log(tail)) + 4.0 * slope;
}

}  // namespace

TEST_CASE(
    "both tails of the gamma law are as accurate as stated, wherever a uniform number leads") {
  for (const double shape : {0.01, 0.1, 0.7, 1.0, 1.5, 4.0, 60.0, 2e3, 2.9e4, 3.1e4, 1e6, 1e7}) {
    double worst_cdf = 0.0;
    double worst_inverse = 0.0;
    for (double z = -8.3; z < 8.4; z += 1.66) {
      const double x = numerics::gamma_quantile_at_z(z, shape);
      if (x < 1e-290) continue;
      const numerics::Tails tails = numerics::incomplete_gamma(shape, x);
      const Fifty lower = boost::math::gamma_p(Fifty(shape), Fifty(x));
      const Fifty upper = boost::math::gamma_q(Fifty(shape), Fifty(x));
      const bool low = lower < upper;
      const Fifty& smaller = low ? lower : upper;
      const double bound = stated(shape, x, static_cast<double>(smaller));
      worst_cdf = std::max(worst_cdf, units_off(low ? tails.lower : tails.upper, smaller) / bound);
      const double tail = static_cast<double>(z <= 0.0 ? lower : upper);
      const double off = units_off(tail, fifty_normal_cdf(-std::fabs(z)));
      worst_inverse = std::max(worst_inverse, off / (2.0 * stated(shape, x, tail)));
    }
    CAPTURE(shape);
    CHECK(worst_cdf <= 1.0);
    CHECK(worst_inverse <= 1.0);
  }
}

TEST_CASE(
    "a gamma law with shape 1 is exponential, also as chi-squared with 2 degrees of freedom") {
  for (double z = -8.3; z < 8.4; z += 0.5) {
    const Fifty x = -log(fifty_normal_cdf(-z));
    // The tail's error over its slope: 1 in log x below the mean, x above it.
    const double room = 2.0 * (48.0 + 4.0 * 38.0) / std::max(1.0, static_cast<double>(x)) + 8.0;
    CHECK(units_off(numerics::gamma_quantile_at_z(z, 1.0), x) <= room);
    CHECK(numerics::chi_squared_quantile_at_z(z, 2.0) ==
          2.0 * numerics::gamma_quantile_at_z(z, 1.0));
  }
}

TEST_CASE("the gamma quantile rises from 0 and turns the distribution function round") {
  for (const double shape : {0.02, 0.5, 3.0, 400.0}) {
    CHECK(numerics::gamma_quantile(0.0, shape) == 0.0);
    double before = 0.0;
    for (double u = 0.001; u < 1.0; u += 0.001) {
      const double x = numerics::gamma_quantile(u, shape);
      CHECK(x >= before);
      before = x;
      if (x < 1e-290) continue;
      const double tail = std::min(u, 1.0 - u);
      CHECK(std::fabs(numerics::gamma_cdf(x, shape) - u) <=
            3.0 * kUnit * tail * stated(shape, x, tail));
    }
  }
  CHECK(numerics::gamma_cdf(0.0, 2.0) == 0.0);
}

TEST_CASE("the chi-squared median is near its degrees of freedom less two thirds") {
  // Wilson and Hilferty (1931): n (1 - 2 / (9n))^3; the error is known to stay below 0.04 for n
  // >= 1.
  for (const double n : {2.5, 4.0, 30.0, 1e4}) {
    const double median = numerics::chi_squared_quantile_at_z(0.0, n);
    CHECK(std::fabs(median - n * std::pow(1.0 - 2.0 / (9.0 * n), 3)) < 0.04);
    CHECK(std::fabs(numerics::chi_squared_cdf(median, n) - 0.5) < 1e-12);
  }
}
