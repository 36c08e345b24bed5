// Laws of opinions and of shares among ballots, against closed forms and plain sums.
#include "sim/learning/opinion_law.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace ayes::learning;

namespace {

double phi(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// The chance of k among n by the trapezoidal rule over the opinion, whose error on a smooth
// function that dies away is negligible.
double plain_mass(const std::vector<NormalLaw>& parts, int k, int n) {
  const double choose = std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
  double sum = 0;
  for (const NormalLaw& part : parts) {
    for (int i = -4000; i <= 4000; ++i) {
      const double z = i * 0.0025, s = part.mean + part.sd * z;
      sum += 0.0025 * std::exp(-0.5 * z * z) / std::sqrt(2 * std::acos(-1.0)) *
             std::exp(choose + k * std::log(phi(s)) + (n - k) * std::log(phi(-s)));
    }
  }
  return sum / static_cast<double>(parts.size());
}

}  // namespace

TEST_CASE("the tabulated distribution function is as near the mixture's as it says") {
  const std::vector<NormalLaw> parts = {{0.3, 0.4}, {-0.5, 0.9}, {1.2, 0.1}, {-2.5, 1.3}};
  const OpinionLaw law(parts);
  double bound = 1e-12;  // rounding
  for (const NormalLaw& part : parts) bound += 1e-8 / std::pow(part.sd, 4) / 4;
  for (int i = -770; i <= 770; ++i) {
    const double s = i * 0.01;
    double exact = 0, density = 0;
    for (const NormalLaw& part : parts) {
      const double z = (s - part.mean) / part.sd;
      exact += phi(z) / 4;
      density += std::exp(-0.5 * z * z) / std::sqrt(2 * std::acos(-1.0)) / part.sd / 4;
    }
    CHECK(std::fabs(law.cdf(s) - exact) < bound);
    CHECK(std::fabs(law.density(s) - density) < 1e-12);
    CHECK(std::fabs(law.mass(s, s + 0.3) - (law.cdf(s + 0.3) - law.cdf(s))) < 2 * bound);
  }
  CHECK(law.cdf(-INFINITY) == 0);
  CHECK(law.cdf(INFINITY) == 1);
}

TEST_CASE("far in a tail the chance of an interval keeps its digits") {
  const OpinionLaw law({{0, 1}});
  CHECK(std::fabs(law.mass(10, INFINITY) / 7.619853024160527e-24 - 1) < 1e-13);
  CHECK(std::fabs(law.mass(-INFINITY, -10) / 7.619853024160527e-24 - 1) < 1e-13);
}

TEST_CASE("a standard normal opinion makes every count as likely") {
  // The share is uniform, so the count is: 1/(n + 1) each.
  const OpinionLaw law({{0, 1}});
  for (const int n : {1, 2, 7, 100, 5000, 40'000}) {
    const CountLaw count(law, n);
    for (const int k : {0, 1, n / 3, n / 2, n - 1, n}) {
      CHECK(std::fabs(count.mass(k) * (n + 1) - 1) < 1e-9);
      CHECK(std::fabs(count.cdf(k) - (k + 1.0) / (n + 1)) < 1e-8 + 1e-9);
    }
    CHECK(count.cdf(-1) == 0);
    CHECK(count.mass(n + 1) == 0);
  }
}

TEST_CASE("counts have the chances of the integral, and they add up") {
  const std::vector<NormalLaw> parts = {{0.4, 0.3}, {-1.1, 0.6}};
  const OpinionLaw law(parts);
  const double table_error = 1e-8 * (1 / std::pow(0.3, 4) + 1 / std::pow(0.6, 4)) / 2;
  for (const int n : {1, 3, 20, 300}) {
    const CountLaw count(law, n);
    double sum = 0;
    for (int k = 0; k <= n; ++k) {
      const double mass = count.mass(k);
      sum += mass;
      if (k % (1 + n / 7) == 0) CHECK(std::fabs(mass / plain_mass(parts, k, n) - 1) < 1e-9);
      CHECK(std::fabs(count.cdf(k) - sum) < table_error + 1e-9);
    }
    CHECK(std::fabs(sum - 1) < 1e-9);
  }
}
