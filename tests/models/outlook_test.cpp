// Whether a vote is decided before all are counted, against every way in which it may still end.
#include "models/outlook.h"

#include "models/decision.h"
#include "tests/models/small_scenarios.h"

#include <doctest/doctest.h>

#include <array>

namespace ayes::tests {
namespace {

// What a unit of one member may do: cast no ballot, no, yes, or miss the close.
enum class Act { none, no, yes, late };

struct Small {
  Model model;
  bool may_be_late;

  int units() const { return static_cast<int>(model.units.size()); }

  void act(int row, int unit, Act act, Votes& votes) const {
    const Unit& stated = model.units[static_cast<std::size_t>(unit)];
    std::int32_t cast = act == Act::no || act == Act::yes, yes = act == Act::yes;
    if (act == Act::none && stated.unreturned != Unreturned::not_counted) {
      cast = 1;
      yes = stated.unreturned == Unreturned::yes;
    }
    votes.cast(row, unit) = cast;
    votes.package_yes(row, unit) = yes;
    votes.contract_yes(row, unit) = yes;
    if (votes.absence) votes.absence->unit_absent(row, unit) = act == Act::late;
  }

  // Holds the rule against votes in which some units are counted, by trying all that the others may
  // do.
  Outlook by_trying(const std::vector<Act>& counted, const std::vector<bool>& open) const {
    std::vector<std::vector<Act>> ways = {counted};
    for (int u = 0; u < units(); ++u) {
      if (!open[static_cast<std::size_t>(u)]) continue;
      const bool late = may_be_late && model.calendar->delay[static_cast<std::size_t>(u)] >= 0;
      std::vector<std::vector<Act>> more;
      for (std::vector<Act> way : ways) {
        for (Act act : {Act::none, Act::no, Act::yes, Act::late}) {
          if (act == Act::late && !late) continue;
          way[static_cast<std::size_t>(u)] = act;
          more.push_back(way);
        }
      }
      ways = more;
    }
    const int rows = static_cast<int>(ways.size());
    Batch batch(model, 1, rows, kernels::best());
    for (int i = 0; i < rows; ++i) {
      for (int u = 0; u < units(); ++u)
        act(i, u, ways[static_cast<std::size_t>(i)][static_cast<std::size_t>(u)], batch.votes);
    }
    count_decisions(model, batch.votes, rows, batch.rules);
    const Counts found = holds(model.rule.rule, batch.votes, rows);
    return {Counts::Constant(1, found.minCoeff()), Counts::Constant(1, found.maxCoeff())};
  }
};

struct Agreement {
  int looks = 0, decided = 0, wrong = 0, missed = 0;
};

// Looks at every state of a vote in which each unit is counted or open.
Agreement agreement(const Scenario& scenario) {
  const Small small{compile(scenario), true};
  const int units = small.units();
  Agreement found;
  int states = 1;
  for (int u = 0; u < units; ++u) states *= 4;
  for (int state = 0; state < states; ++state) {
    std::vector<Act> acts;
    std::vector<bool> open;
    for (int u = 0, rest = state; u < units; ++u, rest /= 4) {
      open.push_back(rest % 4 == 3);
      acts.push_back(open.back() ? Act::none : static_cast<Act>(rest % 4));
    }
    Batch batch(small.model, 1, 1, kernels::best());
    CountColumns to_come = CountColumns::Zero(1, units);
    for (int u = 0; u < units; ++u) {
      if (open[static_cast<std::size_t>(u)]) {
        to_come(0, u) = 1;
      } else {
        small.act(0, u, acts[static_cast<std::size_t>(u)], batch.votes);
      }
    }
    const Outlook seen = outlook(small.model, batch.votes, to_come, 1);
    const Outlook truth = small.by_trying(acts, open);
    ++found.looks;
    found.decided += truth.sure[0] || !truth.possible[0];
    // Never called decided when it isn't; called open when it is only by a rule that isn't
    // monotone.
    found.wrong += (seen.sure[0] && !truth.sure[0]) || (!seen.possible[0] && truth.possible[0]);
    found.missed += (truth.sure[0] && !seen.sure[0]) || (!truth.possible[0] && seen.possible[0]);
  }
  return found;
}

// Five units of one member in three unions: two, two, and one.
Scenario five() {
  Scenario scenario =
      scenario_of({{"a", "U", 1}, {"b", "U", 1}, {"c", "V", 1}, {"d", "V", 1}, {"e", "", 1}});
  scenario.unit[0].columns["weight"] = "3";
  for (std::size_t u = 1; u < 5; ++u) scenario.unit[u].columns["weight"] = std::to_string(u);
  scenario.calendar.emplace();
  scenario.rule = at_least("unions", count_of(2));
  return scenario;
}

RuleWords ballots(BallotsWords::What what, BallotsWords::Of of, Threshold threshold) {
  BallotsWords words;
  words.ballots = what;
  words.of = of;
  words.at_least = threshold;
  return {"", words};
}

RuleWords of_voted(const std::string& bodies, Threshold threshold) {
  RuleWords rule = more_than(bodies, threshold, "weight");
  std::get<CountWords>(rule.node).of = CountWords::Of::voted;
  return rule;
}

std::vector<RuleWords> monotone_rules() {
  std::vector<RuleWords> rules = {
      at_least("unions", count_of(2)),
      at_least("units", count_of(3)),
      at_least("unions", share_of(2, 3), "weight"),
      at_most_no("unions", count_of(1)),
      at_most_no("units", share_of(1, 3)),
      of_voted("unions", share_of(1, 2)),
      of_voted("units", share_of(1, 2)),
      ballots(BallotsWords::What::yes, BallotsWords::Of::eligible, share_of(1, 2)),
      ballots(BallotsWords::What::yes, BallotsWords::Of::cast, share_of(2, 3)),
      ballots(BallotsWords::What::cast, BallotsWords::Of::eligible, share_of(3, 5)),
      {"", BodyWords{"U", Answer::yes}},
      {"", NamedWords{}},
  };
  rules.push_back({"", AllWords{{rules[0], rules[2]}}});
  rules.push_back({"", AnyWords{{rules[1], rules[10]}}});
  rules.push_back({"", NoneWords{{{"", BodyWords{"V", Answer::no}}}}});
  return rules;
}

TEST_CASE("a vote is called decided exactly when nothing the others do can change it") {
  for (const RuleWords& rule : monotone_rules()) {
    Scenario scenario = five();
    scenario.rule = rule;
    const Agreement found = agreement(scenario);
    CHECK(found.wrong == 0);
    CHECK(found.missed == 0);
    CHECK(found.decided > 100);
    CHECK(found.decided < found.looks);
  }
}

TEST_CASE(
    "so it is when units and unions decide by rules of their own, and unreturned ballots count") {
  Scenario scenario = five();
  scenario.unions.rules["V"] =
      ballots(BallotsWords::What::yes, BallotsWords::Of::eligible, share_of(1, 2));
  scenario.unions.rules["U"] = more_than("units", share_of(1, 2));
  scenario.units.rules["e"] =
      ballots(BallotsWords::What::yes, BallotsWords::Of::eligible, share_of(1, 1));
  scenario.ballot.units["a"].unreturned = Unreturned::yes;
  scenario.ballot.units["c"].unreturned = Unreturned::no;
  for (const RuleWords& rule : monotone_rules()) {
    scenario.rule = rule;
    const Agreement found = agreement(scenario);
    CHECK(found.wrong == 0);
    CHECK(found.missed == 0);
  }
}

TEST_CASE(
    "by a rule that isn't monotone a decided vote may be called open, an open one never decided") {
  const RuleWords two = at_least("unions", count_of(2)), three = at_least("unions", count_of(3));
  const RuleWords one = at_least("units", count_of(1));
  const std::vector<RuleWords> rules = {
      {"", AllWords{{two, {"", NoneWords{{three}}}}}},  // exactly two
      {"", IfWords{{one, three, two}}},
      {"", IfWords{{three, two, {"", NoneWords{{one}}}}}},
      {"", AnyWords{{ballots(BallotsWords::What::cast, BallotsWords::Of::eligible, share_of(4, 5)),
                     ballots(BallotsWords::What::no, BallotsWords::Of::cast, share_of(1, 2))}}}};
  for (const RuleWords& rule : rules) {
    Scenario scenario = five();
    scenario.rule = rule;
    CHECK(agreement(scenario).wrong == 0);
  }
}

TEST_CASE("who may still miss the close may be absent, whatever that counts as") {
  for (AbsentCounts absent :
       {AbsentCounts::no, AbsentCounts::yes, AbsentCounts::neither, AbsentCounts::left_out}) {
    for (bool union_waits : {false, true}) {
      for (const RuleWords& rule : monotone_rules()) {
        Scenario scenario = five();
        scenario.rule = rule;
        scenario.calendar = CalendarTable{
            .deadline = Date{2011, 6, 24}, .absent = absent, .union_waits = union_waits};
        scenario.delay = {{.unit = "b", .chance = 0.5, .days = {}, .then = {}},
                          {.unit = "e", .chance = 0.5, .days = {}, .then = {}}};
        const Agreement found = agreement(scenario);
        CAPTURE(found.missed);
        CHECK(found.wrong == 0);
      }
    }
  }
}

}  // namespace
}  // namespace ayes::tests
