// The whole back-test on a small table: what is forecast from what, weights of cases, threads.
#include "sim/learning/backtest.h"

#include "sim/run.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace ayes;
using namespace ayes::learning;

namespace {

Leaf vote(const std::string& ratification, const std::string& unit, int round,
          const std::string& date, std::int64_t yes, std::int64_t no) {
  Leaf leaf;
  leaf.ratification = ratification;
  leaf.unit = unit;
  leaf.round = round;
  leaf.date = date;
  leaf.ballots = Ballots{yes, no};
  return leaf;
}

Leaves small_table() {
  Leaves leaves;
  leaves.support = {
      vote("a", "1", 1, "2011-06-01", 60, 40), vote("a", "2", 1, "2011-06-02", 45, 55),
      vote("a", "3", 1, "2011-06-03", 70, 40), vote("a", "4", 1, "2011-06-04", 20, 40),
      vote("a", "4", 2, "2011-08-01", 35, 25), vote("b", "1", 1, "", 500, 300),
      vote("c", "1", 1, "2012-01-01", 30, 50), vote("c", "1", 2, "2012-02-01", 50, 30)};
  for (Leaf& leaf : leaves.support) leaf.columns = {leaf.round == 1 ? 0.0 : 1.0};
  return leaves;
}

BacktestPlan small_plan() {
  BacktestPlan plan;
  plan.sampling.warm_up = 20;
  plan.sampling.draws = 20;
  plan.reveals = 2;
  return plan;
}

Leaves without_columns(Leaves leaves) {
  for (Leaf& leaf : leaves.support) leaf.columns.clear();
  return leaves;
}

const SettingResult& find(const Backtest& backtest, Order order, int quarters) {
  for (const SettingResult& each : backtest.settings) {
    if (each.setting.order == order && each.setting.quarters == quarters) return each;
  }
  FAIL("no such setting");
  return backtest.settings.front();
}

}  // namespace

TEST_CASE("each setting forecasts the votes it should") {
  const Backtest backtest = learning::backtest(without_columns(small_table()), {}, small_plan(), 1);
  CHECK(backtest.ratifications == 3);
  CHECK(backtest.votes == 8);
  CHECK(backtest.settings.size() == 8);
  const SettingResult& nothing = find(backtest, Order::nothing, 0);
  REQUIRE(nothing.cases.size() == 3);
  CHECK(nothing.cases[0].votes.size() == 4);  // first votes alone
  CHECK(nothing.cases[2].votes.size() == 1);
  const SettingResult& half = find(backtest, Order::random, 2);
  REQUIRE(half.cases.size() == 1);  // b and c have too few units
  CHECK(half.cases[0].votes.size() == 4);
  const SettingResult& by_date = find(backtest, Order::calendar, 3);
  REQUIRE(by_date.cases.size() == 1);
  // Of five votes three are known; the last follows the fourth, which is hidden.
  REQUIRE(by_date.cases[0].votes.size() == 1);
  CHECK(by_date.cases[0].votes[0].leaf == 3);
  const SettingResult& rounds = find(backtest, Order::rounds, 0);
  REQUIRE(rounds.cases.size() == 2);
  CHECK(rounds.cases[0].votes[0].leaf == 4);
  CHECK(rounds.cases[1].votes[0].leaf == 7);
}

TEST_CASE("leaving a ratification out is fitting a table that never had it") {
  const Leaves leaves = without_columns(small_table());
  const BacktestPlan plan = small_plan();
  const Backtest backtest = learning::backtest(leaves, {}, plan, 1);
  const HiddenVote& vote = find(backtest, Order::nothing, 0).cases[1].votes[0];
  std::vector<Leaf> without = leaves.support;
  const Leaf hidden = without[5];
  without.erase(without.begin() + 5);
  const Forecasts forecasts = forecast(without, {hidden}, support_priors(), plan.sampling);
  CHECK(vote.leaf == 5);
  CHECK(vote.scores[method::model].log_probability ==
        score(forecasts.laws[0], hidden).log_probability);
  CHECK(vote.scores[method::pooled].log_probability ==
        score(OpinionLaw({pooled_share_so_far(without, {})}), hidden).log_probability);
}

TEST_CASE("ratifications weigh the same, whatever their number of votes") {
  const Backtest backtest = learning::backtest(without_columns(small_table()), {}, small_plan(), 1);
  const SettingResult& nothing = find(backtest, Order::nothing, 0);
  double all = 0, ahead = 0, pit = 0;
  for (const CaseResult& each : nothing.cases) {
    double model = 0, independent = 0;
    for (const HiddenVote& vote : each.votes) {
      model += vote.scores[method::model].log_probability;
      independent += vote.scores[method::independent].log_probability;
    }
    const auto n = static_cast<double>(each.votes.size());
    all += model / n / 3;
    ahead += (model - independent) / n / 3;
  }
  // Sums of a few numbers in another order.
  CHECK(std::fabs(nothing.methods[method::model].log_probability.mean - all) < 1e-12);
  CHECK(std::fabs(nothing.methods[method::independent].behind_in_log.mean - ahead) < 1e-12);
  for (const double share : nothing.methods[method::model].pit) pit += share;
  CHECK(std::fabs(pit - 1) < 1e-12);
}

TEST_CASE("threads change nothing, and a run that is stopped says so") {
  const Leaves leaves = without_columns(small_table());
  const Backtest one = learning::backtest(leaves, {}, small_plan(), 1),
                 three = learning::backtest(leaves, {}, small_plan(), 3);
  for (std::size_t s = 0; s < one.settings.size(); ++s) {
    for (std::size_t m = 0; m < method::count; ++m) {
      CHECK(one.settings[s].methods[m].log_probability.mean ==
            three.settings[s].methods[m].log_probability.mean);
      CHECK(one.settings[s].methods[m].coverage[1].low_99 ==
            three.settings[s].methods[m].coverage[1].low_99);
    }
  }
  CHECK_THROWS_AS(learning::backtest(leaves, {}, small_plan(), 2,
                                     [](std::int64_t done, std::int64_t) { return done < 3; }),
                  Interrupted);
}

TEST_CASE("what a fold cannot be fitted to is named") {
  // Without a, the column is still there; without it and c it would not be.
  Leaves leaves = small_table();
  CHECK(learning::backtest(leaves, {"again"}, small_plan(), 1).settings.size() == 8);
  leaves.support.resize(6);
  CHECK_THROWS_WITH_AS(learning::backtest(leaves, {"again"}, small_plan(), 1),
                       "without a, the column again is the same in all votes that are used",
                       NothingToFit);
  leaves.support.resize(5);
  CHECK_THROWS_WITH_AS(learning::backtest(leaves, {}, small_plan(), 1),
                       "only one ratification has votes to use, and two are needed", NothingToFit);
}
