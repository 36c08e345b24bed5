#include "sim/point.h"

#include "sim/measures.h"
#include "sim/peak.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

Scenario three_unions(double support) {
  Scenario scenario = equal_unions(3, 25);
  scenario.support.package = support;
  scenario.support.swing = 0.3;
  scenario.rule = at_least("unions", count_of(2));
  return scenario;
}

Execution two_threads() { return Execution{2, &kernels::best(), 0, {}}; }

TEST_CASE("a point says the same numbers as a run") {
  const Model model = compile(three_unions(0.53));
  for (Method method : {Method::sample, Method::automatic}) {
    const Plan plan{.seed = 4, .replications = 10'001, .method = method, .points = 1024};
    const Result result = run(model, plan, two_threads());
    const std::vector<Estimate> point = estimate_point(model, plan, Wanted::all, two_threads());
    CHECK(point.front().mean == result.ratified.probability);
    CHECK(point.front().se == result.ratified.se);
    CHECK(point.front().interval.low == result.ratified.interval.low);
    CHECK(point.front().estimator == result.estimator);
    REQUIRE(point.size() == 1 + result.measures.size());
    for (std::size_t m = 0; m < result.measures.size(); ++m) {
      CHECK(point[m + 1].name == result.measures[m].name);
      CHECK(point[m + 1].mean == result.measures[m].all.mean);
      CHECK(point[m + 1].se == result.measures[m].all.se);
    }
  }
}

TEST_CASE("P(ratified) alone is the same without the measures") {
  const Model model = compile(three_unions(0.53));
  for (Method method : {Method::sample, Method::automatic}) {
    const Plan plan{.seed = 4, .replications = 5000, .method = method, .points = 1024};
    const auto alone = estimate_point(model, plan, Wanted::ratified, two_threads());
    const auto all = estimate_point(model, plan, Wanted::all, two_threads());
    REQUIRE(alone.size() == 1);
    CHECK(alone.front().mean == all.front().mean);
    CHECK(alone.front().parts == all.front().parts);
  }
}

TEST_CASE("ranges of a point's votes merge to the whole, on any threads and batches") {
  const Model model = compile(three_unions(0.5));
  const Plan plan{.seed = 2, .replications = 9000};
  const PointTally whole = count_point(model, plan, {0, 9000}, Wanted::all, two_threads());
  PointTally parts = count_point(model, plan, {5000, 9000}, Wanted::all, Execution{});
  parts.merge(count_point(model, plan, {0, 5000}, Wanted::all, Execution{.batch = 37}));
  CHECK(parts == whole);
  CHECK(whole.ratified.all.count == 9000);
}

TEST_CASE("the difference of two points is that of their votes, pair by pair, but for the parts") {
  // Part by part the variance is estimated from 64 differences: 2 % z² of it, as chi-square says.
  const Model first = compile(three_unions(0.5)), second = compile(three_unions(0.51));
  const Plan plan{.seed = 8, .replications = 64 * 64, .method = Method::sample};
  const auto a = estimate_point(first, plan, Wanted::ratified, two_threads()).front();
  const auto b = estimate_point(second, plan, Wanted::ratified, two_threads()).front();
  const Batch votes_a = simulated(first, 64 * 64, 8), votes_b = simulated(second, 64 * 64, 8);
  double sum = 0, squares = 0;
  for (int i = 0; i < 64 * 64; ++i) {
    const double d = votes_b.ratified[i] - votes_a.ratified[i];
    sum += d;
    squares += d * d;
  }
  const double n = 64 * 64, variance = (squares - sum * sum / n) / (n - 1) / n;
  const Difference found = difference(a, b, 0.95);
  CHECK(found.paired);
  CHECK(found.value == doctest::Approx(sum / n));
  // 63 s²/σ² is chi-square with 63 degrees of freedom.
  const boost::math::chi_squared law(63);
  const double place = 63 * found.se * found.se / variance;
  CHECK(boost::math::cdf(law, place) > statistics::kLevel);
  CHECK(boost::math::cdf(complement(law, place)) > statistics::kLevel);
  // On the same draws it is known far better than from independent ones.
  CHECK(found.se < std::sqrt(a.se * a.se + b.se * b.se) / 2);
}

TEST_CASE("estimates by different estimators are not paired") {
  Estimate counted{.estimator = "sample", .mean = 0.5, .se = 0.03, .parts = {1, 2}};
  Estimate averaged{.estimator = "conditional", .mean = 0.6, .se = 0.04, .parts = {1, 2}};
  const Difference found = difference(counted, averaged, 0.95);
  CHECK(!found.paired);
  CHECK(found.se == doctest::Approx(0.05));
}

Estimate certain(double mean) { return {.name = "ratified", .estimator = "exact", .mean = mean}; }

TEST_CASE("a peak inside the range is told from one at its end, and from none") {
  const auto peak_of = [](const std::vector<double>& means) {
    std::vector<Estimate> curve;
    for (double mean : means) curve.push_back(certain(mean));
    std::vector<const Estimate*> pointers;
    for (const Estimate& each : curve) pointers.push_back(&each);
    return find_peak(pointers, 0.95);
  };
  const Peak inside = peak_of({0.1, 0.3, 0.4, 0.2});
  CHECK(inside.best == 2);
  CHECK(inside.inside);
  CHECK(inside.candidates == std::vector<std::size_t>{2});
  const Peak rising = peak_of({0.1, 0.2, 0.3});
  CHECK(rising.best == 2);
  CHECK(!rising.inside);
  CHECK(peak_of({0.2, 0.2, 0.2}).flat);
}

TEST_CASE("the highest point is among the candidates at least as often as promised") {
  // Five points, truly 0, 0.5, 1, 0.5, 0, each with independent normal errors in 16 parts.
  const double truth[] = {0, 0.5, 1, 0.5, 0};
  int missed = 0;
  constexpr int runs = 400;
  for (int run = 0; run < runs; ++run) {
    std::vector<Estimate> curve;
    for (int point = 0; point < 5; ++point) {
      Estimate estimate{.estimator = "sample"};
      double sum = 0;
      for (int part = 0; part < 16; ++part) {
        double z = uniform(5, static_cast<std::uint64_t>(point + 1), run, part);
        kernels::best().normal_quantiles(1, &z, &z);
        estimate.parts.push_back(truth[point] + 2 * z);
        estimate.weights.push_back(1.0 / 16);
        sum += estimate.parts.back();
      }
      estimate.mean = sum / 16;
      curve.push_back(estimate);
    }
    std::vector<const Estimate*> pointers;
    for (const Estimate& each : curve) pointers.push_back(&each);
    const Peak peak = find_peak(pointers, 0.95);
    missed += std::find(peak.candidates.begin(), peak.candidates.end(), std::size_t{2}) ==
              peak.candidates.end();
  }
  const boost::math::binomial law(runs, 0.05);
  CHECK(boost::math::cdf(complement(law, missed - 1)) > statistics::kLevel);
}

}  // namespace
}  // namespace ayes::tests
