// Pairs of scenarios on the same draws, against closed forms and plain computations.
#include "sim/comparison.h"

#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ayes::tests {
namespace {

constexpr std::int64_t votes = 100'000;

// Five unions of an odd number of members, all voting, each a fair coin.
Scenario five_coins(std::int64_t needed) {
  Scenario scenario = equal_unions(5, 25);
  scenario.support.package = 0.5;
  scenario.rule = at_least("unions", count_of(needed));
  return scenario;
}

PairTally pairs_of(const Model& first, const Model& second, Range range = {0, votes},
                   Execution execution = Execution{2, &kernels::best(), 0, {}}) {
  return count_pairs({&first, &second}, {.seed = 3, .replications = votes}, range, execution)
      .front();
}

TEST_CASE("a higher threshold over the same coalition: turned votes are those between the two") {
  // 3 of 5 against 4 of 5: ratified in the first alone when exactly three say yes, 10 of 32 votes.
  const Model first = compile(five_coins(3)), second = compile(five_coins(4));
  const PairTally tally = pairs_of(first, second);
  CHECK(tally.ratified[1] == 0);
  CHECK(statistics::binomial_agrees(tally.ratified[2], votes, 10.0 / 32));
  CHECK(statistics::binomial_agrees(tally.ratified[3], votes, 6.0 / 32));

  const Comparison found = conclude(pairing_of(first, second), first, tally, 0.95);
  CHECK(statistics::agrees(found.ratified.value, found.ratified.se, -10.0 / 32));
  // Paired: p(1-p)/n with p = 10/32; independent: 1/4 + (6/32)(26/32) over n.
  const double p = static_cast<double>(tally.ratified[2]) / votes;
  CHECK(found.ratified.se == doctest::Approx(std::sqrt(p * (1 - p) / votes)));
  CHECK(found.ratified.interval.low < -p);
  CHECK(found.ratified.interval.high > -p);
  CHECK(found.independent > found.ratified.se * 1.96);

  // The by-law changes no union's answer: none turned a vote, and no measure of them moves.
  for (const UnionComparison& body : found.unions) {
    CHECK(body.turned_with_loss == 0);
    CHECK(body.difference.value == 0);
  }
  for (const MeasureComparison& measure : found.measures) {
    if (measure.name != "unions_yes") continue;
    CHECK(measure.difference.se == 0);
    CHECK(measure.wasserstein.value == 0);
    CHECK(measure.kolmogorov_smirnov.value == 0);
  }
}

TEST_CASE("a union that is certain to refuse turns the votes it decided") {
  // All of two unions; the second comes to refuse always. Lost: both said yes, 1 in 4.
  Scenario one = equal_unions(2, 25);
  one.support.package = 0.5;
  one.rule = at_least("unions", count_of(2));
  Scenario two = one;
  two.support.units["U2"].package = 0.0;
  const Model first = compile(one), second = compile(two);
  const PairTally tally = pairs_of(first, second);
  CHECK(statistics::binomial_agrees(tally.ratified[2], votes, 0.25));
  CHECK(tally.unions[1].turned_with_loss == tally.ratified[2]);
  CHECK(tally.unions[0].turned_with_loss == 0);
  CHECK(statistics::binomial_agrees(tally.unions[1].yes[2], votes, 0.5));
}

TEST_CASE("a scenario and itself differ in nothing") {
  const Model model = compile(five_coins(3));
  const Comparison found = conclude(pairing_of(model, model), model, pairs_of(model, model), 0.95);
  CHECK(found.ratified.value == 0);
  CHECK(found.ratified.interval.low < 0);  // as many votes cannot rule out that some ever turn
  for (const MeasureComparison& measure : found.measures) {
    CHECK(measure.difference.value == 0);
    for (const QuantileShift& shift : measure.shifts) CHECK(shift.first == shift.second);
  }
}

TEST_CASE("pairs of ranges merge to the whole, on any threads and batches") {
  const Model first = compile(five_coins(3)), second = compile(five_coins(4));
  const PairTally whole = pairs_of(first, second, {0, 9000});
  PairTally parts = pairs_of(first, second, {4096, 9000}, Execution{.batch = 37});
  parts.merge(pairs_of(first, second, {0, 4096}, Execution{}));
  CHECK(parts == whole);
}

// Pairs drawn by name: whole numbers 0 to `greatest`, the second moved now and then.
struct Drawn {
  std::vector<std::int64_t> first, second;
  MeasurePairTally tally;
};

Drawn drawn(std::int64_t greatest, int n, std::int64_t from, double moved, std::int64_t by) {
  Drawn result{{}, {}, MeasurePairTally(greatest)};
  for (int i = 0; i < n; ++i) {
    const auto a = static_cast<std::int64_t>(uniform(1, 77, from + i, 0) *
                                             static_cast<double>(greatest - by + 1));
    const std::int64_t b = uniform(1, 77, from + i, 1) < moved ? a + by : a;
    result.first.push_back(a);
    result.second.push_back(b);
    result.tally.add(a, b);
  }
  return result;
}

TEST_CASE("distances are those a plain computation finds in the sorted values") {
  for (std::int64_t by : {1, 5, 30}) {
    constexpr int n = 3000;
    Drawn pairs = drawn(100, n, 0, 0.3, by);
    std::sort(pairs.first.begin(), pairs.first.end());
    std::sort(pairs.second.begin(), pairs.second.end());
    // The cheapest way to move one sample into the other pairs them in order.
    std::int64_t moved = 0;
    for (std::size_t i = 0; i < n; ++i) moved += std::abs(pairs.first[i] - pairs.second[i]);
    std::int64_t largest = 0;
    for (std::int64_t t = 0; t <= 100; ++t) {
      const auto below = [&](const auto& values) {
        return std::upper_bound(values.begin(), values.end(), t) - values.begin();
      };
      largest = std::max<std::int64_t>(largest, std::abs(below(pairs.first) - below(pairs.second)));
    }
    CHECK(std::llround(wasserstein(pairs.tally, 0.95, 1).value * n) == moved);
    CHECK(std::llround(kolmogorov_smirnov(pairs.tally, 0.95).value * n) == largest);
    // Both laws are stochastically ordered, so the area between them is the mean's move.
    CHECK(wasserstein(pairs.tally, 0.95, 1).value == doctest::Approx(mean(pairs.tally.difference)));
  }
}

// Whether misses at a level of 95 are no more than chance allows.
bool few_enough(int missed, int runs) {
  const boost::math::binomial law(runs, 0.05);
  return missed == 0 || boost::math::cdf(complement(law, missed - 1)) > statistics::kLevel;
}

TEST_CASE("intervals of shifts and distances hold as often as they say") {
  // The first is uniform on 0 to 90, the second 10 more in 3 of 10 votes: their difference at t is
  // 0.3 times the share of first values in (t - 10, t].
  constexpr int runs = 300, n = 500;
  const double wasserstein_truth = 3, largest_truth = 0.3 * 10 / 91;
  const auto below = [](std::int64_t t) {  // of the second
    const auto uniform_below = [](std::int64_t value) {
      return std::clamp(static_cast<double>(value + 1) / 91, 0.0, 1.0);
    };
    return 0.7 * uniform_below(t) + 0.3 * uniform_below(t - 10);
  };
  const auto quantile_of = [&](double p) {
    std::int64_t t = 0;
    while (below(t) < p) ++t;
    return static_cast<double>(t);
  };
  int wasserstein_missed = 0, largest_missed = 0;
  std::vector<int> shift_missed(9);
  for (int run = 0; run < runs; ++run) {
    const Drawn pairs = drawn(100, n, std::int64_t{run} * n, 0.3, 10);
    const Distance far = wasserstein(pairs.tally, 0.95, 1);
    const Distance most = kolmogorov_smirnov(pairs.tally, 0.95);
    wasserstein_missed +=
        wasserstein_truth < far.interval.low || wasserstein_truth > far.interval.high;
    largest_missed += largest_truth < most.interval.low || largest_truth > most.interval.high;
    const auto shifts = quantile_shifts(pairs.tally, 0.95, 1);
    REQUIRE(shifts.size() == shift_missed.size());
    for (std::size_t k = 0; k < shifts.size(); ++k) {
      const double truth = quantile_of(shifts[k].level) - (std::ceil(shifts[k].level * 91) - 1);
      shift_missed[k] += truth < shifts[k].band.low || truth > shifts[k].band.high;
    }
  }
  CHECK(few_enough(wasserstein_missed, runs));
  CHECK(few_enough(largest_missed, runs));
  for (int missed : shift_missed) CHECK(few_enough(missed, runs));
}

TEST_CASE(
    "the interval of a difference of chances holds as often as it says, also where few turn") {
  constexpr int runs = 400, n = 300;
  int missed = 0;
  for (int run = 0; run < runs; ++run) {
    FourCounts counts{};
    for (int i = 0; i < n; ++i) {
      const double u = uniform(9, 5, std::int64_t{run} * n + i, 0);
      ++counts[u < 0.01 ? 1 : u < 0.03 ? 2 : u < 0.5 ? 3 : 0];
    }
    const Difference found = difference_of(counts, 0.95);
    missed += found.interval.low > -0.01 || found.interval.high < -0.01;
  }
  CHECK(few_enough(missed, runs));
}

}  // namespace
}  // namespace ayes::tests
