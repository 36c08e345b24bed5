// Rules as decision diagrams against the decision on every outcome.
#include "sim/conditional/rule_diagram.h"

#include "models/decision.h"
#include "tests/models/small_scenarios.h"

#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

constexpr int unions = 6;

Scenario six_unions(const RuleWords& rule) {
  std::vector<Row> rows;
  const std::int64_t members[] = {100, 61, 47, 23, 9, 5};
  for (int u = 0; u < unions; ++u) rows.push_back({"U" + std::to_string(u), "", members[u]});
  Scenario scenario = scenario_of(rows);
  scenario.rule = rule;
  return scenario;
}

// The chance that the rule holds, by deciding all 64 outcomes, each of chance Π p or 1 − p.
double by_enumeration(const Rule& rule, const std::vector<double>& yes) {
  constexpr int outcomes = 1 << unions;
  Votes votes;
  votes.union_says = CountColumns::Zero(outcomes, unions);
  votes.union_cast = CountColumns::Ones(outcomes, unions);
  for (int o = 0; o < outcomes; ++o) {
    for (int u = 0; u < unions; ++u) votes.union_says(o, u) = o >> u & 1;
  }
  const Counts held = holds(rule, votes, outcomes);
  double chance = 0;
  for (int o = 0; o < outcomes; ++o) {
    double each = held[o];
    for (int u = 0; u < unions; ++u) {
      const double p = yes[static_cast<std::size_t>(u)];
      each *= o >> u & 1 ? p : 1 - p;
    }
    chance += each;
  }
  return chance;
}

std::vector<RuleWords> rules() {
  const RuleWords four = at_least("unions", count_of(4));
  const RuleWords weight = at_least("unions", share_of(4, 5), "members");
  const RuleWords few = at_most_no("unions", count_of(1));
  BodyWords second;
  second.body = "U1";
  second.says = Answer::no;
  CountWords except;
  except.answer = Answer::no;
  except.bodies = "unions";
  except.weighted_by = "members";
  except.except = {"U0", "U3"};
  except.more_than = Threshold{Threshold::Kind::share, {1, 3}};
  return {four,
          weight,
          few,
          {"", second},
          {"", except},
          {"", AllWords{{few, weight}}},
          {"", AnyWords{{four, {"", second}}}},
          {"", NoneWords{{{"", except}, few}}},
          {"", IfWords{{{"", second}, weight, {"", AllWords{{four, {"", except}}}}}}},
          at_least("unions", count_of(0)),
          more_than("unions", count_of(6))};
}

TEST_CASE("a rule's chance is that of all outcomes in which it holds") {
  const std::vector<double> yes = {0.31, 0.77, 0.5, 0.92, 0.08, 0.64};
  for (const RuleWords& words : rules()) {
    const Model model = compile(six_unions(words));
    auto diagram = conditional::RuleDiagram::of(model.rule.rule, unions);
    REQUIRE(diagram);
    const double expected = by_enumeration(model.rule.rule, yes);
    // 64 products of 6 factors and their sum: at most 64 + 6 roundings, here and there.
    CHECK(std::abs(diagram->chance(yes) - expected) <= 140 * 0x1p-53);
    Eigen::ArrayXXd columns(3, unions);
    for (int u = 0; u < unions; ++u) columns.col(u).setConstant(yes[static_cast<std::size_t>(u)]);
    double chances[3];
    diagram->chances(columns, 3, chances);
    for (double each : chances) CHECK(each == diagram->chance(yes));
  }
}

TEST_CASE("certain unions settle the rule") {
  const Model model = compile(six_unions(at_least("unions", share_of(4, 5), "members")));
  const auto diagram = conditional::RuleDiagram::of(model.rule.rule, unions);
  REQUIRE(diagram);
  CHECK(diagram->chance(std::vector<double>(6, 1.0)) == 1);
  CHECK(diagram->chance(std::vector<double>(6, 0.0)) == 0);
  CHECK(diagram->chance(std::vector<double>{0, 1, 1, 1, 1, 1}) == 0);  // 145 of 245
}

TEST_CASE("a rule of too many cases is refused, one of many unions alike is not") {
  std::vector<Row> rows;
  for (int u = 0; u < 40; ++u) {
    rows.push_back({"U" + std::to_string(u), "", 1'000'000'000 / (u + 7) + u * u * 7919});
  }
  Scenario scenario = scenario_of(rows);
  for (UnitWords& unit : scenario.unit) unit.members = unit.members % 1'000'000 + 1;
  scenario.rule = more_than("unions", share_of(1, 2), "members");
  CHECK(!conditional::RuleDiagram::of(compile(scenario).rule.rule, 40));
  scenario.rule = more_than("unions", share_of(1, 2));
  const auto diagram = conditional::RuleDiagram::of(compile(scenario).rule.rule, 40);
  REQUIRE(diagram);
  CHECK(diagram->questions() == 420);  // after k answers, 0 ... k yes, until 21 are yes or 20 no
}

}  // namespace
}  // namespace ayes::tests
