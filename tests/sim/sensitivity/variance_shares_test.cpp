// Variance shares of functions whose shares are known, through the entry for user functions.
#include "sim/sensitivity/user_function.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

namespace ayes::tests {
namespace {

using namespace sensitivity;
using VarianceShare = sensitivity::Share;  // not that of a scenario's numbers

constexpr Sampling sampling{50'000, 0.95};

Execution two_threads() { return Execution{2, &kernels::best(), 0, {}}; }

bool agrees(const VarianceShare& share, double truth) {
  return statistics::agrees(share.value, share.se, truth);
}

// Ishigami and Homma (1990): sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1, each x uniform over (−π, π).
struct Ishigami {
  static constexpr double pi = std::numbers::pi, a = 7, b = 0.1;
  double v1 = 0.5 * std::pow(1 + b * std::pow(pi, 4) / 5, 2);
  double v2 = a * a / 8;
  double v13 = 8 * b * b * std::pow(pi, 8) / 225;
  double all = v1 + v2 + v13;

  static Experiment experiment(std::uint64_t seed) {
    return of_uniforms(
        3,
        [](std::span<const double> u) {
          const auto x = [&](std::size_t k) { return pi * (2 * u[k] - 1); };
          return std::sin(x(0)) + a * std::pow(std::sin(x(1)), 2) +
                 b * std::pow(x(2), 4) * std::sin(x(0));
        },
        seed);
  }
};

TEST_CASE("Ishigami's function: first order and total of each number") {
  const Ishigami truth;
  for (std::uint64_t seed : {1, 2, 3}) {
    const auto shares =
        variance_shares(Ishigami::experiment(seed), {{0}, {1}, {2}}, sampling, two_threads());
    CHECK(agrees(shares[0].first_order, truth.v1 / truth.all));
    CHECK(agrees(shares[1].first_order, truth.v2 / truth.all));
    CHECK(agrees(shares[2].first_order, 0));
    CHECK(agrees(shares[0].total, (truth.v1 + truth.v13) / truth.all));
    CHECK(agrees(shares[1].total, truth.v2 / truth.all));
    CHECK(agrees(shares[2].total, truth.v13 / truth.all));
  }
}

TEST_CASE("Ishigami's function: a joint effect is divided evenly, and groups are as one") {
  const Ishigami truth;
  const auto shares =
      shapley_effects(Ishigami::experiment(4), {{0}, {1}, {2}}, sampling, two_threads());
  CHECK(agrees(shares[0].shapley, (truth.v1 + truth.v13 / 2) / truth.all));
  CHECK(agrees(shares[1].shapley, truth.v2 / truth.all));
  CHECK(agrees(shares[2].shapley, truth.v13 / 2 / truth.all));
  CHECK(agrees(shares[2].total, truth.v13 / truth.all));

  const auto groups =
      shapley_effects(Ishigami::experiment(5), {{0, 2}, {1}}, sampling, two_threads());
  for (const VarianceShare& share : {groups[0].first_order, groups[0].total, groups[0].shapley})
    CHECK(agrees(share, (truth.v1 + truth.v13) / truth.all));
}

TEST_CASE("a sum of normals: every share is the square of its weight") {
  const std::vector<double> weight = {3, 0, -2, 1, 0.5};
  const auto sum = [&](std::span<const double> z) {
    double total = 10;  // a constant has no variance
    for (std::size_t k = 0; k < z.size(); ++k) total += weight[k] * z[k];
    return total;
  };
  const Experiment experiment = of_normals(5, sum, 7);
  const std::vector<TermGroup> single = {{0}, {1}, {2}, {3}, {4}};
  const auto sobol = variance_shares(experiment, single, sampling, two_threads());
  const auto shapley = shapley_effects(experiment, single, sampling, two_threads());
  for (std::size_t k = 0; k < weight.size(); ++k) {
    const double truth = weight[k] * weight[k] / 14.25;
    CHECK(agrees(sobol[k].first_order, truth));
    CHECK(agrees(sobol[k].total, truth));
    CHECK(agrees(shapley[k].first_order, truth));
    CHECK(agrees(shapley[k].shapley, truth));
  }
  // A term that does nothing has exactly nothing.
  CHECK(sobol[1].first_order.value == 0);
  CHECK(sobol[1].total.value == 0);
  CHECK(shapley[1].shapley.value == 0);
}

TEST_CASE("the stated errors are those seen over many seeds") {
  // The mean of 200 estimates of one share, and of their squared distances over their squared
  // errors: standard normal squares have mean 1 and variance 2.
  const Ishigami truth;
  double sum = 0, squares = 0;
  constexpr int seeds = 200;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto shares =
        variance_shares(Ishigami::experiment(seed), {{0}}, {2'000, 0.95}, two_threads());
    const double z =
        (shares[0].first_order.value - truth.v1 / truth.all) / shares[0].first_order.se;
    sum += z;
    squares += z * z;
  }
  CHECK(statistics::agrees(sum / seeds, 1 / std::sqrt(1.0 * seeds), 0));
  CHECK(statistics::agrees(squares / seeds, std::sqrt(2.0 / seeds), 1));
}

TEST_CASE("threads change nothing, and nothing is clipped") {
  const Sampling few{300, 0.95};
  const auto one = variance_shares(Ishigami::experiment(9), {{0}, {1}, {2}}, few, Execution{});
  const auto four = variance_shares(Ishigami::experiment(9), {{0}, {1}, {2}}, few,
                                    Execution{4, &kernels::best(), 0, {}});
  for (std::size_t k = 0; k < one.size(); ++k) {
    CHECK(one[k].first_order.value == four[k].first_order.value);
    CHECK(one[k].total.se == four[k].total.se);
  }
  // x3 alone explains nothing: its interval reaches below 0 and says so.
  CHECK(one[2].first_order.interval.low < 0);
  CHECK(one[2].first_order.reaches_nonsense());
  CHECK(!one[1].first_order.reaches_nonsense());
  CHECK(VarianceShare{0.98, 0.02, {0.94, 1.02}}.reaches_nonsense());
}

TEST_CASE("what never varies has no shares") {
  const Experiment constant = of_uniforms(
      2, [](std::span<const double>) { return 4.0; }, 1);
  const auto shares = shapley_effects(constant, {{0}, {1}}, {100, 0.95}, Execution{});
  CHECK(shares[0].total.value == 0);
  CHECK(shares[1].shapley.se == 0);
}

}  // namespace
}  // namespace ayes::tests
