#include "models/numerics/bracketed_root.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace ayes;

TEST_CASE("a root between two signs is found to the last places of the number") {
  const auto cubic = [](double x) { return x * x * x - 2.0; };
  CHECK(std::fabs(numerics::bracketed_root(cubic, 0.0, 5.0) - std::cbrt(2.0)) <= 1e-15);
  CHECK(std::fabs(numerics::bracketed_root(cubic, 5.0, -3.0) - std::cbrt(2.0)) <= 1e-15);
  const auto falling = [](double x) { return std::exp(-x) - 1e-9; };
  CHECK(std::fabs(numerics::bracketed_root(falling, 0.0, 700.0) - 9.0 * std::log(10.0)) <= 2e-14);
}

TEST_CASE("a root at an end of the bracket is found") {
  const auto line = [](double x) { return x - 1.0; };
  CHECK(numerics::bracketed_root(line, 1.0, 4.0) == 1.0);
  CHECK(numerics::bracketed_root(line, -4.0, 1.0) == 1.0);
}

TEST_CASE("a step of the function is closed in on, and few calls are made") {
  int calls = 0;
  const auto step = [&calls](double x) {
    ++calls;
    return x < 0.3 ? -1.0 : 1.0;
  };
  CHECK(numerics::bracketed_root(step, 0.0, 1.0) == doctest::Approx(0.3).epsilon(1e-14));
  CHECK(calls < 70);
  calls = 0;
  const auto smooth = [&calls](double x) {
    ++calls;
    return std::exp(x) - 10.0;
  };
  CHECK(numerics::bracketed_root(smooth, 0.0, 5.0) ==
        doctest::Approx(std::log(10.0)).epsilon(1e-15));
  CHECK(calls < 20);
}
