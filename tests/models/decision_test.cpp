#include "models/decision.h"

#include "models/compile/compile.h"
#include "tests/models/small_scenarios.h"

#include <doctest/doctest.h>

namespace ayes::tests {
namespace {

// Holds a rule against votes that are written down, one replication a row.
struct Poll {
  Model model;
  Votes votes;
  int size;

  Poll(const Scenario& scenario, int rows) : model(compile(scenario)), size(rows) {
    votes = Batch(model, 1, rows, kernels::best()).votes;
  }
  void ballots(int row, const std::string& unit, std::int32_t yes, std::int32_t no,
               std::int32_t contract_yes = 0) {
    for (std::size_t u = 0; u < model.units.size(); ++u) {
      if (model.units[u].name != unit) continue;
      votes.cast(row, static_cast<Eigen::Index>(u)) = yes + no;
      votes.package_yes(row, static_cast<Eigen::Index>(u)) = yes;
      votes.contract_yes(row, static_cast<Eigen::Index>(u)) = contract_yes;
    }
  }
  Counts ratified() {
    RuleScratch scratch(size, 16);
    count_decisions(model, votes, size, scratch);
    return holds(model.rule.rule, votes, size);
  }
};

// The 15 unions of June 2011 with the members of the roster, each a unit of its own, and the unions
// that said no: AFSCME, CEUI, the State Police and the Judicial Marshals.
struct JuneUnion {
  const char* name;
  std::int64_t members;
  bool yes;
};
const std::vector<JuneUnion> june = {{"AFSCME Council 4", 15590, false},
                                     {"District 1199", 7700, true},
                                     {"AFT Connecticut", 6800, true},
                                     {"CSEA", 3900, true},
                                     {"CEUI", 4500, false},
                                     {"State Police", 1150, false},
                                     {"Police and Fire", 900, true},
                                     {"Judicial Marshals", 750, false},
                                     {"A&R", 2700, true},
                                     {"4Cs", 2500, true},
                                     {"CSU-AAUP", 1500, true},
                                     {"UConn-AAUP", 1500, true},
                                     {"UCHC-AAUP", 519, true},
                                     {"Prosecutors", 250, true},
                                     {"School Administrators", 60, true}};

Poll june_poll(const RuleWords& rule) {
  std::vector<Row> rows;
  for (const JuneUnion& body : june) rows.push_back({body.name, "", body.members});
  Scenario scenario = scenario_of(rows);
  scenario.rule = rule;
  Poll poll(scenario, 1);
  for (const JuneUnion& body : june)
    poll.ballots(0, body.name, body.yes ? 60 : 40, body.yes ? 40 : 60);
  return poll;
}

TEST_CASE("June 2011, 11 of 15 unions: rejected by the June rule, ratified by the July rule") {
  const RuleWords june_rule{"", AllWords{{at_most_no("unions", count_of(1)),
                                          at_least("unions", share_of(4, 5), "members")}}};
  CountWords by_members;
  by_members.bodies = "unions";
  by_members.weighted_by = "members";
  by_members.of = CountWords::Of::voted;
  by_members.more_than = share_of(1, 2);
  const RuleWords july_rule{
      "", AllWords{{more_than("unions", share_of(1, 2)), RuleWords{"", by_members}}}};
  CHECK(june_poll(june_rule).ratified()[0] == 0);
  CHECK(june_poll(july_rule).ratified()[0] == 1);
  // Each half of the June rule fails by itself, each half of the July rule holds by itself.
  CHECK(june_poll(at_most_no("unions", count_of(1))).ratified()[0] == 0);
  CHECK(june_poll(at_least("unions", share_of(4, 5), "members")).ratified()[0] == 0);
  CHECK(june_poll(at_least("unions", count_of(11))).ratified()[0] == 1);
  CHECK(june_poll(at_least("unions", count_of(12))).ratified()[0] == 0);
}

TEST_CASE("a bundled ballot fails when the pool fails; a tie and no ballots are a no") {
  Scenario scenario = scenario_of({{"a", "north", 100}, {"b", "north", 100}});
  Poll poll(scenario, 4);
  poll.ballots(0, "a", 30, 20);
  poll.ballots(0, "b", 10, 21);  // 40 to 41
  poll.ballots(1, "a", 30, 20);
  poll.ballots(1, "b", 10, 20);  // 40 to 40
  poll.ballots(2, "a", 30, 20);
  poll.ballots(2, "b", 11, 20);  // 41 to 40; row 3: nobody votes
  const Counts ratified = poll.ratified();
  CHECK(ratified[0] == 0);
  CHECK(ratified[1] == 0);
  CHECK(ratified[2] == 1);
  CHECK(ratified[3] == 0);
  CHECK(poll.votes.unit_says_package(0, 0) == 1);
  CHECK(poll.votes.unit_says_package(0, 1) == 0);
  CHECK(poll.votes.union_package_yes(0, 0) == 40);
}

TEST_CASE("a union decides by its units, or by a rule of its own") {
  Scenario scenario = scenario_of({{"a", "north", 100}, {"b", "north", 10}, {"c", "north", 10}});
  const auto with = [&](const RuleWords& decide) {
    scenario.unions.decide = decide;
    Poll poll(scenario, 1);
    poll.ballots(0, "a", 10, 90);
    poll.ballots(0, "b", 6, 4);
    poll.ballots(0, "c", 6, 4);
    return poll.ratified()[0];
  };
  CHECK(with(RuleWords{}) == 0);                                    // 22 to 98
  CHECK(with(more_than("units", share_of(1, 2))) == 1);             // 2 of 3 units
  CHECK(with(more_than("units", share_of(1, 2), "members")) == 0);  // 20 of 120 members
  CHECK(with(at_least("units", share_of(1, 6), "members")) == 1);   // 20/120 = 1/6 exactly
  CHECK(with(RuleWords{"", BodyWords{"a", Answer::no}}) == 1);
}

TEST_CASE("a unit's own rule asks for two thirds, and a union of one unit says what it says") {
  Scenario scenario = scenario_of({{"a", "", 100}});
  BallotsWords two_thirds;
  two_thirds.at_least = share_of(2, 3);
  scenario.units.rules["a"] = RuleWords{"", two_thirds};
  Poll poll(scenario, 3);
  poll.ballots(0, "a", 59, 31);
  poll.ballots(1, "a", 60, 30);  // exactly two thirds
  const Counts ratified = poll.ratified();
  CHECK(ratified[0] == 0);
  CHECK(ratified[1] == 1);
  CHECK(ratified[2] == 0);  // no ballots
}

TEST_CASE("thresholds are exact fractions: 80% of 15 members is 12, never a rounding more") {
  Scenario scenario = equal_unions(15, 7);
  const auto with = [&](const RuleWords& rule, int yes) {
    scenario.rule = rule;
    Poll poll(scenario, 1);
    for (int i = 1; i <= 15; ++i) poll.ballots(0, "U" + std::to_string(i), i <= yes, i > yes);
    return poll.ratified()[0];
  };
  CHECK(with(at_least("unions", share_of(4, 5)), 12) == 1);
  CHECK(with(at_least("unions", share_of(4, 5)), 11) == 0);
  CHECK(with(at_least("unions", share_of(4, 5), "members"), 12) == 1);
  CHECK(with(more_than("unions", share_of(4, 5)), 12) == 0);
  CHECK(with(more_than("unions", share_of(4, 5)), 13) == 1);
  CHECK(with(at_least("unions", count_of(14)), 14) == 1);
  CHECK(with(at_least("unions", count_of(14)), 13) == 0);
  CHECK(with(at_most_no("unions", share_of(1, 5)), 12) == 1);
  CHECK(with(at_most_no("unions", share_of(1, 5)), 11) == 0);
}

TEST_CASE("the truth table of all, any, none and if over three unions") {
  Scenario scenario = equal_unions(3, 10);
  const auto says = [](const char* body) { return RuleWords{"", BodyWords{body, Answer::yes}}; };
  const auto table = [&](const RuleWords& rule) {
    scenario.rule = rule;
    Poll poll(scenario, 8);
    for (int row = 0; row < 8; ++row) {
      for (int u = 0; u < 3; ++u) {
        const bool yes = row >> u & 1;
        poll.ballots(row, "U" + std::to_string(u + 1), yes, !yes);
      }
    }
    std::string text;
    for (int value : poll.ratified()) text += value ? '1' : '0';
    return text;  // rows 000, U1, U2, U1 U2, U3, U1 U3, U2 U3, all
  };
  const RuleWords one = says("U1"), two = says("U2"), three = says("U3");
  CHECK(table({"", AllWords{{one, two, three}}}) == "00000001");
  CHECK(table({"", AnyWords{{one, two, three}}}) == "01111111");
  CHECK(table({"", NoneWords{{one, two, three}}}) == "10000000");
  CHECK(table({"", IfWords{{one, two, three}}}) == "00011011");
  CHECK(table({"", AllWords{{one, RuleWords{"", AnyWords{{two, three}}}}}}) == "00010101");
}

TEST_CASE("those that did not vote leave both sides of a share of those that voted") {
  Scenario scenario = equal_unions(4, 10);
  CountWords words;
  words.bodies = "unions";
  words.more_than = share_of(1, 2);
  const auto with = [&](CountWords::Of of) {
    words.of = of;
    scenario.rule = RuleWords{"", words};
    Poll poll(scenario, 2);
    poll.ballots(0, "U1", 1, 0);
    poll.ballots(0, "U2", 1, 0);
    poll.ballots(0, "U3", 0, 1);  // U4 does not vote; in row 1 nobody does
    return poll.ratified();
  };
  CHECK(with(CountWords::Of::all)[0] == 0);    // 2 of 4
  CHECK(with(CountWords::Of::voted)[0] == 1);  // 2 of 3
  CHECK(with(CountWords::Of::voted)[1] == 0);  // a share of nothing is not reached
}

TEST_CASE("groups, exceptions, ballots of all and of those eligible") {
  Scenario scenario = scenario_of({{"a", "north", 100}, {"b", "south", 60}, {"c", "south", 40}});
  scenario.groups["outdoor"].units = {"a", "b"};
  const auto with = [&](const RuleWords& rule) {
    scenario.rule = rule;
    Poll poll(scenario, 1);
    poll.ballots(0, "a", 30, 20);
    poll.ballots(0, "b", 10, 20);
    poll.ballots(0, "c", 16, 4);
    return poll.ratified()[0];
  };
  CHECK(with(at_least("outdoor", count_of(1))) == 1);
  CHECK(with(at_least("outdoor", count_of(2))) == 0);
  CountWords except;
  except.bodies = "units";
  except.except = {"b"};
  except.at_least = share_of(1, 1);
  CHECK(with(RuleWords{"", except}) == 1);
  BallotsWords ballots;  // 56 yes, 44 no, 100 cast of 200
  ballots.more_than = share_of(14, 25);
  CHECK(with(RuleWords{"", ballots}) == 0);
  ballots.more_than.reset();
  ballots.at_least = share_of(14, 25);
  CHECK(with(RuleWords{"", ballots}) == 1);
  ballots.of = BallotsWords::Of::eligible;
  CHECK(with(RuleWords{"", ballots}) == 0);
  ballots.ballots = BallotsWords::What::cast;
  ballots.at_least = share_of(1, 2);
  CHECK(with(RuleWords{"", ballots}) == 1);
  ballots.ballots = BallotsWords::What::no;
  ballots.at_least = count_of(44);
  CHECK(with(RuleWords{"", ballots}) == 1);
}

TEST_CASE("five points more turn exactly the votes that are within five points") {
  Scenario scenario = equal_unions(2, 1000);
  scenario.rule = at_least("unions", count_of(2));
  Poll poll(scenario, 3);
  poll.ballots(0, "U1", 460, 540);
  poll.ballots(0, "U2", 600, 400);
  poll.ballots(1, "U1", 449, 551);
  poll.ballots(1, "U2", 600, 400);
  poll.ballots(2, "U1", 460, 540);
  poll.ballots(2, "U2", 400, 600);
  const Counts ratified = poll.ratified();
  RuleScratch scratch(3, 16);
  const Counts moved = ratified_if_moved(poll.model, poll.votes, ratified, 3, {0}, 5, scratch);
  CHECK(moved[0] == 1);
  CHECK(moved[1] == 0);  // 449 + 50 = 499
  CHECK(moved[2] == 0);  // U2 still says no
  CHECK(poll.votes.package_yes(0, 0) == 460);
  CHECK(poll.votes.union_says(0, 0) == 0);
}

}  // namespace
}  // namespace ayes::tests
