#include "models/numerics/binomial.h"
#include "tests/models/fifty_digits.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/binomial.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

using namespace ayes;

namespace {

Fifty mass_of(std::int64_t k, std::int64_t n, double p) {
  return exp(lgamma(Fifty(n + 1)) - lgamma(Fifty(k + 1)) - lgamma(Fifty(n - k + 1)) +
             k * log(Fifty(p)) + (n - k) * log1p(-Fifty(p)));
}

}  // namespace

TEST_CASE("the binomial mass is as accurate as stated from one ballot to a million") {
  for (const std::int64_t n : {1, 2, 7, 40, 1000, 50000, 1000000}) {
    for (const double p : {1e-9, 0.001, 0.3, 0.5, 0.8, 1.0 - 0x1p-30}) {
      const double mean = static_cast<double>(n) * p;
      const double sd = std::sqrt(mean * (1.0 - p));
      double worst = 0.0;
      for (const double h : {-30.0, -8.0, -3.0, -1.0, 0.0, 0.5, 2.0, 6.0, 20.0}) {
        const auto k = std::clamp<std::int64_t>(std::llround(mean + h * sd), 0, n);
        const Fifty truth = mass_of(k, n, p);
        if (truth < 1e-300) continue;
        const double stated = 16.0 + 4.0 * std::fabs(static_cast<double>(log(truth))) +
                              4.0 * std::fabs(static_cast<double>(k) - mean);
        worst = std::max(worst, units_off(numerics::binomial_mass(k, n, p), truth) / stated);
      }
      CAPTURE(n);
      CAPTURE(p);
      CHECK(worst <= 1.0);
    }
  }
}

TEST_CASE("the chances of 0 ... n yes ballots add up to 1, and their sums are the tails") {
  for (const std::int64_t n : {1, 5, 64, 300}) {
    for (const double p : {0.02, 0.5, 0.61}) {
      Fifty sum = 0;
      for (std::int64_t k = 0; k <= n; ++k) {
        sum += mass_of(k, n, p);
        const numerics::Tails tails = numerics::binomial_tails(k, n, p);
        const Fifty truth = tails.lower < tails.upper ? sum : 1 - sum;
        const double smaller = std::min(tails.lower, tails.upper);
        if (k == n || smaller < 1e-25) continue;  // fifty digits cancel in 1 - sum
        const double slope =
            static_cast<double>(n) + 1.0;  // of a log tail in the log odds, at most
        CHECK(units_off(smaller, truth) <= 48.0 + 4.0 * std::fabs(std::log(smaller)) + 4.0 * slope);
      }
      double total = 0.0;
      for (std::int64_t k = 0; k <= n; ++k) total += numerics::binomial_mass(k, n, p);
      CHECK(std::fabs(total - 1.0) <=
            kUnit * (16.0 + 4.0 * std::sqrt(static_cast<double>(n)) * 4.0 + n));
    }
  }
}

TEST_CASE("the tails of a million ballots agree with fifty digits") {
  const std::int64_t n = 1000000;
  for (const double p : {1e-5, 0.2, 0.5, 0.97}) {
    const double mean = static_cast<double>(n) * p;
    const double sd = std::sqrt(mean * (1.0 - p));
    for (const double h : {-3.0, -0.7, 0.1, 4.0, 8.0}) {
      const auto k = static_cast<std::int64_t>(mean + h * sd);
      const Fifty below = boost::math::ibetac(Fifty(k + 1), Fifty(n - k), Fifty(p));
      const Fifty above = 1 - below;
      const Fifty& smaller = below < above ? below : above;
      const numerics::Tails tails = numerics::binomial_tails(k, n, p);
      const double tail = static_cast<double>(smaller);
      const double slope = boost::math::ibeta_derivative(k + 1.0, static_cast<double>(n - k), p) *
                           p * (1 - p) / tail;
      CHECK(units_off(below < above ? tails.lower : tails.upper, smaller) <=
            48.0 + 4.0 * std::fabs(std::log(tail)) + 4.0 * slope);
      CHECK(numerics::binomial_cdf(k, n, p) == tails.lower);
      CHECK(numerics::binomial_at_least(k + 1, n, p) == tails.upper);
    }
  }
}

TEST_CASE("certain ballots and counts out of range have chances 0 and 1") {
  CHECK(numerics::binomial_mass(0, 10, 0.0) == 1.0);
  CHECK(numerics::binomial_mass(1, 10, 0.0) == 0.0);
  CHECK(numerics::binomial_mass(10, 10, 1.0) == 1.0);
  CHECK(numerics::binomial_mass(9, 10, 1.0) == 0.0);
  CHECK(numerics::binomial_mass(0, 0, 0.4) == 1.0);
  CHECK(numerics::binomial_mass(-1, 10, 0.4) == 0.0);
  CHECK(numerics::binomial_mass(11, 10, 0.4) == 0.0);
  CHECK(numerics::binomial_cdf(-1, 10, 0.4) == 0.0);
  CHECK(numerics::binomial_cdf(10, 10, 0.4) == 1.0);
  CHECK(numerics::binomial_at_least(0, 10, 0.4) == 1.0);
  CHECK(numerics::binomial_at_least(11, 10, 0.4) == 0.0);
  CHECK(numerics::binomial_cdf(3, 10, 0.0) == 1.0);
  CHECK(numerics::binomial_cdf(3, 10, 1.0) == 0.0);
  CHECK(numerics::binomial_at_least(1, 1, 0.4) == doctest::Approx(0.4).epsilon(1e-14));
}
