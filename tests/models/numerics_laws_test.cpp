#include "models/numerics/beta.h"
#include "models/numerics/beta_shapes.h"
#include "models/numerics/bounded.h"
#include "models/numerics/elementary.h"
#include "models/numerics/log_normal.h"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

using namespace ayes;
using numerics::BetaShapes;
using numerics::LogNormal;

namespace {

double relative_error(double number, double truth) { return std::fabs(number / truth - 1.0); }

}  // namespace

TEST_CASE("the log-normal law found for a mean and a standard deviation has them") {
  for (const double mean : {1e-6, 0.3, 45.0, 1.6e9}) {
    for (const double variation : {1e-6, 0.1, 1.0, 5.0}) {
      const LogNormal law = numerics::log_normal_from_mean_sd(mean, variation * mean);
      // Known: mean = exp(m + s^2 / 2), sd / mean = sqrt(exp(s^2) - 1).
      const double square = law.spread * law.spread;
      CHECK(relative_error(std::exp(law.log_median + 0.5 * square), mean) <= 1e-14);
      CHECK(relative_error(std::sqrt(std::expm1(square)), variation) <= 1e-14);
    }
  }
  CHECK(numerics::log_normal_from_mean_sd(1.0, 0.0) == LogNormal{0.0, 0.0});
}

TEST_CASE("a log-normal interval comes back as its quantiles, equally likely to be passed") {
  const LogNormal law = numerics::log_normal_from_interval({14.0, 90.0, 0.8});
  const double z = numerics::normal_quantile(0.9);
  CHECK(relative_error(numerics::quantile_at_z(law, -z), 14.0) <= 4e-15);
  CHECK(relative_error(numerics::quantile_at_z(law, z), 90.0) <= 4e-15);
  CHECK(relative_error(numerics::quantile_at_z(law, 0.0), std::sqrt(14.0 * 90.0)) <= 4e-15);
}

TEST_CASE("the Beta law found for a mean and a standard deviation has them") {
  for (const double mean : {0.001, 0.2, 0.5, 0.93}) {
    for (const double part : {0.01, 0.1, 0.5, 0.9}) {
      const double sd = part * std::sqrt(mean * (1.0 - mean));
      const double total = mean * (1.0 - mean) / (sd * sd) - 1.0;
      if (total * std::min(mean, 1.0 - mean) < 0.01) continue;
      const BetaShapes law = numerics::beta_from_mean_sd(mean, sd);
      const double sum = law.a + law.b;
      CHECK(relative_error(law.a / sum, mean) <= 1e-14);
      CHECK(relative_error(std::sqrt(law.a * law.b / (sum + 1.0)) / sum, sd) <= 1e-14);
    }
  }
}

TEST_CASE("a Beta interval comes back as the chances below and above it") {
  struct Case {
    double low, high, level;
  };
  for (const Case& c :
       {Case{0.15, 0.45, 0.8}, Case{0.001, 0.02, 0.9}, Case{0.3, 0.999, 0.5}, Case{0.01, 0.99, 0.6},
        Case{0.49, 0.51, 0.99}, Case{0.95, 0.951, 0.8}, Case{1e-5, 0.9, 0.7},
        Case{0.507, 0.556, 0.999999995}, Case{1.6e-9, 0.016, 0.999999997}}) {
    CAPTURE(c.low);
    const BetaShapes law = numerics::beta_from_interval({c.low, c.high, c.level});
    const double tail = 0.5 * (1.0 - c.level);
    const auto below = numerics::incomplete_beta(law.a, law.b, c.low, 1.0 - c.low).lower;
    const auto above = numerics::incomplete_beta(law.a, law.b, c.high, 1.0 - c.high).upper;
    CHECK(relative_error(below, tail) <= 1e-10);
    CHECK(relative_error(above, tail) <= 1e-10);
  }
}

TEST_CASE("the interval of a known Beta law gives the law back") {
  for (const BetaShapes truth : {BetaShapes{2.0, 5.0}, {0.4, 0.7}, {1.0, 1.0}, {800.0, 30.0}}) {
    const double low = numerics::beta_quantile(0.1, truth.a, truth.b);
    const double high = numerics::beta_quantile(0.9, truth.a, truth.b);
    const BetaShapes law = numerics::beta_from_interval({low, high, 0.8});
    CHECK(relative_error(law.a, truth.a) <= 1e-9);
    CHECK(relative_error(law.b, truth.b) <= 1e-9);
  }
}

TEST_CASE("an impossible law is refused in words") {
  CHECK_THROWS_WITH_AS(numerics::beta_from_mean_sd(0.9, 0.3),
                       "a Beta law with mean 0.9 has a standard deviation below 0.3",
                       std::domain_error);
  CHECK_THROWS_WITH_AS(numerics::beta_from_mean_sd(1.2, 0.1),
                       "the mean of a Beta law lies between 0 and 1, not at 1.2",
                       std::domain_error);
  CHECK_THROWS_AS(numerics::beta_from_mean_sd(0.5, 0.0), std::domain_error);
  CHECK_THROWS_AS(numerics::beta_from_mean_sd(0.5, 1e-6), std::domain_error);
  CHECK_THROWS_AS(numerics::beta_from_mean_sd(0.5, 0.4999), std::domain_error);
  CHECK_THROWS_AS(numerics::beta_from_interval({0.5, 0.5000001, 0.8}), std::domain_error);
  CHECK_THROWS_AS(numerics::beta_from_interval({1e-300, 0.999, 0.1}), std::domain_error);
  CHECK_THROWS_AS(numerics::beta_from_interval({0.0, 0.5, 0.8}), std::domain_error);
  CHECK_THROWS_AS(numerics::beta_from_interval({0.2, 0.5, 1.0}), std::domain_error);
  CHECK_THROWS_WITH_AS(numerics::beta_from_interval({0.5, 0.2, 0.8}),
                       "the interval from 0.5 to 0.2 has no width", std::domain_error);
  CHECK_THROWS_WITH_AS(numerics::log_normal_from_mean_sd(0.0, 1.0),
                       "a log-normal law has a mean above 0, not 0", std::domain_error);
  CHECK_THROWS_AS(numerics::log_normal_from_interval({-1.0, 2.0, 0.8}), std::domain_error);
}

TEST_CASE("a triangular law puts its mode where the chances below and above meet") {
  // Below the mode F = (x - low)^2 / ((high - low) (mode - low)), so F(mode) = 0.25 here.
  const double z = numerics::normal_quantile(0.25);
  CHECK(std::fabs(numerics::quantile_at_z(numerics::Triangular{2.0, 4.0, 10.0}, z) - 4.0) <= 4e-15);
  CHECK(std::fabs(numerics::quantile_at_z(numerics::Triangular{0.0, 1.0, 2.0}, 0.0) - 1.0) <=
        4e-16);
  for (const double u : {1e-12, 0.01, 0.2, 0.3, 0.8, 0.999}) {
    const double x =
        numerics::quantile_at_z(numerics::Triangular{2.0, 4.0, 10.0}, numerics::normal_quantile(u));
    const double truth = u < 0.25 ? 2.0 + std::sqrt(u * 16.0) : 10.0 - std::sqrt((1 - u) * 48.0);
    CHECK(std::fabs(x - truth) <= 4.0 * 0x1p-49);  // 4 units in the last place of 10
  }
}

TEST_CASE("a triangular law may have its mode at an end and never leaves its ends") {
  for (double z = -8.3; z <= 8.3; z += 0.1) {
    const double rising = numerics::quantile_at_z(numerics::Triangular{0.0, 1.0, 1.0}, z);
    const double falling = numerics::quantile_at_z(numerics::Triangular{0.0, 0.0, 1.0}, z);
    CHECK(relative_error(rising, std::sqrt(numerics::normal_cdf(z))) <= 4e-15);
    CHECK(relative_error(1.0 - falling, std::sqrt(numerics::normal_cdf(-z))) * (1.0 - falling) <=
          4e-15);
    CHECK(rising >= 0.0);
    CHECK(falling <= 1.0);
  }
}

TEST_CASE("a uniform law spreads its chances evenly, measured from the nearer end") {
  CHECK(numerics::quantile_at_z(numerics::Uniform{2.0, 6.0}, 0.0) == 4.0);
  CHECK(numerics::quantile_at_z(numerics::Uniform{2.0, 6.0}, -40.0) == 2.0);
  CHECK(numerics::quantile_at_z(numerics::Uniform{2.0, 6.0}, 40.0) == 6.0);
  for (double z = -8.3; z <= 8.3; z += 0.1) {
    CHECK(relative_error(numerics::quantile_at_z(numerics::Uniform{0.0, 1.0}, z),
                         numerics::normal_cdf(z)) <= 4e-16);
  }
}
