// Every statistical check of the tests, at one level: a true statement is refused with a chance of
// 1e-6 or less, so that with fixed seeds and a thousand checks the tests stay quiet, while a shift
// of 8 standard errors is found with a chance above 0.999. No test picks a tolerance of its own.
#pragma once

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ayes::statistics {

inline constexpr double kLevel = 1e-6;

// P(|Z| > 4.89) = 1.0e-6 for a standard normal Z.
inline constexpr double kLargestZ = 4.89;

// Says whether an estimate agrees with a known truth, its error being normal with the standard
// error given (not below 0). With a standard error of 0 the two must be equal.
inline bool agrees(double estimate, double standard_error, double truth) {
  return std::fabs(estimate - truth) <= kLargestZ * standard_error;
}

// Says whether two independent estimates agree.
inline bool agrees(double estimate, double standard_error, double other,
                   double other_standard_error) {
  return agrees(estimate, std::hypot(standard_error, other_standard_error), other);
}

// Says whether `successes` among `trials` are likely enough at chance p: neither tail of the exact
// binomial law, the number itself included, is below half the level (Clopper and Pearson 1934).
inline bool binomial_agrees(std::int64_t successes, std::int64_t trials, double p) {
  if (successes < 0 || successes > trials) return false;
  if (p <= 0.0 || p >= 1.0) return successes == (p <= 0.0 ? 0 : trials);
  const boost::math::binomial law(static_cast<double>(trials), p);
  const double k = static_cast<double>(successes);
  const double at_most = boost::math::cdf(law, k);
  const double at_least = successes == 0 ? 1.0 : boost::math::cdf(complement(law, k - 1.0));
  return at_most >= kLevel / 2 && at_least >= kLevel / 2;
}

// Says whether counts agree with the counts expected, by Pearson's chi-square on cells pooled from
// the left until each expects 10 or more; what is left at the right end joins the last cell. The
// expected counts add up to the observed ones, nothing may be seen where nothing is expected, and
// there are at least two cells to compare.
inline bool chi_square_agrees(std::span<const std::int64_t> observed,
                              std::span<const double> expected) {
  constexpr double kFewestExpected = 10.0;
  struct Cell {
    double observed = 0.0, expected = 0.0;
  };
  if (observed.size() != expected.size()) return false;
  std::vector<Cell> cells;
  Cell open;
  double total_observed = 0.0, total_expected = 0.0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double seen = static_cast<double>(observed[i]);
    if (expected[i] < 0.0 || (expected[i] == 0.0 && seen != 0.0)) return false;
    total_observed += seen;
    total_expected += expected[i];
    open.observed += seen;
    open.expected += expected[i];
    if (open.expected >= kFewestExpected) {
      cells.push_back(open);
      open = {};
    }
  }
  if (std::fabs(total_observed - total_expected) > 1e-6 * total_observed) return false;
  if (cells.size() < 2) return false;
  cells.back().observed += open.observed;
  cells.back().expected += open.expected;
  double statistic = 0.0;
  for (const Cell& cell : cells) {
    statistic += (cell.observed - cell.expected) * (cell.observed - cell.expected) / cell.expected;
  }
  const boost::math::chi_squared law(static_cast<double>(cells.size() - 1));
  return boost::math::cdf(complement(law, statistic)) > kLevel;
}

// Says whether independent numbers are uniform on [0, 1]: no point of their distribution function
// is further from the diagonal than the bound of Dvoretzky, Kiefer, Wolfowitz and Massart (1990)
// allows, P(distance > d) <= 2 exp(-2 n d^2). A number is uniform when its own law's distribution
// function is put to it.
inline bool uniform_agrees(std::vector<double> numbers) {
  if (numbers.empty()) return false;
  std::sort(numbers.begin(), numbers.end());
  const double n = static_cast<double>(numbers.size());
  const double largest = std::sqrt(std::log(2.0 / kLevel) / (2.0 * n));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const double u = numbers[i];
    const double rank = static_cast<double>(i);
    if (!(u >= 0.0 && u <= 1.0)) return false;
    if (u - rank / n > largest || (rank + 1.0) / n - u > largest) return false;
  }
  return true;
}

}  // namespace ayes::statistics
