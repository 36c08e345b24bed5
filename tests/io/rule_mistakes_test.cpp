// What is said of rules that can't mean anything, and how rules are said in one sentence.
#include "models/compile/compile.h"
#include "models/rule_text.h"
#include "tests/io/scenario/small_files.h"

#include <doctest/doctest.h>

namespace ayes::tests {
namespace {

const std::string three =
    "[[unit]]\nunit = \"A\"\nmembers = 10\n[[unit]]\nunit = \"B\"\nmembers = 10\n"
    "[[unit]]\nunit = \"C\"\nmembers = 10\n";

// Each mistake of a scenario that reads well, as `path: problem`.
std::vector<std::string> mistakes_of(const std::string& toml) {
  std::vector<std::string> found;
  try {
    compile(scenario_of(three + toml));
  } catch (const ScenarioError& error) {
    for (const Mistake& mistake : error.mistakes()) {
      found.push_back(mistake.path + ": " + mistake.problem);
      CHECK(!(mistake.why.empty() && mistake.suggestion.empty()));
    }
  }
  return found;
}

using Texts = std::vector<std::string>;

TEST_CASE("a circle of rules names everybody on it") {
  CHECK(
      mistakes_of("[unions.rules]\nA = { body = \"B\", says = \"yes\" }\n"
                  "B = { body = \"C\", says = \"yes\" }\nC = { body = \"A\", says = \"no\" }\n") ==
      Texts{"unions.rules.C: union \"A\" waits for union \"B\" waits for union \"C\" waits for "
            "union \"A\""});
  CHECK(mistakes_of("[unions]\ndecide = { yes = \"other unions\", at_least = 1 }\n").size() == 2);
  CHECK(mistakes_of("[units]\ncontract = { yes = \"A\", on = \"contract\", at_least = 1 }\n") ==
        Texts{"units.contract: there is no group \"A\""});
  CHECK(mistakes_of("[units.contract_rules]\nA = { body = \"A\", on = \"contract\" }\n") ==
        Texts{"units.contract_rules.A: unit \"A\" (its contract) waits for unit \"A\" (its "
              "contract)"});
  CHECK(
      mistakes_of("[groups.one]\nunions = [\"A\"]\nrule = { body = \"two\", says = \"yes\" }\n"
                  "[groups.two]\nunions = [\"B\"]\nrule = { body = \"one\", says = \"yes\" }\n") ==
      Texts{
          "groups.one.rule: group \"one\" waits for group \"two\", which waits for group \"one\""});
  CHECK(mistakes_of("[groups.one]\ngroups = [\"two\"]\n[groups.two]\ngroups = [\"one\"]\n") ==
        Texts{"groups.one.groups: group \"one\" is inside itself"});
}

TEST_CASE("groups that can't be asked") {
  CHECK(mistakes_of("[groups.wheels]\nunions = [\"A\"]\n[rule]\nbody = \"wheels\"\n") ==
        Texts{"rule: group \"wheels\" is asked what it says, and has no rule"});
  CHECK(mistakes_of("[groups.wheels]\nunions = [\"A\", \"A\"]\n") ==
        Texts{"groups.wheels.unions: group \"wheels\" lists union \"A\" twice"});
  CHECK(mistakes_of("[groups.A]\nunions = [\"A\"]\n") ==
        Texts{"groups.A: a group is called \"A\""});
  CHECK(mistakes_of("[groups.units]\nunions = [\"A\"]\n") ==
        Texts{"groups.units: a group is called \"units\""});
  CHECK(mistakes_of("[groups.red]\ncolumn = \"colour\"\nequals = \"red\"\n") ==
        Texts{"groups.red.column: no unit has a column \"colour\""});
  CHECK(mistakes_of("[rule]\nyes = \"groups\"\nat_least = 1\n") ==
        Texts{"rule: \"groups\" in a rule of the coalition"});
  CHECK(mistakes_of("[groups.wheels]\nunions = [\"A\"]\nrule = \"own ballot\"\n[rule]\n"
                    "yes = [\"wheels\"]\non = \"contract\"\nat_least = 1\n") ==
        Texts{"rule.on: groups don't vote on contracts"});
}

TEST_CASE("conditions that name or weigh the wrong bodies") {
  CHECK(mistakes_of("[rule]\nyes = [\"A\", \"D\"]\nat_least = 1\n") ==
        Texts{"rule: there is no union, unit or group \"D\""});
  CHECK(mistakes_of("[rule]\nyes = [\"A\", \"A\"]\nat_least = 1\n") ==
        Texts{"rule: \"A\" is listed twice"});
  CHECK(
      mistakes_of("[rule]\nyes = \"unions\"\nweights = { A = 2, B = 1, D = 1 }\nat_least = 2\n") ==
      Texts{"rule.weights: \"C\" has no weight",
            "rule.weights: \"D\" has a weight in a condition that doesn't count it"});
  CHECK(mistakes_of("[rule]\nyes = \"unions\"\nweights = { A = 2, B = 1, C = 1 }\nweighted_by = "
                    "\"members\"\nat_least = 2\n") ==
        Texts{"rule: a condition states `weights` and `weighted_by`"});
  CHECK(mistakes_of("[rule]\nballots = \"yes\"\nin = [\"A\", \"B\"]\nexcept = \"C\"\nmore_than = "
                    "\"half\"\n") ==
        Texts{"rule.except: ballots of unit \"C\" are left out of a condition they aren't in"});
  CHECK(mistakes_of(
            "[rule]\nballots = \"yes\"\nin = \"A\"\nexcept = \"A\"\nmore_than = \"half\"\n") ==
        Texts{"rule: a condition on ballots of no one"});
  CHECK(mistakes_of("[rule]\nyes = \"locals\"\nat_least = 1\n") ==
        Texts{"rule: \"locals\" in a rule of the coalition"});
  CHECK(mistakes_of("[rule]\nyes = \"other unions\"\nat_least = 1\n") ==
        Texts{"rule: \"other unions\" in a rule of the coalition"});
  CHECK(mistakes_of("[units.rules]\nA = { yes = \"units\", at_least = 1 }\n") ==
        Texts{"units.rules.A: \"units\" in a rule of unit \"A\""});
}

TEST_CASE("locals that can't be") {
  const auto local = [](const std::string& name, const std::string& more) {
    return "[[unit]]\nunit = \"" + name + "\"\nmembers = 5\n" + more;
  };
  CHECK(mistakes_of(local("L1", "part_of = \"A\"\n")) ==
        Texts{"unit.A: unit \"A\" has members of its own, and locals"});
  CHECK(mistakes_of(local("L1", "part_of = \"P\"\nunion = \"X\"\n") +
                    local("L2", "part_of = \"P\"\nunion = \"Y\"\n")) ==
        Texts{"unit.L2.union: the locals of unit \"P\" are in two unions"});
  CHECK(mistakes_of(local("L1", "part_of = \"P\"\n") +
                    "[units.contract_rules]\nL1 = { ballots = \"yes\", at_least = \"2/3\" }\n") ==
        Texts{"units.contract_rules.L1: \"L1\" is a local, with no contract of its own"});
  CHECK(mistakes_of(local("L1", "part_of = \"P\"\n") +
                    "[rule]\nyes = \"locals\"\non = \"contract\"\nat_least = 1\n") ==
        Texts{"rule.on: locals don't vote on contracts"});
}

TEST_CASE("a gate and a coverage that say nothing") {
  CHECK(mistakes_of("[gate]\n") == Texts{"gate: a gate without package_waits_for"});
  CHECK(mistakes_of("[rule]\nyes = \"unions\"\nat_least = 2\n[consequences]\neveryone_if = { yes = "
                    "\"unions\", at_least = 1 }\n") ==
        Texts{"consequences.everyone_if: everyone_if where the package binds everyone anyway"});
}

TEST_CASE("bounds that can't be met or failed are told when they are read") {
  CHECK(mistakes_in_text(three + "[rule]\nyes = \"unions\"\nless_than = \"0%\"\n") ==
        Texts{"a.toml:12:13: rule.less_than is \"0%\" (nothing is less than none); write at_most = "
              "0 for none"});
  CHECK(mistakes_in_text(three + "[rule]\nyes = []\nat_least = 1\n") ==
        Texts{"a.toml:11:7: rule.yes is a list (it names who is counted); write \"unions\", "
              "\"units\", a group's name or a list of names"});
}

TEST_CASE("sums too large for 64 bits are refused, and the largest that fit are exact") {
  const auto with = [](std::int64_t weight, std::int64_t numerator, std::int64_t denominator) {
    CountWords count;
    count.listed = {"A", "B", "C"};
    count.weights = {{"A", weight}, {"B", weight - 1}, {"C", 1}};
    count.at_least = Threshold{Threshold::Kind::share, {numerator, denominator}};
    Scenario scenario = scenario_of(three);
    scenario.rule = RuleWords{"", count};
    return compile(scenario);
  };
  constexpr std::int64_t large = (std::int64_t{1} << 30) - 3, part = (std::int64_t{1} << 31) - 1;
  const Model model = with(large, part - 1, part);
  const auto& count = std::get<CountRule>(model.rule.rule.node);
  const std::int64_t total = 2 * large;
  for (std::int64_t measured = total - 3; measured <= total; ++measured) {
    __extension__ typedef __int128 Whole;
    const bool exactly =
        static_cast<Whole>(measured) * part >= static_cast<Whole>(part - 1) * total;
    CHECK(reached(count.bound, measured, total) == exactly);
  }
  CHECK_THROWS_AS(with(large * 4, part - 1, part), ScenarioError);
}

TEST_CASE("a rule of many parts is one sentence") {
  const auto sentence = [](const std::string& toml) {
    const Scenario scenario = scenario_of(three + toml);
    return in_words(*scenario.rule, scenario.rules);
  };
  CHECK(sentence("[rule]\nif = { ballots = \"cast\", of = \"eligible\", less_than = \"half\" }\n"
                 "then = { ballots = \"no\", less_than = \"2/3\" }\nelse = \"own ballot\"\n") ==
        "if less than half of the members eligible cast a ballot then less than 2/3 of the ballots "
        "cast say no, otherwise more than half of its ballots cast say yes");
  CHECK(sentence("[rules.small]\nany = [\"smaller\", { no = \"unions\", less_than = 2 }]\n"
                 "[rules.smaller]\nyes = [\"A\", \"B\"]\nat_least = \"all\"\n"
                 "[rule]\nall = [\"small\", { none = [{ body = \"C\", says = \"no\" }] }]\n") ==
        "(all of A and B say yes, or fewer than 2 of the unions say no), and (it is not the case "
        "that C says no)");
  CHECK(sentence("[rule]\nyes = \"unions\"\nweights = { A = 3, B = 1, C = 1 }\nexcept = \"B\"\n"
                 "at_least = \"half\"\n") ==
        "the unions that say yes hold at least half of all votes (A 3, B 1, C 1) (without B)");
  CHECK(sentence("[rule]\nballots = \"yes\"\nin = [\"A\", \"B\"]\nexcept = \"B\"\nof = "
                 "\"eligible\"\nmore_than = \"40%\"\n") ==
        "more than 40% of the members eligible in A and B (without B) say yes");
}

}  // namespace
}  // namespace ayes::tests
