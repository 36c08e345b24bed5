// The elementary functions against fifty digits: every bound is the one the header states.
#include "models/numerics/elementary.h"
#include "tests/models/fifty_digits.h"

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace {

using ayes::Fifty;
namespace numerics = ayes::numerics;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double smallest_normal = std::numeric_limits<double>::min();

double relative_error(double computed, const Fifty& truth) {
  if (truth == 0) return computed == 0.0 ? 0.0 : infinite;
  return std::fabs(static_cast<double>((Fifty(computed) - truth) / truth));
}

Fifty lower_tail(double x) {
  return boost::math::erfc(-Fifty(x) / boost::multiprecision::sqrt(Fifty(2))) / 2;
}

// Calls visit(x) at `count` points spread over [low, high].
template <class Visit>
void spread(double low, double high, int count, Visit visit) {
  std::mt19937_64 engine(20110623);
  for (int i = 0; i < count; ++i) {
    const double fraction = (i + std::generate_canonical<double, 53>(engine)) / count;
    visit(low + (high - low) * fraction);
  }
}

TEST_CASE("the exponential is within 3e-16 of e^x") {
  double worst = 0.0;
  const auto check = [&](double x) {
    worst = std::max(worst, relative_error(numerics::exp(x), exp(Fifty(x))));
  };
  spread(-708.0, 709.7, 20000, check);
  spread(-1.0, 1.0, 20000, check);
  spread(-1e-8, 1e-8, 1000, check);
  CHECK(worst <= 3e-16);
}

TEST_CASE("the exponential keeps its limits") {
  CHECK(numerics::exp(0.0) == 1.0);
  CHECK(numerics::exp(710.0) == infinite);
  CHECK(numerics::exp(infinite) == infinite);
  CHECK(numerics::exp(-infinite) == 0.0);
  CHECK(numerics::exp(-746.0) == 0.0);
  CHECK(numerics::exp(-745.0) == std::numeric_limits<double>::denorm_min());
  CHECK(std::isnan(numerics::exp(std::nan(""))));
}

TEST_CASE("the logarithm is within 3e-16 of log x") {
  double worst = 0.0;
  const auto check = [&](double x) {
    worst = std::max(worst, relative_error(numerics::log(x), log(Fifty(x))));
  };
  spread(-745.0, 709.0, 20000, [&](double x) { check(std::exp(x)); });
  spread(0.3, 3.0, 20000, check);
  spread(1.0 - 1e-6, 1.0 + 1e-6, 2000, check);
  CHECK(worst <= 3e-16);
}

TEST_CASE("the logarithm keeps its limits") {
  CHECK(numerics::log(1.0) == 0.0);
  CHECK(numerics::log(0.0) == -infinite);
  CHECK(numerics::log(infinite) == infinite);
  CHECK(std::isnan(numerics::log(-1.0)));
  CHECK(std::isnan(numerics::log(std::nan(""))));
}

TEST_CASE("log1p is within 4e-16 of log(1 + x)") {
  double worst = 0.0;
  const auto check = [&](double x) {
    worst = std::max(worst, relative_error(numerics::log1p(x), log(1 + Fifty(x))));
  };
  spread(-0.999, 2.0, 20000, check);
  spread(-50.0, -1.0, 5000, [&](double x) { check(std::exp(x)); });
  spread(-50.0, -1.0, 5000, [&](double x) { check(-std::exp(x)); });
  spread(1.0, 700.0, 2000, [&](double x) { check(std::exp(x)); });
  CHECK(worst <= 4e-16);
  CHECK(numerics::log1p(-1.0) == -infinite);
  CHECK(numerics::log1p(0.0) == 0.0);
  CHECK(numerics::log1p(infinite) == infinite);
}

TEST_CASE("log gamma is within 1e-14, at its zeros and in its tails too") {
  double worst = 0.0;
  const auto check = [&](double x) {
    if (x == 1.0 || x == 2.0) return;
    worst = std::max(worst, relative_error(numerics::log_gamma(x), boost::math::lgamma(Fifty(x))));
  };
  spread(1e-3, 20.0, 4000, check);
  spread(0.999999, 1.000001, 500, check);
  spread(1.999999, 2.000001, 500, check);
  spread(-700.0, 100.0, 1000, [&](double x) { check(std::exp(x)); });
  CHECK(worst <= 1e-14);
  CHECK(numerics::log_gamma(1.0) == 0.0);
  CHECK(numerics::log_gamma(2.0) == 0.0);
}

TEST_CASE("the normal distribution function is within 1e-15, relatively, in both tails") {
  double worst = 0.0;
  const auto check = [&](double x) {
    const Fifty truth = lower_tail(x);
    if (truth < smallest_normal) return;
    worst = std::max(worst, relative_error(numerics::normal_cdf(x), truth));
  };
  spread(-37.5, 9.0, 8000, check);
  spread(-3.0, 3.0, 4000, check);
  CHECK(worst <= 1e-15);
}

TEST_CASE("the normal distribution function keeps its limits") {
  CHECK(numerics::normal_cdf(0.0) == 0.5);
  CHECK(numerics::normal_cdf(-0.0) == 0.5);
  for (double x : {40.0, 1e13, 1e300, infinite}) {
    CHECK(numerics::normal_cdf(x) == 1.0);
    CHECK(numerics::normal_cdf(-x) == 0.0);
  }
  CHECK(std::isnan(numerics::normal_cdf(std::nan(""))));
}

TEST_CASE("the normal density is within 1e-15") {
  double worst = 0.0;
  spread(-37.0, 37.0, 10000, [&](double x) {
    const Fifty truth = exp(-Fifty(x) * x / 2) / sqrt(2 * boost::math::constants::pi<Fifty>());
    worst = std::max(worst, relative_error(numerics::normal_density(x), truth));
  });
  CHECK(worst <= 1e-15);
  CHECK(numerics::normal_density(infinite) == 0.0);
}

TEST_CASE("the normal quantile is within 1e-15") {
  double worst = 0.0;
  // The error in z is what is missing in the probability, over the density.
  const auto check = [&](double u) {
    const double z = numerics::normal_quantile(u);
    if (z == 0.0) return;
    const Fifty density = exp(-Fifty(z) * z / 2) / sqrt(2 * boost::math::constants::pi<Fifty>());
    const Fifty missing =
        z < 0.0 ? Fifty(lower_tail(z) - u) : Fifty((1 - Fifty(u)) - lower_tail(-z));
    worst = std::max(worst, std::fabs(static_cast<double>(missing / density / z)));
  };
  spread(0.0, 1.0, 4000, check);
  spread(0.5 - 1e-6, 0.5 + 1e-6, 500, check);
  spread(-700.0, -1.0, 4000, [&](double x) { check(std::exp(x)); });
  spread(-36.0, -1.0, 2000, [&](double x) { check(1.0 - std::exp(x)); });
  for (double edge : {0.075, 0.925, std::exp(-25.0)})
    spread(edge * (1 - 1e-9), edge * (1 + 1e-9), 200, check);
  CHECK(worst <= 1e-15);
}

TEST_CASE("the normal quantile keeps its limits") {
  CHECK(numerics::normal_quantile(0.5) == 0.0);
  CHECK(numerics::normal_quantile(0.0) == -infinite);
  CHECK(numerics::normal_quantile(1.0) == infinite);
  CHECK(std::isnan(numerics::normal_quantile(-0.1)));
  CHECK(std::isnan(numerics::normal_quantile(1.1)));
  CHECK(std::isnan(numerics::normal_quantile(std::nan(""))));
}

}  // namespace
