#include "models/numerics/elementary.h"
#include "models/numerics/probit_normal.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

using namespace ayes;
using numerics::CentralInterval;
using numerics::ProbitNormal;

namespace {

struct Moments {
  double mean, sd;
};

// Integrates the share and its square over z by the trapezoidal rule, whose error for an analytic
// function falls exponentially with the number of points: far below rounding here.
Moments moments_of(const ProbitNormal& law) {
  constexpr int kPoints = 30000;
  constexpr double kEnd = 11.0;
  const double step = 2.0 * kEnd / kPoints;
  double mean = 0.0;
  for (int i = 0; i <= kPoints; ++i) {
    const double z = -kEnd + i * step;
    mean += step * std::exp(-0.5 * z * z) * numerics::normal_cdf(law.location + law.spread * z);
  }
  mean /= std::sqrt(2.0 * std::acos(-1.0));
  double variance = 0.0;
  for (int i = 0; i <= kPoints; ++i) {
    const double z = -kEnd + i * step;
    const double away = numerics::normal_cdf(law.location + law.spread * z) - mean;
    variance += step * std::exp(-0.5 * z * z) * away * away;
  }
  return {mean, std::sqrt(variance / std::sqrt(2.0 * std::acos(-1.0)))};
}

double relative_error(double number, double truth) { return std::fabs(number / truth - 1.0); }

}  // namespace

TEST_CASE("the mean and the standard deviation of a probit-normal share are its integrals") {
  for (const double location : {-4.0, -1.3, 0.0, 0.4, 3.0}) {
    for (const double spread : {1e-3, 0.05, 0.4, 1.0, 3.0, 10.0}) {
      const ProbitNormal law{location, spread};
      const Moments truth = moments_of(law);
      CHECK(relative_error(numerics::mean_of(law), truth.mean) <= 1e-12);
      CHECK(relative_error(numerics::sd_of(law), truth.sd) <= 1e-12);
    }
  }
}

TEST_CASE("with location 0 and spread 1 the share is uniform") {
  CHECK(numerics::mean_of({0.0, 1.0}) == 0.5);
  CHECK(relative_error(numerics::sd_of({0.0, 1.0}), std::sqrt(1.0 / 12.0)) <= 1e-14);
  const ProbitNormal uniform = numerics::probit_normal_from_mean_sd(0.5, std::sqrt(1.0 / 12.0));
  CHECK(std::fabs(uniform.location) <= 1e-12);
  CHECK(relative_error(uniform.spread, 1.0) <= 1e-12);
}

TEST_CASE("the probit-normal law found for a mean and a standard deviation has them") {
  for (const double mean : {1e-9, 1e-4, 0.03, 0.3, 0.5, 0.57, 0.9, 0.9999}) {
    for (const double part : {1e-6, 0.01, 0.1, 0.5, 0.9, 0.999}) {
      const double sd = part * std::sqrt(mean * (1.0 - mean));
      const ProbitNormal law = numerics::probit_normal_from_mean_sd(mean, sd);
      CAPTURE(mean);
      CAPTURE(part);
      CHECK(relative_error(numerics::mean_of(law), mean) <= 1e-12);
      CHECK(relative_error(numerics::sd_of(law), sd) <= 1e-12);
    }
  }
}

TEST_CASE("turning shares round turns the probit-normal law round") {
  const ProbitNormal yes = numerics::probit_normal_from_mean_sd(0.375, 0.1);
  const ProbitNormal no = numerics::probit_normal_from_mean_sd(0.625, 0.1);
  CHECK(relative_error(yes.location, -no.location) <= 1e-12);
  CHECK(relative_error(yes.spread, no.spread) <= 1e-12);
}

TEST_CASE("a share without doubt has no spread") {
  CHECK(numerics::probit_normal_from_mean_sd(0.5, 0.0) == ProbitNormal{0.0, 0.0});
  CHECK(numerics::sd_of({0.7, 0.0}) == 0.0);
}

TEST_CASE("a probit-normal interval comes back as its quantiles") {
  const ProbitNormal law = numerics::probit_normal_from_interval({0.15, 0.45, 0.8});
  const double z = numerics::normal_quantile(0.9);
  CHECK(relative_error(numerics::quantile_at_z(law, -z), 0.15) <= 1e-14);
  CHECK(relative_error(numerics::quantile_at_z(law, z), 0.45) <= 1e-14);
}

TEST_CASE("an impossible share is refused in words") {
  CHECK_THROWS_WITH_AS(numerics::probit_normal_from_mean_sd(0.9, 0.3),
                       "an uncertain share with mean 0.9 has a standard deviation below 0.3",
                       std::domain_error);
  CHECK_THROWS_WITH_AS(numerics::probit_normal_from_mean_sd(1.0, 0.1),
                       "the mean of an uncertain share lies between 0 and 1, not at 1",
                       std::domain_error);
  CHECK_THROWS_AS(numerics::probit_normal_from_mean_sd(0.5, -0.1), std::domain_error);
  CHECK_THROWS_AS(numerics::probit_normal_from_mean_sd(std::nan(""), 0.1), std::domain_error);
  CHECK_THROWS_AS(numerics::probit_normal_from_interval({0.0, 0.4, 0.8}), std::domain_error);
  CHECK_THROWS_AS(numerics::probit_normal_from_interval({0.4, 0.2, 0.8}), std::domain_error);
  CHECK_THROWS_WITH_AS(numerics::probit_normal_from_interval({0.2, 0.4, 80.0}),
                       "a level of 80 is not between 0 and 1", std::domain_error);
}
