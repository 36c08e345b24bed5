#include "models/numerics/saddle_point.h"
#include "tests/models/fifty_digits.h"

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace ayes;

TEST_CASE("log(1 + x) - x keeps its digits on both sides of 0") {
  double worst = 0.0;
  for (double x = -0.999; x < 8.0; x += 0.00173) {
    worst = std::max(worst, units_off(numerics::log1p_minus(x), log1p(Fifty(x)) - x));
  }
  for (double x = 1e-12; x < 1e-2; x *= 1.3) {
    // The leading terms of the series are exact enough where fifty digits would cancel.
    worst = std::max(worst, units_off(numerics::log1p_minus(x), log1p(Fifty(x)) - x));
    worst = std::max(worst, units_off(numerics::log1p_minus(-x), log1p(Fifty(-x)) + x));
  }
  CHECK(worst * kUnit <= 2e-15);
  CHECK(numerics::log1p_minus(0.0) == 0.0);
}

TEST_CASE("Stirling's error is what the formula leaves out of log Gamma") {
  double worst = 0.0;
  for (double x = 0.002; x < 3e7; x *= 1.037) {
    const Fifty y(x);
    const Fifty truth =
        lgamma(y + 1) - log(2 * boost::math::constants::pi<Fifty>() * y) / 2 - y * log(y) + y;
    worst = std::max(worst, static_cast<double>(abs(numerics::stirling_error(x) - truth)));
  }
  CHECK(worst <= 2e-15);
}

TEST_CASE("the deviance keeps its digits for observed far below, near and far above expected") {
  double worst = 0.0;
  for (double observed = 0.01; observed < 1e7; observed *= 7.3) {
    for (double ratio = 1e-9; ratio < 1e9; ratio *= 1.31) {
      const double expected = observed * ratio;
      const Fifty truth = Fifty(observed) * log(Fifty(observed) / Fifty(expected)) +
                          Fifty(expected) - Fifty(observed);
      worst = std::max(worst, units_off(numerics::deviance(observed, expected), truth));
    }
  }
  CHECK(worst * kUnit <= 4e-15);
  CHECK(numerics::deviance(7.0, 7.0) == 0.0);
  CHECK(numerics::deviance(0.0, 3.5) == 3.5);
}
