// A-priori power against brute force: every set of yeses of small random rules, judged by an
// evaluator of its own that reads the rule's words.
#include "sim/power/voting_power.h"

#include "tests/models/small_scenarios.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <doctest/doctest.h>

#include <random>

namespace ayes::tests {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using power::Fraction;
using power::Power;

std::string text(const cpp_rational& value) {
  return numerator(value).str() + "/" + denominator(value).str();
}
std::string text(const Fraction& value) { return value.numerator + "/" + value.denominator; }

// Who said yes: by union and by unit.
struct Answers {
  std::vector<bool> unions, units;
};

// Reads a rule's words: is it met? Weights are members; shares are compared as cross products.
struct Judge {
  const Scenario& scenario;
  const std::vector<std::string>& unions;
  const Answers& answers;

  std::size_t union_number(const std::string& name) const {
    return static_cast<std::size_t>(std::find(unions.begin(), unions.end(), name) - unions.begin());
  }
  const std::string& union_of(const UnitWords& unit) const {
    return unit.union_name.empty() ? unit.unit : unit.union_name;
  }

  bool met(const RuleWords& rule) const {
    return std::visit([&](const auto& words) { return met(words); }, rule.node);
  }
  bool met(const AllWords& words) const {
    for (const RuleWords& each : words.all)
      if (!met(each)) return false;
    return true;
  }
  bool met(const AnyWords& words) const {
    for (const RuleWords& each : words.any)
      if (met(each)) return true;
    return false;
  }
  bool met(const NoneWords& words) const { return !met(AnyWords{words.none}); }
  bool met(const IfWords& words) const { return met(words.parts[met(words.parts[0]) ? 1 : 2]); }
  bool met(const BodyWords& words) const {
    return answers.unions[union_number(words.body)] == (words.says == Answer::yes);
  }
  bool met(const CountWords& words) const {
    std::int64_t said = 0, total = 0;
    const auto left_out = [&](const std::string& name) {
      return std::find(words.except.begin(), words.except.end(), name) != words.except.end();
    };
    const auto add = [&](const std::string& name, bool yes, std::int64_t members) {
      if (left_out(name)) return;
      const std::int64_t weight = words.weighted_by.empty() ? 1 : members;
      total += weight;
      if (yes == (words.answer == Answer::yes)) said += weight;
    };
    if (words.bodies == "units") {
      for (std::size_t u = 0; u < scenario.unit.size(); ++u)
        add(scenario.unit[u].unit, answers.units[u], scenario.unit[u].members);
    } else {
      for (std::size_t u = 0; u < unions.size(); ++u) {
        std::int64_t members = 0;
        for (const UnitWords& unit : scenario.unit)
          members += union_of(unit) == unions[u] ? unit.members : 0;
        add(unions[u], answers.unions[u], members);
      }
    }
    const Threshold& bound = words.at_least  ? *words.at_least
                             : words.at_most ? *words.at_most
                                             : *words.more_than;
    const bool share = bound.kind == Threshold::Kind::share;
    if (share && total == 0) return words.at_most.has_value();
    const std::int64_t left = said * bound.value.denominator;
    const std::int64_t right = bound.value.numerator * (share ? total : 1);
    return words.at_least ? left >= right : words.at_most ? left <= right : left > right;
  }
  bool met(const auto&) const { return false; }
};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }

 private:
  std::mt19937 engine_;
};

RuleWords condition(Random& random, const std::vector<std::string>& unions, bool units) {
  if (!units && random.below(4) == 0) {
    BodyWords body;
    body.body = unions[static_cast<std::size_t>(random.below(static_cast<int>(unions.size())))];
    body.says = random.below(2) ? Answer::yes : Answer::no;
    return {"", body};
  }
  CountWords count;
  count.bodies = units && random.below(2) ? "units" : "unions";
  count.answer = random.below(3) ? Answer::yes : Answer::no;
  if (random.below(2)) count.weighted_by = "members";
  if (count.bodies == "unions" && unions.size() > 2 && random.below(3) == 0)
    count.except = {
        unions[static_cast<std::size_t>(random.below(static_cast<int>(unions.size())))]};
  const bool counted = count.weighted_by.empty() && random.below(2);
  const Threshold bound = counted ? count_of(random.below(static_cast<int>(unions.size()) + 1))
                                  : share_of(1 + random.below(6), 7);
  const int sense = random.below(3);
  (sense == 0 ? count.at_least : sense == 1 ? count.at_most : count.more_than) = bound;
  return {"", count};
}

RuleWords rule(Random& random, const std::vector<std::string>& unions, bool units, int depth) {
  if (depth == 0 || random.below(4) == 0) return condition(random, unions, units);
  const auto part = [&] { return rule(random, unions, units, depth - 1); };
  std::vector<RuleWords> parts = {part(), part()};
  switch (random.below(4)) {
    case 0:
      return {"", AllWords{parts}};
    case 1:
      return {"", AnyWords{parts}};
    case 2:
      return {"", NoneWords{parts}};
    default:
      parts.push_back(part());
      return {"", IfWords{parts}};
  }
}

struct Truth {
  std::string banzhaf, shapley;
  bool hurts = false;
};

// Swings over all sets of yeses of `players`; answers(set) says who then said yes.
std::vector<Truth> by_brute_force(const Scenario& scenario, const std::vector<std::string>& unions,
                                  int players, auto answers) {
  std::vector<bool> wins;
  for (int set = 0; set < 1 << players; ++set) {
    const Answers said = answers(set);
    wins.push_back(Judge{scenario, unions, said}.met(*scenario.rule));
  }
  std::vector<cpp_int> factorial = {1};
  for (int k = 1; k <= players; ++k) factorial.push_back(factorial.back() * k);
  std::vector<Truth> truths;
  for (int p = 0; p < players; ++p) {
    int swings = 0;
    cpp_int orders = 0;
    Truth truth;
    for (int set = 0; set < 1 << players; ++set) {
      if (set >> p & 1) continue;
      const int before = wins[static_cast<std::size_t>(set)];
      const int difference = wins[static_cast<std::size_t>(set | 1 << p)] - before;
      swings += difference;
      truth.hurts = truth.hurts || difference < 0;
      const auto size = static_cast<std::size_t>(__builtin_popcount(static_cast<unsigned>(set)));
      orders +=
          difference * factorial[size] * factorial[static_cast<std::size_t>(players) - 1 - size];
    }
    truth.banzhaf = text(cpp_rational(swings, cpp_int(1) << (players - 1)));
    truth.shapley = text(cpp_rational(orders, factorial.back()));
    truths.push_back(truth);
  }
  return truths;
}

void check(const std::vector<std::optional<Power>>& powers, const std::vector<Truth>& truths) {
  REQUIRE(powers.size() == truths.size());
  for (std::size_t p = 0; p < powers.size(); ++p) {
    REQUIRE(powers[p]);
    CHECK(text(powers[p]->banzhaf) == truths[p].banzhaf);
    CHECK(text(powers[p]->shapley) == truths[p].shapley);
  }
}

bool any_hurts(const std::vector<Truth>& truths) {
  return std::any_of(truths.begin(), truths.end(), [](const Truth& each) { return each.hurts; });
}

TEST_CASE("unions' powers in random rules are those of all sets of yeses") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const int n = 1 + random.below(seed % 10 == 0 ? 12 : 8);
    std::vector<Row> rows;
    std::vector<std::string> unions;
    for (int u = 0; u < n; ++u) {
      unions.push_back("U" + std::to_string(u));
      rows.push_back({"a" + std::to_string(u), unions.back(), 1 + random.below(60)});
      if (random.below(3) == 0)  // its ballots are pooled
        rows.push_back({"b" + std::to_string(u), unions.back(), 1 + random.below(60)});
    }
    Scenario scenario = scenario_of(rows);
    scenario.rule = rule(random, unions, false, 3);
    const power::VotingPower powers = power::voting_power(compile(scenario));
    REQUIRE(powers.why_no_unions.empty());
    const auto truths = by_brute_force(scenario, unions, n, [&](int set) {
      Answers said;
      for (int u = 0; u < n; ++u) said.unions.push_back(set >> u & 1);
      return said;
    });
    CAPTURE(seed);
    check(powers.unions, truths);
    CHECK(powers.yes_may_hurt == any_hurts(truths));
  }
}

TEST_CASE("units have power where their results are counted, in their union or by the coalition") {
  for (unsigned seed = 1; seed <= 150; ++seed) {
    Random random(seed);
    const int unions_in_all = 1 + random.below(4), n_most = seed % 10 == 0 ? 12 : 9;
    std::vector<Row> rows;
    std::vector<std::string> unions;
    std::vector<int> union_of;
    for (int u = 0; u < unions_in_all; ++u) {
      unions.push_back("U" + std::to_string(u));
      const int units = 1 + random.below(n_most / unions_in_all);
      for (int k = 0; k < units; ++k) {
        rows.push_back({"u" + std::to_string(rows.size()), unions.back(), 1 + random.below(60)});
        union_of.push_back(u);
      }
    }
    Scenario scenario = scenario_of(rows);
    scenario.unions.decide = more_than("units", share_of(1, 2));
    scenario.rule = rule(random, unions, true, 2);
    const auto n = static_cast<int>(rows.size());
    const power::VotingPower powers = power::voting_power(compile(scenario));
    REQUIRE(powers.why_no_units.empty());
    const auto truths = by_brute_force(scenario, unions, n, [&](int set) {
      Answers said;
      std::vector<int> yes(unions.size(), 0), all(unions.size(), 0);
      for (int u = 0; u < n; ++u) {
        said.units.push_back(set >> u & 1);
        yes[static_cast<std::size_t>(union_of[static_cast<std::size_t>(u)])] += set >> u & 1;
        ++all[static_cast<std::size_t>(union_of[static_cast<std::size_t>(u)])];
      }
      for (std::size_t u = 0; u < unions.size(); ++u) said.unions.push_back(2 * yes[u] > all[u]);
      return said;
    });
    CAPTURE(seed);
    check(powers.units, truths);
  }
}

TEST_CASE("fifty weighted bodies, and a hundred alike, are counted exactly") {
  // The powers of all bodies that share an order of yeses add to 1; equal weights, equal powers.
  std::vector<Row> rows;
  for (int u = 0; u < 50; ++u) rows.push_back({"U" + std::to_string(u), "", 3 + u / 2 % 21});
  Scenario scenario = scenario_of(rows);
  scenario.rule = more_than("unions", share_of(1, 2), "members");
  const power::VotingPower weighted = power::voting_power(compile(scenario));
  cpp_rational sum = 0;
  for (const auto& each : weighted.unions)
    sum += cpp_rational(cpp_int(each->shapley.numerator), cpp_int(each->shapley.denominator));
  CHECK(sum == 1);
  CHECK(text(weighted.unions[0]->banzhaf) == text(weighted.unions[1]->banzhaf));
  CHECK(weighted.unions[0]->banzhaf.value < weighted.unions[20]->banzhaf.value);

  // 51 of 100: a body decides when exactly 50 of the other 99 say yes.
  scenario = equal_unions(100, 1);
  scenario.rule = more_than("unions", share_of(1, 2));
  const power::VotingPower alike = power::voting_power(compile(scenario));
  cpp_int ways = 1;
  for (int k = 1; k <= 50; ++k) ways = ways * (99 - 50 + k) / k;
  CHECK(text(alike.unions[7]->banzhaf) == text(cpp_rational(ways, cpp_int(1) << 99)));
  CHECK(text(alike.unions[7]->shapley) == "1/100");
}

TEST_CASE("groups that decide as bodies are counted through") {
  // Two groups of three, each by two of its three, and both must agree: a union decides when the
  // other two of its group differ (1/2) and the other group agrees (1/2).
  Scenario scenario = equal_unions(6, 10);
  for (const auto& [name, first] : {std::pair{"east", 1}, {"west", 4}}) {
    GroupTable group;
    for (int u = first; u < first + 3; ++u) group.unions.push_back("U" + std::to_string(u));
    group.rule = at_least("unions", count_of(2));
    scenario.groups[name] = group;
  }
  CountWords both;
  both.listed = {"east", "west"};
  both.at_least = count_of(2);
  scenario.rule = RuleWords{"", both};
  const power::VotingPower found = power::voting_power(compile(scenario));
  REQUIRE(found.why_no_unions.empty());
  CHECK(!found.yes_may_hurt);
  for (const auto& each : found.unions) {
    CHECK(text(each->banzhaf) == "1/4");
    CHECK(text(each->shapley) == "1/6");
  }
}

TEST_CASE("fewer than two noes of fifteen is fourteen yeses") {
  Scenario scenario = equal_unions(15, 1);
  CountWords few;
  few.answer = Answer::no;
  few.bodies = "unions";
  few.less_than = count_of(2);
  scenario.rule = RuleWords{"", few};
  const power::VotingPower found = power::voting_power(compile(scenario));
  CHECK(text(found.unions[0]->banzhaf) == "7/8192");
  CHECK(!found.yes_may_hurt);
}

TEST_CASE("where nothing is decided beforehand there is no power, and it is said why") {
  Scenario scenario = scenario_of({{"a", "A", 10}, {"b", "A", 20}, {"c", "", 5}});
  BallotsWords ballots;
  ballots.more_than = Threshold{Threshold::Kind::share, {1, 2}};
  scenario.rule = RuleWords{"", ballots};
  CHECK(power::voting_power(compile(scenario)).why_no_unions ==
        "the rule looks at ballots, not only at how bodies answer");
  scenario.rule = RuleWords{"", EachWords{}};
  CHECK(power::voting_power(compile(scenario)).why_no_unions ==
        "there is no coalition: each union decides for itself");

  // A's ballots are pooled, and one of its units is asked on its own.
  BodyWords one;
  one.body = "a";
  scenario.rule = RuleWords{"", AllWords{{at_least("unions", count_of(2)), {"", one}}}};
  CHECK(power::voting_power(compile(scenario)).why_no_unions ==
        "the rule asks a and A, whose answer a's ballots are part of");
  scenario.unions.decide = more_than("units", share_of(1, 2));
  const power::VotingPower by_results = power::voting_power(compile(scenario));
  CHECK(by_results.why_no_units.empty());
  CHECK(text(by_results.units[0]->shapley) == "1/3");

  // Sums of forty large and different weights.
  std::vector<Row> rows;
  for (int u = 0; u < 60; ++u)
    rows.push_back(
        {"U" + std::to_string(u), "", (1'000'000'000 / (u + 7) + u * u * 7919) % 1'000'000 + 1});
  scenario = scenario_of(rows);
  scenario.rule = more_than("unions", share_of(1, 2), "members");
  CHECK(power::voting_power(compile(scenario)).why_no_unions ==
        "the weights that the rule adds up have too many different sums");
}

}  // namespace
}  // namespace ayes::tests
