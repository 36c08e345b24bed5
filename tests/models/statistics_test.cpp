#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

using namespace ayes::statistics;

namespace {

constexpr int kSeeds = 20;

// A uniform number in (0, 1), the same with every standard library.
double uniform(std::mt19937_64& rng) { return (static_cast<double>(rng() >> 12) + 0.5) * 0x1p-52; }

// Counts successes one trial after the other.
std::int64_t successes(std::mt19937_64& rng, std::int64_t trials, double p) {
  std::int64_t count = 0;
  for (std::int64_t i = 0; i < trials; ++i) count += uniform(rng) < p;
  return count;
}

}  // namespace

TEST_CASE("the level is the chance of a standard normal beyond the largest z") {
  CHECK(std::erfc(kLargestZ / std::sqrt(2.0)) == doctest::Approx(kLevel).epsilon(0.01));
}

TEST_CASE("an estimate agrees with its true mean and not with one 8 standard errors away") {
  for (int seed = 1; seed <= kSeeds; ++seed) {
    std::mt19937_64 rng(seed);
    const int n = 10000;
    double sum = 0.0;
    for (int i = 0; i < n; ++i) sum += uniform(rng);
    const double se = std::sqrt(1.0 / 12.0 / n);
    CHECK(agrees(sum / n, se, 0.5));
    CHECK_FALSE(agrees(sum / n, se, 0.5 + 8.0 * se));
    CHECK_FALSE(agrees(sum / n, se, 0.5 - 8.0 * se));
  }
}

TEST_CASE("two estimates agree by the standard error of their difference") {
  CHECK(agrees(0.0, 3.0, 24.4, 4.0));
  CHECK_FALSE(agrees(0.0, 3.0, 24.5, 4.0));
}

TEST_CASE(
    "without a standard error only equal numbers agree, and what is not a number never does") {
  CHECK(agrees(0.25, 0.0, 0.25));
  CHECK_FALSE(agrees(0.25, 0.0, 0.25000001));
  CHECK_FALSE(agrees(std::nan(""), 1.0, 0.0));
  CHECK_FALSE(agrees(0.0, std::nan(""), 0.0));
}

TEST_CASE("a count agrees with its true chance and not with one 8 standard errors away") {
  for (int seed = 1; seed <= kSeeds; ++seed) {
    for (const double p : {0.02, 0.3, 0.5, 0.9}) {
      std::mt19937_64 rng(seed);
      const std::int64_t n = 20000;
      const std::int64_t seen = successes(rng, n, p);
      const double se = std::sqrt(p * (1.0 - p) / static_cast<double>(n));
      CHECK(binomial_agrees(seen, n, p));
      CHECK_FALSE(binomial_agrees(seen, n, p + 8.0 * se));
      CHECK_FALSE(binomial_agrees(seen, n, p - 8.0 * se));
    }
  }
}

TEST_CASE("a count is refused exactly where its tail falls below half the level") {
  // P(no success) = (1 - p)^n: 0.5^20 = 9.5e-7 is allowed, 0.5^21 = 4.8e-7 is not.
  CHECK(binomial_agrees(0, 20, 0.5));
  CHECK_FALSE(binomial_agrees(0, 21, 0.5));
  CHECK(binomial_agrees(20, 20, 0.5));
  CHECK_FALSE(binomial_agrees(21, 21, 0.5));
}

TEST_CASE("a certain or impossible event allows one count only") {
  CHECK(binomial_agrees(0, 100, 0.0));
  CHECK_FALSE(binomial_agrees(1, 100, 0.0));
  CHECK(binomial_agrees(100, 100, 1.0));
  CHECK_FALSE(binomial_agrees(99, 100, 1.0));
  CHECK_FALSE(binomial_agrees(101, 100, 0.5));
  CHECK_FALSE(binomial_agrees(-1, 100, 0.5));
}

TEST_CASE("cells agree with their true chances and not when one gains 8 standard errors") {
  const std::vector<double> chance = {0.4, 0.3, 0.2, 0.0999, 0.0001};
  const std::int64_t n = 20000;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    std::mt19937_64 rng(seed);
    std::vector<std::int64_t> observed(chance.size(), 0);
    for (std::int64_t i = 0; i < n; ++i) {
      double u = uniform(rng);
      std::size_t cell = 0;
      while (cell + 1 < chance.size() && u >= chance[cell]) u -= chance[cell++];
      ++observed[cell];
    }
    std::vector<double> expected;
    for (const double p : chance) expected.push_back(p * static_cast<double>(n));
    CHECK(chi_square_agrees(observed, expected));
    const double shift = 8.0 * std::sqrt(static_cast<double>(n) * 0.4 * 0.6);
    expected[0] += shift;
    expected[1] -= shift;
    CHECK_FALSE(chi_square_agrees(observed, expected));
  }
}

TEST_CASE("cells are refused where nothing can be learned or the totals differ") {
  const std::vector<std::int64_t> observed = {50, 50};
  CHECK(chi_square_agrees(observed, std::vector<double>{50.0, 50.0}));
  CHECK_FALSE(chi_square_agrees(observed, std::vector<double>{50.0, 60.0}));
  CHECK_FALSE(chi_square_agrees(observed, std::vector<double>{100.0, 0.0}));
  CHECK_FALSE(chi_square_agrees(observed, std::vector<double>{100.0}));
  CHECK_FALSE(chi_square_agrees(std::vector<std::int64_t>{4, 6}, std::vector<double>{5.0, 5.0}));
}

TEST_CASE("uniform numbers are even, and not when they are shifted by 8 standard errors") {
  for (int seed = 1; seed <= kSeeds; ++seed) {
    std::mt19937_64 rng(seed);
    std::vector<double> numbers(4000);
    for (double& u : numbers) u = uniform(rng);
    CHECK(uniform_agrees(numbers));
    // The distribution function at the middle has a standard error of 1 / (2 sqrt(n)).
    const double shift = 8.0 * 0.5 / std::sqrt(4000.0);
    for (double& u : numbers) u = std::min(1.0, u + shift);
    CHECK_FALSE(uniform_agrees(numbers));
  }
}
