// What surrounds a vote: a legislature, an imposition, a challenged ballot, layoffs of refusers.
#include "models/mistake.h"
#include "models/stream.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

constexpr int votes = 40'000;

std::int64_t sum_of(const Counts& flags, int n = votes) {
  return flags.head(n).cast<std::int64_t>().sum();
}

// One union of one member, who says yes with the chance `share`.
Scenario one(double share) {
  Scenario scenario = equal_unions(1, 1);
  scenario.support.package = share;
  scenario.rule = at_least("unions", count_of(1));
  return scenario;
}

TEST_CASE("a legislature refuses when it acts and says no, or when its silence does") {
  for (const Silence silence : {Silence::approves, Silence::refuses}) {
    Scenario scenario = one(0.7);
    scenario.legislature = LegislatureTable{.acts = 0.4, .refuses = 0.3, .silence = silence};
    const Batch batch = simulated(compile(scenario), votes);
    const double refusal = 0.4 * 0.3 + (silence == Silence::refuses ? 0.6 : 0);
    CHECK(statistics::binomial_agrees(sum_of(batch.ratified), votes, 0.7));
    CHECK(statistics::binomial_agrees(sum_of(batch.refused_by_legislature), votes, 0.7 * refusal));
    CHECK(statistics::binomial_agrees(sum_of(batch.in_force), votes, 0.7 * (1 - refusal)));
    for (int i = 0; i < votes; ++i) CHECK(batch.package_in_force(i, 0) == batch.in_force[i]);
  }
}

TEST_CASE("a legislature that only ever approves changes nothing") {
  Scenario scenario = one(0.5);
  const Batch without = simulated(compile(scenario), 500);
  scenario.legislature.emplace();
  scenario.imposed.emplace();
  const Batch with = simulated(compile(scenario), 500);
  CHECK((without.package_in_force == with.package_in_force).all());
  CHECK((without.contract_in_force == with.contract_in_force).all());
}

TEST_CASE("contracts are refused each by itself") {
  Scenario scenario = equal_unions(2, 1);
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.package = 1.0;
  scenario.rule = at_least("unions", count_of(2));
  scenario.legislature = LegislatureTable{.refuses_contract = 0.25};
  const Batch batch = simulated(compile(scenario), votes);
  Counts both = Counts::Zero(votes);
  for (int i = 0; i < votes; ++i)
    both[i] = !batch.contract_in_force(i, 0) && !batch.contract_in_force(i, 1);
  CHECK(statistics::binomial_agrees(sum_of(batch.contract_in_force.col(0)), votes, 0.75));
  CHECK(statistics::binomial_agrees(sum_of(both), votes, 0.25 * 0.25));
  CHECK(sum_of(batch.in_force) == votes);
}

TEST_CASE("who takes part gambles on the legislature, too") {
  Scenario scenario = one(1.0);
  scenario.ballot.design = BallotDesign::separate;
  scenario.layoffs.emplace().outside = {1.0, 1.0, 0.0};
  scenario.legislature = LegislatureTable{.refuses_contract = 0.25};
  const Batch batch = simulated(compile(scenario), votes);
  CHECK(statistics::binomial_agrees(sum_of(batch.layoffs_taking_part.col(0)), votes, 0.25));
  CHECK((batch.layoffs_taking_part == batch.separated).all());  // it did take part
  CHECK(sum_of(batch.layoffs_staying_out.col(0)) == votes);
}

TEST_CASE("what is imposed is in force and not ratified") {
  Scenario scenario = one(0.4);
  scenario.imposed = ImposedTable{0.3};
  const Batch batch = simulated(compile(scenario), votes);
  CHECK(statistics::binomial_agrees(sum_of(batch.imposed), votes, 0.6 * 0.3));
  CHECK(statistics::binomial_agrees(sum_of(batch.in_force), votes, 0.4 + 0.6 * 0.3));
  for (int i = 0; i < votes; ++i)
    CHECK(batch.in_force[i] == (batch.ratified[i] | batch.imposed[i]));
}

TEST_CASE("it is imposed only where a rule allows it, with the same chance there") {
  // Two unions that each say yes half of the time; both must. Imposed only over the second's no.
  Scenario scenario = equal_unions(2, 1);
  scenario.ballot.design = BallotDesign::package_only;
  scenario.support.package = 0.5;
  scenario.rule = at_least("unions", count_of(2));
  scenario.imposed = ImposedTable{0.4, RuleWords{"", BodyWords{"U1", Answer::yes}}};
  const Batch batch = simulated(compile(scenario), votes);
  CHECK(statistics::binomial_agrees(sum_of(batch.ratified), votes, 0.25));
  CHECK(statistics::binomial_agrees(sum_of(batch.imposed), votes, 0.25 * 0.4));
  for (int i = 0; i < votes; ++i)
    if (batch.imposed[i]) CHECK((batch.votes.union_says(i, 0) && !batch.votes.union_says(i, 1)));
}

TEST_CASE("nobody imposes a package on which there is to be another vote") {
  Scenario scenario = one(0);
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 1.0;
  scenario.imposed = ImposedTable{1.0};
  RoundTable round;
  round.name = "revote";
  round.chance = 0.5;
  round.support = scenario.support;
  round.support->package = 1.0;
  scenario.round = {round};
  const Batch batch = simulated(compile(scenario), 400);
  for (int i = 0; i < 400; ++i) {
    const bool again = batch.process.held(i, 0) != 0;
    CHECK(batch.imposed[i] == !again);
    CHECK(batch.in_force[i] == 1);
    CHECK(batch.all_notices[i] == again);  // sent between the votes, and taken back
    CHECK(batch.all_rescinded[i] == again);
    CHECK(batch.all_separated[i] == 0);
  }
}

TEST_CASE("a bundled ballot that is declared void counts as no, as absent, or is asked apart") {
  Scenario scenario = equal_unions(1, 90);
  scenario.ballot.units["U1"].design = BallotDesign::bundled;
  scenario.ballot.units["U1"].bundled_yes_if = BundledYesIf::both;
  scenario.turnout.share = 0.5;
  scenario.support.package = 1.0;
  scenario.rule = at_least("unions", count_of(1));
  const auto with = [&](Voided then, double contract) {
    scenario.support.units["U1"].contract = contract;
    scenario.challenge["U1"] = {0.3, then};
    return simulated(compile(scenario), votes);
  };
  const Batch no = with(Voided::no, 1);
  CHECK(statistics::binomial_agrees(sum_of(no.ratified), votes, 0.7));
  const Batch absent = with(Voided::absent, 1);
  const Batch apart = with(Voided::separate, 0);
  for (int i = 0; i < votes; ++i) {
    CHECK(absent.ratified[i] == no.ratified[i]);
    CHECK((absent.votes.cast(i, 0) == 0) == (absent.ratified[i] == 0));
    CHECK(no.votes.cast(i, 0) == no.votes.returned(i, 0));
    CHECK(no.votes.contract_yes(i, 0) == no.votes.package_yes(i, 0));
    // Asked apart, all say yes to the package and no to the contract; together, all say no.
    CHECK(apart.ratified[i] == 1 - no.ratified[i]);
    CHECK(apart.votes.contract_yes(i, 0) == 0);
  }
}

TEST_CASE("a challenge that never succeeds changes nothing, and one that always does asks apart") {
  Scenario scenario = equal_unions(1, 700);
  scenario.ballot.units["U1"].design = BallotDesign::bundled;
  scenario.support.package = 0.55;
  scenario.support.same_voter = 0.5;
  scenario.support.contract = {0.1, 0.2};
  scenario.turnout.share = 0.7;
  const Batch bundled = simulated(compile(scenario), 500);
  scenario.challenge["U1"] = {0.0, Voided::separate};
  const Batch never = simulated(compile(scenario), 500);
  CHECK((bundled.votes.package_yes == never.votes.package_yes).all());
  CHECK((bundled.votes.contract_yes == never.votes.contract_yes).all());
  scenario.challenge["U1"].chance = 1.0;
  const Batch always = simulated(compile(scenario), 500);
  scenario.challenge.clear();
  scenario.ballot.units["U1"].design = BallotDesign::separate;
  const Batch separate = simulated(compile(scenario), 500);
  CHECK((always.votes.package_yes == separate.votes.package_yes).all());
  CHECK((always.votes.contract_yes == separate.votes.contract_yes).all());
}

// Each union binds itself. "a" says yes, "b" no; the threat to b names 60 jobs of its 500.
TEST_CASE("layoffs of refusers hit the units of unions that said no") {
  Scenario scenario = scenario_of({{"a", "", 300}, {"b", "", 500}});
  scenario.support.units["a"].package = 1.0;
  scenario.support.units["b"].package = 0.0;
  scenario.unit[0].columns["jobs"] = "40";
  scenario.unit[1].columns["jobs"] = "60";
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->refusers = RefusersLayoffsTable{"jobs", 0.9, 0.3};
  const Batch batch = simulated(compile(scenario), 300);
  scenario.layoffs->rejected.threat = 80.0;  // of which b bears 80 · 500 / 800 = 50
  scenario.layoffs->rejected.carried_out = 0.5;
  const Batch both = simulated(compile(scenario), 300);
  const std::uint64_t stream = stream_name("first", "layoffs", "unit", "b");
  for (int k = 0; k < 300; ++k) {
    const double u = uniform(1, stream, k, 0);
    const auto whole = [&](double x) { return static_cast<int>(std::floor(x + u)); };
    CHECK(batch.notices(k, 0) == 0);
    CHECK(batch.notices(k, 1) == whole(60 * 0.9));
    CHECK(batch.separated(k, 1) == whole(60 * 0.9 * 0.3));
    CHECK(both.notices(k, 0) == 0);
    CHECK(both.notices(k, 1) == whole(60 * 0.9 + 50));
    CHECK(both.separated(k, 1) == whole(60 * 0.9 * 0.3 + 50 * 0.5));
  }
}

// New York 2011 in small: the union that refuses gets notices, votes again, and all are taken back.
TEST_CASE("a refusing union that says yes in a later vote has its notices taken back") {
  Scenario scenario = scenario_of({{"a", "", 300}, {"b", "", 500}});
  scenario.support.units["a"].package = 1.0;
  scenario.support.units["b"].package = 0.0;
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->refusers = RefusersLayoffsTable{"", 0.2, 1.0};
  RoundTable round;
  round.name = "revote";
  round.who = RoundVoters::refusing_unions;
  round.chance = 0.5;
  round.begun = 0.25;
  round.support = scenario.support;
  round.support->units["a"].package = 0.0;  // not asked again
  round.support->units["b"].package = 1.0;
  scenario.round = {round};
  const Batch batch = simulated(compile(scenario), 400);
  for (int i = 0; i < 400; ++i) {
    const bool again = batch.process.held(i, 0) != 0;
    CHECK(batch.process.ratified[i] == again);
    CHECK(batch.all_notices[i] == 100);
    CHECK(batch.all_separated[i] == (again ? 25 : 100));
    CHECK(batch.all_rescinded[i] == (again ? 75 : 0));
  }
}

// Agency one: 100 of the staff in a, 300 in b, cuts 40. Agency two: 50 in b, 50 others, cuts 60.
TEST_CASE("cuts by agency fall on units by the staff they have in it") {
  Scenario scenario = scenario_of({{"a", "", 400}, {"b", "", 900}});
  scenario.support.package = 0.0;
  scenario.rule = at_least("unions", count_of(1));
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 200.0;
  scenario.layoffs->rejected.by_agency = AgencyCutsTable{.agencies = {"one", "two"},
                                                         .units = {"b", "a"},
                                                         .cuts = {40, 60},
                                                         .others = {0, 50},
                                                         .staff = {{300, 100}, {50, 0}}};
  const Model model = compile(scenario);
  CHECK(model.units[0].exposure == doctest::Approx(10.0 / 100).epsilon(1e-15));
  CHECK(model.units[1].exposure == doctest::Approx((30.0 + 30) / 100).epsilon(1e-15));
  const Batch batch = simulated(model, 50);
  for (int i = 0; i < 50; ++i) {
    CHECK(std::abs(batch.notices(i, 0) - 20) <= 1);
    CHECK(std::abs(batch.notices(i, 1) - 120) <= 1);
  }
}

TEST_CASE("a unit outside earns the award where it comes and is not refused") {
  Scenario scenario = scenario_of({{"a", "", 10}, {"b", "", 10}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.package = 1.0;
  scenario.pay = PayTable{.salary = 100.0, .agreed = {0.0}, .outside = {0.1}};
  scenario.pay->units["b"].award = AwardTable{0.6, 0.25, {0.2, 0.5}};
  const Model model = compile(scenario);
  CHECK(model.pay_years == 2);
  const Batch batch = simulated(model, votes);
  const Unit &a = model.units[0], &b = model.units[1];
  CHECK(a.pay_agreed == b.pay_agreed);
  CHECK(a.pay_outside != b.pay_outside);
  std::int64_t awarded = 0;
  for (int i = 0; i < votes; ++i) {
    CHECK(batch.pay(i, b.pay_agreed) == 200);
    CHECK(batch.pay(i, a.pay_outside) == doctest::Approx(220));
    const bool with_award = batch.pay(i, b.pay_outside) > 250;
    awarded += with_award;
    CHECK(batch.pay(i, b.pay_outside) == doctest::Approx(with_award ? 120 + 180 : 220));
  }
  CHECK(statistics::binomial_agrees(awarded, votes, 0.6 * 0.75));
}

TEST_CASE("mistakes about what surrounds a vote are told") {
  const auto problem = [](const Scenario& scenario) -> std::string {
    try {
      compile(scenario);
    } catch (const ScenarioError& error) {
      return error.mistakes().front().path + ": " + error.mistakes().front().problem;
    }
    return "";
  };
  Scenario scenario = one(0.5);
  scenario.challenge["U1"] = {0.1, Voided::no};
  CHECK(problem(scenario) ==
        "challenge.U1: the ballot of unit \"U1\" is challenged, and asks one question at a time");
  scenario.challenge.clear();
  scenario.challenge["U2"];
  CHECK(problem(scenario) == "challenge.U2: there is no unit \"U2\" in the roster");
  scenario.challenge.clear();
  scenario.savings.emplace();
  scenario.unit[0].employees = 0;
  CHECK(problem(scenario) == "savings: savings of units that have no employees");
  scenario.savings.reset();
  scenario.unit[0].employees.reset();
  scenario.layoffs.emplace().refusers = RefusersLayoffsTable{"jobs", 0.5, 1.0};
  CHECK(problem(scenario) ==
        "layoffs.refusers.by: no unit has a column \"jobs\" with the jobs threatened");
  scenario.layoffs->rejected.by_agency =
      AgencyCutsTable{.agencies = {"one"}, .units = {"U7"}, .cuts = {1}, .staff = {{1}}};
  CHECK(problem(scenario) ==
        "layoffs.rejected.by_agency: the table of agencies names \"U7\", which is no unit of the "
        "roster");
  scenario.layoffs->rejected.by_agency->units = {"U1"};
  scenario.layoffs->rejected.by_agency->staff = {{0}};
  CHECK(problem(scenario) ==
        "layoffs.rejected.by_agency: agency \"one\" cuts jobs and has no staff");
  scenario.layoffs->rejected.by_agency->staff = {};
  CHECK(problem(scenario) ==
        "layoffs.rejected.by_agency: the lists of agencies don't fit each other");
  for (const auto& none :
       {AgencyCutsTable{},
        AgencyCutsTable{.agencies = {"one"}, .units = {"U1"}, .cuts = {0}, .staff = {{5}}}}) {
    scenario.layoffs->rejected.by_agency = none;
    CHECK(problem(scenario) == "layoffs.rejected.by_agency: no agency cuts a job");
  }
  scenario.layoffs->rejected.by_agency.reset();
  scenario.unit[0].columns["jobs"] = "7";
  CHECK(problem(scenario) ==
        "layoffs.refusers.by: unit \"U1\" is threatened with the loss of 7 jobs");
}

}  // namespace
}  // namespace ayes::tests
