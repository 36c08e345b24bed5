#include "models/rounds.h"

#include "models/mistake.h"
#include "models/numerics/elementary.h"
#include "models/stream.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

constexpr int votes = 60'000;

double phi(double x) { return numerics::normal_cdf(x); }
double probit(double p) { return numerics::normal_quantile(p); }

double phi2(double a, double b, double r) {
  double joint = 0;
  kernels::best().bivariate_normal_cdfs(1, &a, &b, &r, &joint);
  return joint;
}

RoundTable revote(const std::string& name = "revote") {
  RoundTable round;
  round.name = name;
  return round;
}

// Unions of one member each, who all say yes with the chance `share`; `needed` of them ratify.
Scenario ones(int unions, double share, int needed) {
  Scenario scenario = equal_unions(unions, 1);
  scenario.support.package = share;
  scenario.rule = at_least("unions", count_of(needed));
  return scenario;
}

std::int64_t ended_ratified(const Batch& batch) {
  return batch.process.ratified.head(batch.size).cast<std::int64_t>().sum();
}
std::int64_t times_held(const Batch& batch, int round) {
  return batch.process.held.col(round).head(batch.size).cast<std::int64_t>().sum();
}

TEST_CASE("a later vote is held after a rejection, with its chance") {
  Scenario scenario = ones(1, 0.4, 1);
  scenario.round = {revote()};
  scenario.round[0].chance = 0.3;
  const Batch batch = simulated(compile(scenario), votes);
  CHECK(statistics::binomial_agrees(times_held(batch, 0), votes, 0.6 * 0.3));
  CHECK(statistics::binomial_agrees(ended_ratified(batch), votes, 0.4 + 0.6 * 0.3 * 0.4));
  for (int i = 0; i < votes; ++i) {
    CHECK_FALSE((batch.ratified[i] && batch.process.held(i, 0)));
    CHECK(batch.process.last[i] == batch.process.held(i, 0));
  }
}

// First yes: a + s z + e1 > 0; second: a + s z + m + t w + v u + e2 > 0, with the same z. So the
// two are normal with correlation s² / √((1 + s²)(1 + s² + t² + v²)).
TEST_CASE("two votes of one person have the joint law of the same swing and a shift") {
  const double a = probit(0.45), s = 0.8, m = 0.4, t = 0.5, v = 0.3;
  Scenario scenario = ones(1, 0.45, 1);
  scenario.support.swing = s;
  scenario.round = {revote()};
  scenario.round[0].shift = {m, t, v};
  const Batch batch = simulated(compile(scenario), votes);
  const double first = std::sqrt(1 + s * s), second = std::sqrt(1 + s * s + t * t + v * v);
  const double yes = phi(a / first);
  const double no_then_yes =
      phi((a + m) / second) - phi2(a / first, (a + m) / second, s * s / (first * second));
  CHECK(statistics::binomial_agrees(batch.ratified.head(votes).cast<std::int64_t>().sum(), votes,
                                    yes));
  CHECK(statistics::binomial_agrees(ended_ratified(batch), votes, yes + no_then_yes));
}

TEST_CASE("refusing unions alone vote again, and the others keep their yes") {
  const double p = 0.4, m = 0.5, q = phi(probit(p) + m);
  Scenario scenario = ones(3, p, 2);
  scenario.round = {revote()};
  scenario.round[0].who = RoundVoters::refusing_unions;
  scenario.round[0].shift.mean = m;
  const Batch batch = simulated(compile(scenario), votes);
  const double none = std::pow(1 - p, 3), one = 3 * p * std::pow(1 - p, 2);
  const double expected =
      1 - none - one + none * (3 * q * q * (1 - q) + q * q * q) + one * (1 - (1 - q) * (1 - q));
  CHECK(statistics::binomial_agrees(ended_ratified(batch), votes, expected));
}

// A union of three units of one member each, pooled; a fourth unit stands alone.
TEST_CASE("refusing units alone vote again, within a union too") {
  const double p = 0.3, m = 0.7, q = phi(probit(p) + m);
  Scenario scenario = scenario_of({{"a", "x", 1}, {"b", "x", 1}, {"c", "x", 1}});
  scenario.support.package = p;
  scenario.rule = at_least("unions", count_of(1));
  scenario.round = {revote()};
  scenario.round[0].who = RoundVoters::refusing_units;
  scenario.round[0].shift.mean = m;
  const Batch batch = simulated(compile(scenario), votes);
  double expected = 0;
  for (int first = 0; first < 8; ++first) {
    double chance = 1;
    int yes = 0;
    for (int unit = 0; unit < 3; ++unit) {
      const bool said = first >> unit & 1;
      chance *= said ? p : 1 - p;
      yes += said;
    }
    if (yes >= 2) expected += chance;
    if (yes == 1) expected += chance * (1 - (1 - q) * (1 - q));
    if (yes == 0) expected += chance * (3 * q * q * (1 - q) + q * q * q);
  }
  CHECK(statistics::binomial_agrees(ended_ratified(batch), votes, expected));
}

TEST_CASE("three votes in a row, each under a rule of its own") {
  const double p = 0.35;
  Scenario scenario = ones(2, p, 2);
  scenario.round = {revote("second"), revote("third")};
  scenario.round[1].rule = at_least("unions", count_of(1));
  const Batch batch = simulated(compile(scenario), votes);
  const double both = p * p, any = 1 - (1 - p) * (1 - p);
  CHECK(statistics::binomial_agrees(times_held(batch, 0), votes, 1 - both));
  CHECK(statistics::binomial_agrees(times_held(batch, 1), votes, (1 - both) * (1 - both)));
  CHECK(statistics::binomial_agrees(ended_ratified(batch), votes,
                                    1 - (1 - both) * (1 - both) * (1 - any)));
}

// The package passes; the unit's own contract, refused at first, is put to it once more.
TEST_CASE("after a ratification the contract alone can be voted on again") {
  const double c = 0.4, m = 0.6;
  Scenario scenario = ones(1, 1, 1);
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.units["U1"].contract = c;
  scenario.round = {revote("supplement")};
  scenario.round[0].after = RoundAfter::ratified;
  scenario.round[0].who = RoundVoters::refusing_units;
  scenario.round[0].asks = {Question::contract};
  scenario.round[0].shift.mean = m;
  const Batch batch = simulated(compile(scenario), votes);
  CHECK(ended_ratified(batch) == votes);
  CHECK(times_held(batch, 0) == votes);
  std::int64_t outside = 0;
  for (int i = 0; i < votes; ++i) {
    outside += batch.process.units_outside[i];
    CHECK(batch.process.members_with_old_raises[i] == batch.process.units_outside[i]);
  }
  CHECK(statistics::binomial_agrees(outside, votes, (1 - c) * (1 - phi(probit(c) + m))));
}

TEST_CASE("no vote is held after the offer has expired") {
  Scenario scenario = ones(1, 0, 1);
  scenario.round = {revote()};
  RoundTable& round = scenario.round[0];
  round.date = Date{2011, 8, 30};
  round.expires = Date{2011, 9, 2};
  round.late = Amount(Law(DiscreteLaw{{0, 3, 4, 90}, {1, 2, 3, 4}}));
  const Batch batch = simulated(compile(scenario), votes);
  CHECK(statistics::binomial_agrees(times_held(batch, 0), votes, 0.3));
}

TEST_CASE("a later vote moves no draw of the first, nor does another later vote") {
  Scenario scenario = ones(4, 0.5, 2);
  scenario.unit[0].members = 700;
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.swing = 0.4;
  scenario.support.unit_spread = 0.3;
  scenario.turnout.share = 0.7;
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 50.0;
  const Batch alone = simulated(compile(scenario), 500);
  scenario.round = {revote("b")};
  const Batch with_one = simulated(compile(scenario), 500);
  scenario.round = {revote("a"), revote("b")};
  scenario.round[0].chance = 0.0;
  const Batch with_two = simulated(compile(scenario), 500);
  CHECK((alone.votes.package_yes == with_one.votes.package_yes).all());
  CHECK((alone.votes.contract_yes == with_one.votes.contract_yes).all());
  CHECK((alone.separated == with_one.separated).all());
  CHECK((with_one.later[0].votes.package_yes == with_two.later[1].votes.package_yes).all());
  CHECK((with_one.process.ratified == with_two.process.ratified).all());
  CHECK((with_one.all_separated == with_two.all_separated).all());
}

TEST_CASE("the same people: what a later vote leaves unsaid has the draws of the first") {
  Scenario scenario = ones(2, 0.5, 2);
  scenario.support.swing = Spread(Law(MeanSd{0.5, 0.2}));
  scenario.support.unit_spread = 0.6;
  scenario.round = {revote()};
  const Model model = compile(scenario);
  const Batch batch = simulated(model, 300);
  CHECK((batch.shared.col(model.shared.swing) ==
         batch.later[0].shared.col(model.rounds[0].model.shared.swing))
            .all());
}

// Employees 1000, a threat of 400 announced whole, half of it carried out, a tenth of that begun.
TEST_CASE("a later yes: what had begun stays ended, the other notices are taken back") {
  Scenario scenario = scenario_of({{"a", "", 1000}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.units["a"].package = 0.0;
  scenario.support.units["a"].contract = 0.0;
  scenario.rule = at_least("unions", count_of(1));
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 400.3;
  scenario.layoffs->rejected.carried_out = 0.5;
  scenario.layoffs->rejected.recall = 0.25;
  scenario.layoffs->outside = {0.6, 0.05, 0.5};
  scenario.layoffs->anyway = {0.01, 0.2, {}};
  scenario.savings = SavingsTable{};
  scenario.savings->package = 1e6;
  scenario.savings->per_layoff = 1000.0;
  scenario.round = {revote()};
  RoundTable& round = scenario.round[0];
  round.chance = 0.5;
  round.begun = 0.1;
  round.support = scenario.support;
  round.support->units["a"].package = 1.0;
  const int n = 300;
  const Batch batch = simulated(compile(scenario), n);
  const std::uint64_t stream = stream_name("first", "layoffs", "unit", "a");
  const std::uint64_t held = stream_name("revote", "round", "held", "");
  const auto floor_of = [](double x) { return static_cast<int>(std::floor(x)); };
  for (int k = 0; k < n; ++k) {
    double u[5];
    for (int d = 0; d < 5; ++d) u[d] = uniform(1, stream, k, d);
    const bool again = uniform(1, held, k, 0) < 0.5;
    CHECK(batch.process.held(k, 0) == again);
    CHECK(batch.process.ratified[k] == again);
    const int notices = floor_of(400.3 + u[0]);
    const int before = floor_of(400.3 * 0.5 * (again ? 0.1 : 1) + u[0]);
    const int outside = again && u[1] < 0.6 ? floor_of(0.05 * (1000 - before) + u[2]) : 0;
    const int more = floor_of(0.01 * (1000 - before - outside) + u[3]);
    CHECK(batch.all_notices[k] == notices + outside + more);
    CHECK(batch.all_separated[k] == before + outside + more);
    CHECK(batch.all_rescinded[k] == (again ? notices - before : 0));
    CHECK(batch.all_recalled[k] == floor_of(before * 0.25 + outside * 0.5 + more * 0.2 + u[4]));
    const double saved =
        (again ? 1e6 : 0) + 1000.0 * (batch.all_separated[k] - batch.all_recalled[k]);
    CHECK(batch.saved[k] == saved);
  }
}

TEST_CASE("a later yes to the contract, too, protects from all that had not begun") {
  Scenario scenario = scenario_of({{"a", "", 1000}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.units["a"].package = 0.0;
  scenario.rule = at_least("unions", count_of(1));
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 300.0;
  scenario.layoffs->outside = {1.0, 0.5, 0.0};
  scenario.layoffs->anyway.rate = 0.3;
  scenario.round = {revote()};
  scenario.round[0].begun = 0.2;
  scenario.round[0].support = scenario.support;
  scenario.round[0].support->units["a"] = {SupportShare(1.0), SupportShare(1.0), {}};
  const Batch batch = simulated(compile(scenario), 200);
  for (int k = 0; k < 200; ++k) {
    CHECK(batch.all_notices[k] == 300);
    CHECK(batch.all_separated[k] == 60);
    CHECK(batch.all_rescinded[k] == 240);
  }
}

TEST_CASE("a second no bears the rejection as one vote would") {
  Scenario scenario = ones(3, 0, 1);
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 2.0;
  scenario.layoffs->rejected.carried_out = 0.7;
  const Batch once = simulated(compile(scenario), 300);
  scenario.round = {revote()};
  scenario.round[0].begun = 0.5;
  const Batch twice = simulated(compile(scenario), 300);
  CHECK((once.all_notices == twice.all_notices).all());
  CHECK((once.all_separated == twice.all_separated).all());
  CHECK((twice.all_rescinded == 0).all());
}

TEST_CASE("a calendar is of the first vote: a later one is counted at once") {
  Scenario scenario = ones(3, 0.5, 3);
  scenario.round = {revote()};
  const Model plain = compile(scenario);
  for (UnitWords& unit : scenario.unit) unit.date = Date{2011, 6, 10};
  scenario.unit[2].date = Date{2011, 6, 20};
  scenario.calendar = CalendarTable{};
  scenario.calendar->momentum = 0.5;
  const Model dated = compile(scenario);
  CHECK(dated.calendar.has_value());
  CHECK_FALSE(dated.rounds[0].model.calendar.has_value());
  const Batch a = simulated(plain, 500), b = simulated(dated, 500);
  CHECK((a.later[0].votes.package_yes == b.later[0].votes.package_yes).all());
}

// The master passes and waits for every contract; the last contract comes in a supplement.
TEST_CASE("a package that waits for contracts comes into force by a later vote on them") {
  Scenario scenario = ones(2, 1, 2);
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.units["U1"].contract = 1.0;
  scenario.support.units["U2"].contract = 0.0;
  CountWords contracts;
  contracts.bodies = "units";
  contracts.on = Question::contract;
  contracts.at_least = share_of(1, 1);
  scenario.gate.emplace().package_waits_for = RuleWords{"", contracts};
  scenario.round = {revote("supplement")};
  RoundTable& round = scenario.round[0];
  round.after = RoundAfter::ratified;
  round.who = RoundVoters::refusing_units;
  round.asks = {Question::contract};
  round.chance = 0.5;
  round.support = scenario.support;
  round.support->units["U2"].contract = 1.0;
  const Batch batch = simulated(compile(scenario), 300);
  for (int i = 0; i < 300; ++i) {
    CHECK(batch.process.ratified[i] == 1);
    CHECK(batch.package_in_force(i, 0) == 0);
    if (batch.process.held(i, 0)) CHECK(batch.later[0].package_in_force(i, 0) == 1);
  }
}

TEST_CASE("what is said of no use in a later vote, or against itself, is a mistake") {
  const auto problem = [](const auto& change) -> std::string {
    Scenario scenario = ones(2, 0.5, 2);
    scenario.ballot.design = BallotDesign::separate;
    scenario.round = {revote()};
    change(scenario, scenario.round[0]);
    try {
      compile(scenario);
    } catch (const ScenarioError& error) {
      return error.mistakes().front().path + ": " + error.mistakes().front().problem;
    }
    return "";
  };
  CHECK(problem([](Scenario&, RoundTable& round) { round.name = "first"; }) ==
        "round.first: a later vote is called \"first\"");
  CHECK(problem([](Scenario&, RoundTable& round) { round.asks = {}; }) ==
        "round.revote.asks: round \"revote\" asks no question");
  CHECK(problem([](Scenario& scenario, RoundTable& round) {
          scenario.ballot.design = BallotDesign::package_only;
          round.asks = {Question::contract};
        }) ==
        "round.revote.asks: round \"revote\" asks about contracts alone, and no unit votes on one");
  CHECK(problem([](Scenario&, RoundTable& round) { round.late = 3.0; }) ==
        "round.revote.late: round \"revote\" may be late, and its offer does not expire");
  CHECK(problem([](Scenario&, RoundTable& round) {
          round.expires = Date{2011, 8, 1};
        }) ==
        "round.revote.expires: the offer of round \"revote\" expires, and its vote has no date");
  CHECK(problem([](Scenario&, RoundTable& round) {
          round.date = Date{2011, 8, 2};
          round.expires = Date{2011, 8, 1};
        }) == "round.revote.expires: the offer of round \"revote\" expires before the vote");
  CHECK(problem([](Scenario& scenario, RoundTable& round) {
          scenario.ballot.units["U2"].design = BallotDesign::bundled;
          round.asks = {Question::package};
        }) ==
        "round.revote.asks: round \"revote\" asks one question, and unit \"U2\" has both on one "
        "ballot");
  CHECK(problem([](Scenario&, RoundTable& round) {
          round.who = RoundVoters::refusing_units;
          round.unions.emplace();
        }) ==
        "round.revote.unions: round \"revote\" restates how unions decide, and some keep their "
        "answers");
  CHECK(problem([](Scenario&, RoundTable& round) { round.layoffs.emplace(); }) ==
        "round.revote.layoffs: round \"revote\" states [round.layoffs], and the first vote has "
        "none");
  CHECK(problem([](Scenario&, RoundTable& round) { round.support.emplace().units["U9"]; }) ==
        "round.revote.support.units.U9: in round \"revote\", there is no unit \"U9\" in the "
        "roster");
}

}  // namespace
}  // namespace ayes::tests
