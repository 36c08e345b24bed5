#include "sim/tally.h"

#include "sim/intervals.h"
#include "sim/run.h"
#include "tests/models/small_scenarios.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

namespace ayes::tests {
namespace {

Scenario busy() {
  Scenario scenario =
      scenario_of({{"a", "north", 700}, {"b", "north", 90}, {"c", "south", 300}, {"d", "", 41}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.package = SupportShare(Law(MeanSd{0.55, 0.1}));
  scenario.support.swing = 0.3;
  scenario.support.unit_spread = 0.3;
  scenario.turnout.share = 0.75;
  scenario.rule = RuleWords{"", AllWords{{at_least("unions", count_of(2)),
                                          at_least("unions", share_of(1, 2), "members")}}};
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 200.0;
  scenario.layoffs->outside = {0.6, 0.05, 0.5};
  scenario.pay = PayTable{};
  scenario.pay->salary = 60'000.0;
  scenario.pay->outside = {0.03};
  scenario.savings = SavingsTable{};
  scenario.savings->package = 1e9;
  return scenario;
}

TEST_CASE("the tally is the same for any threads, batch and instruction set") {
  const Model model = compile(busy());
  const Plan plan{7, 20'011};
  const Tally one = count_votes(model, plan, Execution{1, kernels::all()[0], 0, {}});
  CHECK(one.votes[0] + one.votes[1] == plan.replications);
  for (int threads : {2, 8})
    CHECK(count_votes(model, plan, Execution{threads, &kernels::best(), 0, {}}) == one);
  for (int batch : {1, 37, 4096}) {
    CHECK(count_votes(model, plan, Execution{2, &kernels::best(), batch, {}}) == one);
  }
  for (const kernels::Kernels* kernels : kernels::all()) {
    CHECK(count_votes(model, plan, Execution{2, kernels, 0, {}}) == one);
  }
}

TEST_CASE("what is counted adds up") {
  const Model model = compile(busy());
  const Plan plan{3, 10'000};
  const Tally tally = count_votes(model, plan, Execution{2, &kernels::best(), 0, {}});
  const std::int64_t failed =
      std::accumulate(tally.failures.begin(), tally.failures.end(), std::int64_t{0});
  CHECK(failed == tally.votes[0]);
  for (const Distribution& measure : tally.measures) {
    for (std::size_t r : {0u, 1u}) {
      const auto& counts = measure.histogram[r].counts();
      CHECK(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) ==
            measure.moments[r].count);
    }
  }
  // Layoffs of the units sum to the measure.
  const std::vector<Measure> measures = measures_of(model);
  for (std::size_t m = 0; m < measures.size(); ++m) {
    if (measures[m].name != "layoffs") continue;
    Int128 sum = 0;
    for (const UnitTally& unit : tally.units) sum += unit.layoffs[0].sum + unit.layoffs[1].sum;
    CHECK((sum == tally.measures[m].moments[0].sum + tally.measures[m].moments[1].sum));
  }
}

TEST_CASE("late ballots are among those on the contract, and those of a waiting union among all") {
  Scenario scenario = scenario_of({{"a", "U", 10}, {"b", "U", 30}, {"c", "", 20}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.ballot.units["b"].design = BallotDesign::bundled;
  scenario.support.package = 0.0;
  scenario.support.units["b"].contract = 1.0;
  scenario.support.units["c"].package = 1.0;
  scenario.calendar = CalendarTable{.deadline = Date{2011, 6, 24}, .union_waits = true};
  DelayTable late;
  late.unit = "b";
  late.then.ballot.emplace().design = BallotDesign::separate;
  scenario.delay = {late};
  scenario.rule = at_least("unions", count_of(1));
  const Result result = run(compile(scenario), Plan{1, 64}, Execution{});
  // The ballots of b decide on its contract alone; those of a count, though their union waits.
  CHECK(result.units[1].package_share.replications == 0);
  REQUIRE(result.units[1].contract_share);
  CHECK(result.units[1].contract_share->replications == 64);
  CHECK(result.units[1].contract_share->mean == 1);
  for (const MeasureResult& measure : result.measures) {
    if (measure.name == "yes_ballots_share")
      CHECK(measure.all.mean == doctest::Approx(20.0 / 30).epsilon(1e-5));
  }
}

TEST_CASE("moments of whole numbers are exact") {
  Moments moments;
  for (int x : {2, 4, 4, 4, 5, 5, 7, 9}) moments.add(x);
  CHECK(mean(moments) == 5);
  CHECK(standard_deviation(moments) == std::sqrt(32.0 / 7));
  CHECK(standard_error(moments) == std::sqrt(32.0 / 7 / 8));
  Moments far;  // one apart at a billion: nothing cancels
  for (int i = 0; i < 1000; ++i) far.add(1'000'000'000 + i % 2);
  CHECK(standard_deviation(far) == std::sqrt(0.25 * 1000 / 999));
}

TEST_CASE("quantiles of counted numbers are order statistics") {
  Histogram histogram(100);
  for (int value : {1, 1, 2, 3, 5, 8, 13, 21, 34, 55}) histogram.add(value);
  CHECK(quantile(histogram, 0.1) == 1);
  CHECK(quantile(histogram, 0.5) == 5);
  CHECK(quantile(histogram, 0.9) == 34);
  CHECK(quantile(histogram, 1.0) == 55);
  CHECK(quantile(Histogram(10), 0.5) == 0);
  Histogram wide(1'000'000'000);  // bins of 16,384
  for (int i = 0; i < 7; ++i) wide.add(0);
  for (int i = 0; i < 3; ++i) wide.add(700'000'123);
  CHECK(quantile(wide, 0.5) == 0);
  CHECK(quantile(wide, 0.9) == 700'000'123);
  Histogram people(100'000);  // bins of 2
  for (int i = 0; i < 999; ++i) people.add(0);
  people.add(1);
  CHECK(quantile(people, 0.25) == 0);
}

TEST_CASE("Wilson's interval is the one published") {
  // Brown, Cai and DasGupta (2001): x = 0, n = 10 gives 0 to z²/(n + z²).
  const Bounds none = wilson(0, 10, 0.95);
  CHECK(none.low == 0);
  CHECK(none.high == doctest::Approx(3.8414588207 / 13.8414588207).epsilon(1e-10));
  // Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662.
  const Bounds many = wilson(81, 263, 0.95);
  CHECK(std::round(many.low * 1e4) == 2553);
  CHECK(std::round(many.high * 1e4) == 3662);
}

TEST_CASE("a run that is asked to stop stops") {
  const Model model = compile(busy());
  Execution execution{2, &kernels::best(), 0, {}};
  execution.progress = [](std::int64_t done, std::int64_t) { return done < 50'000; };
  CHECK_THROWS_AS(count_votes(model, {1, 10'000'000}, execution), Interrupted);
}

TEST_CASE("the gain of five points is what five points would have turned") {
  // One union of 1001: a vote is turned when 50 of its ballots lack the majority.
  Scenario scenario = equal_unions(1, 1001);
  scenario.support.package = 0.5;
  scenario.support.unit_spread = 0.1;
  const Model model = compile(scenario);
  const Tally tally = count_votes(model, {1, 20'000}, Execution{2, &kernels::best(), 0, {}});
  Batch batch(model, 1, 20'000, kernels::best());
  batch.size = 20'000;
  simulate(model, batch);
  const std::int64_t within =
      ((batch.votes.package_yes.col(0) <= 500) && (batch.votes.package_yes.col(0) + 50 > 500))
          .cast<std::int64_t>()
          .sum();
  CHECK(tally.moved == 20'000);
  CHECK(tally.unions[0].gained == within);
  CHECK(tally.units[0].gained == within);
}

}  // namespace
}  // namespace ayes::tests
