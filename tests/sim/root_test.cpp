#include "sim/root.h"

#include "sim/point.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

EstimateAt exactly(const std::function<double(double)>& curve) {
  return [=](double x) {
    const double y = curve(x);
    return Estimate{.name = "y", .estimator = "exact", .mean = y, .interval = {y, y}};
  };
}

TEST_CASE("a root is found to the digits of the range, with the curve's slope") {
  const RootFindings found =
      find_roots({.low = 0, .high = 3, .target = 2}, exactly([](double x) { return x * x; }));
  REQUIRE(found.roots.size() == 1);
  CHECK(std::abs(found.roots[0].value - std::sqrt(2.0)) <= 3e-9);
  CHECK(found.roots[0].rising);
  // A parabola's chord around a point has the slope of the tangent there.
  CHECK(found.roots[0].slope.value == doctest::Approx(2 * std::sqrt(2.0)));
  REQUIRE(found.roots[0].interval);
}

TEST_CASE("no root, two roots, and roots at the ends of the range") {
  const auto roots = [](double target, const std::function<double(double)>& curve) {
    return find_roots({.low = -2, .high = 2, .target = target}, exactly(curve)).roots;
  };
  CHECK(roots(5, [](double x) { return x; }).empty());
  const auto two = roots(1, [](double x) { return x * x; });
  REQUIRE(two.size() == 2);
  CHECK(two[0].value == doctest::Approx(-1));
  CHECK(!two[0].rising);
  CHECK(two[1].value == doctest::Approx(1));
  CHECK(two[1].rising);
  const auto first = roots(-2, [](double x) { return x; });
  REQUIRE(first.size() == 1);
  CHECK(first[0].value == -2);
  const auto last = roots(2, [](double x) { return x; });
  REQUIRE(last.size() == 1);
  CHECK(last[0].value == 2);
  CHECK(roots(0, [](double) { return 0; }).empty());  // every value does: no change of side
}

TEST_CASE("of whole numbers the root is the first past the target") {
  const RootFindings found =
      find_roots({.low = 1, .high = 1000, .target = 333.5, .whole = true}, exactly([](double x) {
                   CHECK(x == std::floor(x));
                   return x;
                 }));
  REQUIRE(found.roots.size() == 1);
  CHECK(found.roots[0].value == 334);
}

// One voter, certain to vote: P(ratified) is the support itself.
Estimate one_voter(double support, std::uint64_t seed) {
  Scenario scenario = equal_unions(1, 1);
  scenario.support.package = support;
  const Plan plan{.seed = seed, .replications = 20'000, .method = Method::sample};
  return estimate_point(compile(scenario), plan, Wanted::ratified, Execution{}).front();
}

TEST_CASE("the support at which one voter says yes 3 times in 10 is 30%, within the error stated") {
  for (std::uint64_t seed : {1u, 2u, 3u}) {
    const RootFindings found = find_roots({.low = 0.1, .high = 0.9, .target = 0.3},
                                          [&](double x) { return one_voter(x, seed); });
    REQUIRE(found.roots.size() == 1);
    const Root& root = found.roots[0];
    REQUIRE(root.interval);
    const double half = (root.interval->high - root.interval->low) / 2;
    CHECK(std::abs(root.value - 0.3) <= half * statistics::kLargestZ / 1.96);
    CHECK(statistics::agrees(root.slope.value, root.slope.se, 1));
    // sqrt(0.3 · 0.7 / 20,000) · 1.96 over a slope near 1
    CHECK(half < 2 * 1.96 * std::sqrt(0.3 * 0.7 / 20'000));
  }
}

}  // namespace
}  // namespace ayes::tests
