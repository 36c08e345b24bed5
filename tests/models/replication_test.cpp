#include "models/replication.h"

#include "models/mistake.h"
#include "tests/models/small_scenarios.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace ayes::tests {
namespace {

// Three unions, five units, every kind of term and consequence.
Scenario busy() {
  Scenario scenario = scenario_of({{"a", "north", 700},
                                   {"b", "north", 90},
                                   {"c", "south", 300},
                                   {"d", "", 41},
                                   {"e", "south", 12}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.ballot.units["c"].design = BallotDesign::bundled;
  scenario.ballot.penalty = Shift(Law(MeanSd{0.05, 0.1}));
  scenario.support.package = 0.55;
  scenario.support.contract = {0.1, 0.2};
  scenario.support.swing = Spread(Law(MeanSd{0.4, 0.1}));
  scenario.support.union_spread = 0.2;
  scenario.support.unit_spread = 0.3;
  scenario.support.tails = 6;
  scenario.support.same_voter = 0.8;
  scenario.turnout.share = 0.75;
  scenario.turnout.unit_spread = 0.25;
  scenario.turnout.with_support = 0.2;
  scenario.rule = at_least("unions", count_of(2));
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = Amount(Law(MeanSd{200, 50}));
  scenario.layoffs->outside = {0.6, 0.05, 0.5};
  return scenario;
}

void check_same_rows(const Batch& whole, int from, const Batch& part) {
  const auto same = [&](const CountColumns& a, const CountColumns& b, Eigen::Index columns) {
    CHECK((a.block(from, 0, part.size, columns) == b.topLeftCorner(part.size, columns)).all());
  };
  same(whole.votes.cast, part.votes.cast, part.votes.cast.cols());
  same(whole.votes.package_yes, part.votes.package_yes, part.votes.cast.cols());
  same(whole.votes.contract_yes, part.votes.contract_yes, part.votes.cast.cols());
  same(whole.notices, part.notices, part.votes.cast.cols());
  same(whole.separated, part.separated, part.votes.cast.cols());
  CHECK((whole.ratified.segment(from, part.size) == part.ratified.head(part.size)).all());
}

TEST_CASE("a replication is the same in a batch of any size, and on any instruction set") {
  const Model model = compile(busy());
  const Batch whole = simulated(model, 1000);
  for (const kernels::Kernels* kernels : kernels::all()) {
    for (int size : {1, 7, 64, 333}) {
      Batch part(model, 1, size, *kernels);
      for (int first : {0, 61, 500}) {
        part.first = first;
        part.size = size;
        simulate(model, part);
        check_same_rows(whole, first, part);
      }
    }
  }
}

TEST_CASE("a further unit changes no draw, ballot or layoff of the others") {
  Scenario scenario = busy();
  scenario.layoffs->rejected.threat = 200.0;
  const Batch before = simulated(compile(scenario), 2000);
  UnitWords sixth;
  sixth.unit = "f";
  sixth.union_name = "south";
  sixth.members = 5000;
  sixth.employees = 0;  // no part of the threat, so that the others' parts stay
  scenario.unit.insert(scenario.unit.begin() + 2, sixth);
  scenario.rule = at_least("unions", count_of(0));  // decided alike in both
  const Batch after = simulated(compile(scenario), 2000);
  scenario.unit.erase(scenario.unit.begin() + 2);
  const Batch same_rule = simulated(compile(scenario), 2000);
  const std::vector<int> columns = {0, 1, 3, 4, 5};
  for (std::size_t u = 0; u < columns.size(); ++u) {
    const auto old_column = static_cast<Eigen::Index>(u);
    const Eigen::Index column = columns[u];
    CHECK((before.votes.cast.col(old_column) == after.votes.cast.col(column)).all());
    CHECK((before.votes.package_yes.col(old_column) == after.votes.package_yes.col(column)).all());
    CHECK(
        (before.votes.contract_yes.col(old_column) == after.votes.contract_yes.col(column)).all());
    CHECK((same_rule.separated.col(old_column) == after.separated.col(column)).all());
    CHECK((same_rule.notices.col(old_column) == after.notices.col(column)).all());
  }
}

TEST_CASE("taking a driver or a spread away leaves every other draw as it was") {
  Scenario scenario = busy();
  DriverTable driver;
  driver.name = "threat";
  driver.everyone = true;
  driver.coefficient = Shift(Law(MeanSd{0, 0.2}));
  scenario.driver = {driver};
  const Batch with = simulated(compile(scenario), 500);
  scenario.driver.clear();
  scenario.support.swing = 0.0;
  const Batch without = simulated(compile(scenario), 500);
  CHECK((with.votes.cast == without.votes.cast).all());
  CHECK((with.votes.package_yes != without.votes.package_yes).any());
}

TEST_CASE("another seed gives other votes") {
  const Model model = compile(busy());
  CHECK((simulated(model, 100, 1).votes.cast != simulated(model, 100, 2).votes.cast).any());
}

TEST_CASE("raising package support never unratifies, under a rule monotone in yes") {
  Scenario scenario = busy();
  Counts before = Counts::Zero(4000);
  for (double share : {0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.9}) {
    scenario.support.package = share;
    const Batch batch = simulated(compile(scenario), 4000);
    CHECK((batch.ratified >= before).all());
    before = batch.ratified;
  }
}

TEST_CASE("all mistakes of a scenario are found at once, each with its path") {
  Scenario scenario = busy();
  scenario.support.tails = 2;
  scenario.rule = at_least("north", count_of(1));  // a union's name, not a group's
  scenario.layoffs->rejected.by = "planned_cut";
  scenario.support.groups = {{"sector", "sector", 0.1}};
  DriverTable driver;
  driver.name = "nothing";
  scenario.driver = {driver};
  try {
    compile(scenario);
    FAIL("accepted");
  } catch (const ScenarioError& error) {
    std::vector<std::string> paths;
    for (const Mistake& mistake : error.mistakes()) paths.push_back(mistake.path);
    std::sort(paths.begin(), paths.end());
    CHECK(paths == std::vector<std::string>{"driver.nothing", "layoffs.rejected.by", "rule",
                                            "support.group.sector.column", "support.tails"});
  }
}

TEST_CASE("rosters that can't vote are refused") {
  const auto problem = [](const Scenario& scenario) {
    try {
      compile(scenario);
    } catch (const ScenarioError& error) {
      return error.mistakes()[0].problem;
    }
    return std::string("accepted");
  };
  CHECK(problem(Scenario{}) == "there is no bargaining unit");
  CHECK(problem(scenario_of({{"a", "", 10}, {"a", "", 10}})) == "unit \"a\" is stated twice");
  CHECK(problem(scenario_of({{"a", "", -10}})) == "members of unit \"a\" is -10");
  Scenario scenario = scenario_of({{"NP-4", "", 10}});
  scenario.support.units["NP4"].package = 0.5;
  CHECK(problem(scenario) == "there is no unit \"NP4\" in the roster");
  scenario.support.units.clear();
  CountWords nobody;
  nobody.bodies = "unions";
  nobody.except = {"NP-4"};
  nobody.at_least = count_of(1);
  scenario.rule = RuleWords{"", nobody};
  CHECK(problem(scenario) == "a condition that names no one");
  scenario.rule = RuleWords{"", NamedWords{"loop"}};
  scenario.rules["loop"] = RuleWords{"", AllWords{{RuleWords{"", NamedWords{"loop"}}}}};
  CHECK(problem(scenario) == "rule \"loop\" leads back to itself");
}

}  // namespace
}  // namespace ayes::tests
