// The whole back-test on a small table: what is forecast from what, weights of cases, threads.
#include "sim/learning/backtest.h"

#include "sim/run.h"

#include <doctest/doctest.h>

#include <algorithm>
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
  leaves.support[4].after = {{"", "4", 1, {0.0}}};
  leaves.support[7].after = {{"", "1", 1, {0.0}}};
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
  for (Leaf& leaf : leaves.support) {
    leaf.columns.clear();
    for (FailedVote& failure : leaf.after) failure.columns.clear();
  }
  return leaves;
}

const SettingResult& find(const Backtest& backtest, Order order, int quarters,
                          bool all_rounds = false) {
  for (const SettingResult& each : backtest.settings) {
    if (each.setting.order == order && each.setting.quarters == quarters &&
        each.setting.all_rounds == all_rounds)
      return each;
  }
  FAIL("no such setting");
  return backtest.settings.front();
}

}  // namespace

TEST_CASE("each setting forecasts the votes it should") {
  const Backtest backtest = learning::backtest(without_columns(small_table()), {}, small_plan(), 1);
  CHECK(backtest.ratifications == 3);
  CHECK(backtest.votes == 8);
  CHECK(backtest.settings.size() == 15);
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

TEST_CASE("with all rounds each hidden vote is forecast, once a reveal") {
  const Backtest backtest = learning::backtest(without_columns(small_table()), {}, small_plan(), 1);
  const auto leaves_in = [](const CaseResult& of_case) {
    std::vector<std::size_t> leaves;
    for (const HiddenVote& vote : of_case.votes) leaves.push_back(vote.leaf);
    std::sort(leaves.begin(), leaves.end());
    return leaves;
  };
  const SettingResult& nothing = find(backtest, Order::nothing, 0, true);
  REQUIRE(nothing.cases.size() == 3);
  CHECK(leaves_in(nothing.cases[0]) == std::vector<std::size_t>{0, 1, 2, 3, 4});
  CHECK(leaves_in(nothing.cases[1]) == std::vector<std::size_t>{5});
  CHECK(leaves_in(nothing.cases[2]) == std::vector<std::size_t>{6, 7});
  const SettingResult& by_date = find(backtest, Order::calendar, 3, true);
  REQUIRE(by_date.cases.size() == 1);
  CHECK(leaves_in(by_date.cases[0]) == std::vector<std::size_t>{3, 4});
  // Two orders of four units: half of them, with all their votes.
  const CaseResult& half = find(backtest, Order::random, 2, true).cases[0];
  for (const std::size_t reveal : {0, 1}) {
    std::size_t units = 0, fourth = 0;
    for (const HiddenVote& vote : half.votes) {
      if (vote.reveal != reveal) continue;
      units += vote.leaf < 4;
      fourth += vote.leaf >= 3;
    }
    CHECK(units == 2);
    CHECK(fourth % 2 == 0);
  }
}

TEST_CASE("a later vote is forecast by a fit that is told of a failure, a first one by none") {
  const Leaves leaves = without_columns(small_table());
  const BacktestPlan plan = small_plan();
  const Backtest backtest = learning::backtest(leaves, {}, plan, 1);
  const CaseResult& told = find(backtest, Order::nothing, 0, true).cases[2];
  const CaseResult& first = find(backtest, Order::nothing, 0).cases[2];
  REQUIRE(told.votes.size() == 2);
  std::vector<Leaf> known = leaves.support;
  known.resize(6);
  const Leaf hidden = leaves.support[7];
  const Priors plain_priors = common_swing_priors();
  const Forecasts swing = forecast(plain(known), plain({hidden}), plain_priors, plan.sampling);
  Leaf failed = leaves.support[6];
  failed.ballots.reset();
  failed.share = {0, 0.5};
  known.push_back(failed);
  const Forecasts model = forecast(known, {hidden}, support_priors(), plan.sampling);
  for (const HiddenVote& vote : told.votes) {
    const auto& scores = vote.scores;
    if (vote.leaf == 6) {
      CHECK(scores[method::model].log_probability ==
            first.votes[0].scores[method::model].log_probability);
      continue;
    }
    CHECK(scores[method::model].log_probability == score(model.laws[0], hidden).log_probability);
    CHECK(scores[method::common_swing].log_probability ==
          score(swing.laws[0], hidden).log_probability);
  }
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
  CHECK(learning::backtest(leaves, {"again"}, small_plan(), 1).settings.size() == 15);
  leaves.support.resize(6);
  CHECK_THROWS_WITH_AS(learning::backtest(leaves, {"again"}, small_plan(), 1),
                       "without a, the column again is the same in all votes that are used",
                       NothingToFit);
  leaves.support.resize(5);
  CHECK_THROWS_WITH_AS(learning::backtest(leaves, {}, small_plan(), 1),
                       "only one ratification has votes to use, and two are needed", NothingToFit);
}
