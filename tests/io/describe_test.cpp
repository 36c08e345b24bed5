#include "io/describe/describe.h"

#include "io/describe/leaves.h"
#include "io/result/page.h"
#include "io/scenario/shape.h"
#include "io/scenario_file.h"
#include "models/compile/compile.h"
#include "models/scenario/spelling.h"
#include "sim/run.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

namespace {

using namespace ayes;

Scenario scenario_of(const std::string& toml) {
  return read_scenario_text(toml, "test.toml").scenario;
}

Result means_of(const Model& model) {
  const Plan plan{.seed = 1, .replications = 256};
  return conclude(model, plan, count_votes(model, plan, {}));
}

std::string described(const std::string& toml) {
  const Scenario scenario = scenario_of(toml);
  const Model model = compile(scenario);
  return describe(scenario, model, means_of(model));
}

bool has(const std::string& text, const std::string& part) {
  // The text is wrapped, so a space may stand for a line's end.
  std::string flat;
  for (char c : text) {
    if (c != '\n' && c != ' ')
      flat += c;
    else if (!flat.ends_with(' '))
      flat += ' ';
  }
  const bool found = flat.find(part) != std::string::npos;
  if (!found) MESSAGE(part << "\nis not in\n" << text);
  return found;
}

// Every table and key of a scenario is here.
const std::string everything = R"(
ayes = 1
title = "Everything"
about = "A first line."
[[unit]]
unit = "BUS"
name = "Bus drivers"
union = "Transport"
members = 800
eligible = 790
employees = 805
date = 2030-05-02
cut = 0.1
side = "east"
desks = 700
wanted = 780
[[unit]]
unit = "RAIL"
union = "Transport"
members = 300
cut = 0.2
side = "west"
[[unit]]
unit = "ENG"
members = 120
outside = true
cut = 0
side = "east"
[support]
package = { interval = ["46%", "62%"], level = 0.8 }
contract = { shift = 0.1, sd = 0.2 }
swing = 0.43
union = 0.2
unit = 0.31
tails = 6
swing_tails = 8
same_voter = 0.8
[[support.group]]
name = "sides"
column = "side"
sd = 0.1
[support.units.BUS]
package = "40%"
contract = "45%"
[support.units.RAIL]
shift = { mean = 0.1, sd = 0.1 }
[[driver]]
name = "threat"
everyone = true
coefficient = { mean = 0.1, sd = 0.2 }
grows_with = "layoffs.rejected.threat"
at = 150
[[driver]]
name = "east side"
column = "side"
equals = "east"
coefficient = -0.2
on = ["package"]
[[driver]]
name = "cuts"
column = "cut"
centred = true
coefficient = 1.5
[turnout]
share = "70%"
swing = 0.1
union = 0.05
unit = 0.15
with_support = 0.2
[turnout.units]
RAIL = { interval = [0.5, 0.8], level = 0.9 }
[ballot]
design = "bundled"
bundled_yes_if = "balance"
weight = 0.4
penalty = 0.05
unreturned = "no"
[ballot.units.BUS]
design = "bundled"
bundled_yes_if = "both"
weight = 0.6
penalty = 0.1
unreturned = "not counted"
[units.rules]
BUS = { ballots = "yes", of = "cast", at_least = "2/3" }
[unions]
decide = "units"
[unions.rules]
Transport = { ballots = "yes", of = "eligible", more_than = "40%" }
[groups.wheels]
units = ["BUS", "RAIL"]
rule = "own ballot"
[gate]
package_waits_for = { name = "contracts", yes = "units", on = "contract", at_least = 1 }
[groups.all]
unions = ["Transport", "ENG"]
[rules.most]
yes = "wheels"
at_least = 1
[rule]
all = ["most", { name = "weight", yes = "all", weighted_by = "members", at_least = "60%" }]
[calendar]
deadline = 2030-05-09
absent = "neither"
union_waits = true
momentum = { mean = 0.2, sd = 0.1 }
once_dead = -0.1
once_safe = 0.05
[[delay]]
unit = "RAIL"
chance = 0.3
days = { interval = [5, 20], level = 0.8 }
[delay.then]
shift = 0.1
[delay.then.ballot]
design = "bundled"
bundled_yes_if = "both"
weight = 0.7
penalty = 0.02
unreturned = "no"
[consequences]
package_binds = "approvers"
contract_needs_package = false
everyone_if = { body = "wheels", says = "yes" }
[protection]
until = 2033-06-30
excludes = ["anyway"]
[pay]
first_day = 2030-07-01
salary = 50_000
agreed = ["0%", "3%"]
outside = ["2%", { mean = 0.01, sd = 0.01 }]
[pay.units.BUS]
salary = 40_000
agreed = ["1%", "3%"]
outside = ["2%"]
[savings]
package = 6_000_000
contracts = 4_000_000
likely = { mean = 0.8, sd = 0.1 }
per_layoff = 120_000
target = 10_000_000
[layoffs.rejected]
threat = 200
announced = 0.9
carried_out = { mean = 0.6, sd = 0.2 }
by = "cut"
vacancies = 20
attrition = 0.02
recall = 0.1
[layoffs.outside]
chance = 0.6
rate = 0.05
recall = 0.5
[layoffs.anyway]
rate = 0.01
recall = 0.2
date = 2033-01-01
[layoffs.leverage]
staff = "desks"
needed = "wanted"
workload = { now = 950, then = 1000 }
effect = 8
[words]
ratified = "adopted"
rejected = "turned down"
)";

// What surrounds a vote, and what may come after it.
const std::string surrounded = R"(
title = "Surrounded"
[[unit]]
unit = "BUS"
members = 800
cut = 90
[[unit]]
unit = "RAIL"
members = 300
cut = 20
[ballot.units]
BUS = "bundled"
[rule]
yes = "unions"
at_least = "all"
[pay]
salary = 50_000
agreed = ["0%"]
outside = ["2%"]
[layoffs.refusers]
by = "cut"
notices = 0.3
take_effect = 0.6
[pay.units.BUS.award]
chance = 0.7
refused = 0.1
raises = ["1%", { mean = 0.02, sd = 0.01 }]
[challenge.BUS]
chance = 0.1
then = "absent"
[legislature]
acts = 0.3
refuses = 0.2
refuses_contract = 0.05
silence = "refuses"
[imposed]
chance = 0.1
only_if = { yes = "unions", at_least = 1 }
[[round]]
name = "again"
after = "rejected"
chance = { mean = 0.6, sd = 0.2 }
date = 2030-06-01
expires = 2030-07-01
late = { mean = 10, sd = 5 }
who = "all"
asks = ["package", "contract"]
shift = { mean = 0.3, sd = 0.2, unit = 0.1 }
begun = 0.1
[round.rule]
yes = "unions"
at_least = 1
)";

const std::string correlated = R"(
title = "Depots"
[[unit]]
unit = "East"
members = 200
[[unit]]
unit = "West"
members = 250
[support.correlation]
units = ["East", "West"]
matrix = [[1.0, 0.7], [0.7, 1.0]]
sd = 0.3
)";

// Changes one leaf of a scenario, the one with the number `wanted`, and notes which it was.
struct Change {
  int wanted;
  int at = 0;
  std::string key = {};  // names of units and the like shown as *
  bool made = false;

  bool here(const std::string& path) {
    if (made || at++ != wanted) return false;
    made = true;
    key = path;
    return true;
  }

  template <class T>
  void table(T& value, const std::string& path) {
    T::fields(value, [&](const char* name, auto& member, const char*) {
      field(member, path.empty() ? name : path + "." + name);
    });
  }

  template <class T>
  void field(T& value, const std::string& path) {
    using namespace reading;
    if constexpr (Optional<T>) {
      if (!value && !here(path)) return;
      if (!value)
        value.emplace();
      else if (here(path))
        return value.reset();
      else
        field(*value, path);
    } else if constexpr (std::is_same_v<T, RuleWords>) {
      if (here(path)) value.name += "x";
      if (here(path)) value = RuleWords{"", AnyWords{{value, value}}};
    } else if constexpr (std::is_base_of_v<Quantity, T>) {
      if (here(path)) value.law = Fixed{0.123};
      if (here(path)) value.law = MeanSd{0.31, 0.07};
    } else if constexpr (Named<T>) {
      if constexpr (std::is_same_v<typename Contents<T>::Of, std::string>) {
        if (here(path)) value["x"] = "y";
      }
      for (auto& [name, each] : value) field(each, path + ".*");
    } else if constexpr (List<T>) {
      list(value, path);
    } else if constexpr (HasFields<T>) {
      table(value, path);
    } else if (here(path)) {
      leaf(value);
    }
  }

  template <class T>
  void list(T& value, const std::string& path) {
    using Of = typename reading::Contents<T>::Of;
    if constexpr (reading::HasFields<Of> || std::is_base_of_v<Quantity, Of>) {
      for (Of& each : value) field(each, path);
    } else if constexpr (reading::List<Of>) {
      if (!value.empty() && here(path)) value[0].back() = 0.123;
    } else if (here(path)) {
      if constexpr (std::is_same_v<Of, std::string>)
        value.push_back("x");
      else
        value.pop_back();
    }
  }

  static void leaf(std::string& value) { value += "x"; }
  static void leaf(bool& value) { value = !value; }
  static void leaf(std::int64_t& value) { ++value; }
  static void leaf(double& value) { value = value == 5 ? 4 : 5; }
  static void leaf(Date& value) { ++value.year; }
  template <class T>
  requires std::is_enum_v<T>
  static void leaf(T& value) {
    for (const auto& spelling : spellings(T{})) {
      if (spelling.choice == value) continue;
      value = spelling.choice;
      return;
    }
  }
};

// Changes every key of a scenario in turn. A change that means something must be told; of the keys
// told, `told` keeps the names.
void check_every_change(const Scenario& base, std::set<std::string>& told,
                        std::set<std::string>& seen) {
  const Model model = compile(base);
  const Result result = means_of(model);
  const std::string before = describe_in_prose(base, model, result);
  for (int n = 0;; ++n) {
    Scenario changed = base;
    Change change{n};
    change.table(changed, "");
    if (!change.made) break;
    const std::string& key = change.key;
    seen.insert(key);
    if (changed == base) continue;
    std::optional<Model> meant;
    try {
      meant = compile(changed);
    } catch (const ScenarioError&) {
      // it cannot mean anything; telling it may still show the key
    }
    const bool differs = describe_in_prose(changed, meant ? *meant : model, result) != before;
    if (differs) told.insert(key);
    CHECK_MESSAGE((differs || !meant), key << " changed, and the description did not");
  }
}

TEST_CASE("no key of a scenario is forgotten") {
  std::set<std::string> told, seen;
  check_every_change(scenario_of(everything), told, seen);
  check_every_change(scenario_of(correlated), told, seen);
  check_every_change(scenario_of(surrounded), told, seen);
  CHECK(seen.size() > 100);
  for (const std::string& key : seen) CHECK_MESSAGE(told.contains(key), key << " is never told");
}

TEST_CASE("every number that is stated stands in the table of numbers with its path") {
  const Scenario scenario = scenario_of(everything);
  const std::string text = described(everything);
  int numbers = 0;
  for (const Leaf& leaf : leaves_of(scenario)) {
    if (!leaf.number || leaf.usual) continue;
    ++numbers;
    CHECK_MESSAGE(text.find(leaf.path) != std::string::npos, leaf.path);
  }
  CHECK(numbers > 40);
}

TEST_CASE("a key that is not stated stands among the defaults, a stated one doesn't") {
  const std::string text = described("title = \"One\"\n[[unit]]\nunit = \"A\"\nmembers = 10\n");
  const std::size_t start = text.find("WHAT HAS ITS USUAL VALUE");
  REQUIRE(start != std::string::npos);
  const std::string defaults = text.substr(start);
  CHECK(defaults.find("support.same_voter") != std::string::npos);
  CHECK(defaults.find("ballot.design") != std::string::npos);
  CHECK(defaults.find("- pay, not stated") != std::string::npos);
  CHECK(defaults.find("title") == std::string::npos);
}

TEST_CASE("a small scenario reads as a person would say it") {
  const std::string toml = R"(title = "Two yards"
[[unit]]
unit = "North"
union = "Dockers"
members = 200
[[unit]]
unit = "South"
union = "Dockers"
members = 100
[[unit]]
unit = "Cranes"
members = 50
[support]
package = { interval = ["46%", "62%"], level = 0.8 }
contract = { shift = -0.1 }
swing = 0.25
[turnout]
share = "80%"
[ballot.units]
South = "bundled"
Cranes = "package-only"
[rule]
yes = "unions"
weighted_by = "members"
at_least = "2/3"
[layoffs.rejected]
threat = 35
carried_out = 0.5
[pay]
salary = 50_000
agreed = ["0%"]
outside = ["2%"]
)";
  const std::string expected = R"(Two yards

In reports a yes is called "ratified", a no "rejected". The file is of format 1.

WHO VOTES
2 unions, 3 bargaining units, 350 members. 350 may vote; 350 could be laid off.

  union and unit  members
  Dockers             300
    North             200
    South             100
  Cranes               50

WHAT THOSE WHO VOTE THINK
A share is yes ballots over ballots cast. Points are points near 50%: a move of +4 points turns 50%
into 54%, and counts for less nearer to 0 or 100%.

What is stated:
  - Share of yes to the package among those who vote, in a unit that states none of its own: 54.1%,
    uncertain: 8 in 10 lie between 46% and 62% (probit-normal).
  - How much more a unit's own contract is liked than the package: −4 points (−0.1: from 50% to
    46%). Between units this differs by 0 points, as a standard deviation.
  - Correlation of one voter's two opinions, on package and contract, an assumption: 0.

What moves it, as a standard deviation:
  - The swing, common to all units: 10 points (0.25: from 50% to 59.9%).
  - Between unions: 0 points.
  - Between units of a union: 0 points.
Together they take a unit whose middle is 50% to between 37.4% and 62.6%, 8 times in 10.

What that makes of each unit, drivers included: the share of yes in the middle, with every number at
its middle and no chance at work, and beside it the mean over 16,384 simulated votes (seed 1). One
question about both has one share of yes.

  units   package   mean  contract   mean  ballot
  North     54.1%  54.0%     50.1%  50.2%  two questions
  South     54.1%  52.8%     50.1%  52.8%  one question
  Cranes    54.1%  54.1%                   package only

HOW MANY VOTE
  - Share of those who may vote that do, in a unit that states none of its own: 80%.
  - What moves it, as a standard deviation: the swing, common to all units: 0 points; between
    unions: 0 points; between units of a union: 0 points.
  - Correlation of turnout with support, term by term (above 0, more vote where more like the
    package): 0.
  - Over all units the mean turnout of the simulated votes is 80%.

WHAT IS ASKED
  - Of a unit that states nothing else: two questions, package and contract, each answered on its
    own.
  - Cranes: one question, on the package; the contract comes into force with it.
  - South: one question about package and contract together.
  - One question about both is answered yes if the two opinions, weighed against each other, come
    out above 0.
  - Weight of the package in such a balance, of which the contract has the rest: 50%.
  - Protest at the bundling itself, which counts against it: 0 points.
  - A ballot that is not returned counts as nothing.

WHO DECIDES
  - A unit says yes to a question when more than half of its ballots cast say yes; a tie, and no
    ballots at all, is a no.
  - A union says yes when more than half of all its units' ballots, pooled, say yes; a union of one
    unit says what the unit says.
  - The package is ratified when the unions that say yes hold at least 2/3 of all members.

WHOM A YES BINDS
  - A ratified package binds every unit, those that voted no as well.
  - A unit's contract comes into force when its members say yes to it and the package is in force
    for the unit: without the package its yes is void.
  - A unit whose contract is in force is protected from layoff.

LAYOFFS
If the package is not in force for a unit, and its contract is not either:
  - Jobs that the threat names, over all units: 35.
  - Of these, jobs that nobody holds: 0.
  - What is left is divided by employees, all units alike. A protected unit's part is not put on
    others.
  - Part of it that is announced: 100%.
  - Employees who leave anyway, each sparing a layoff: 0%. The rest gets notices.
  - Part of the notices that ends a job: 50%.
  - Part of those laid off who are called back: 0%.
  - With every number at its middle and nobody protected: 35 jobs threatened, 35 notices, 18 jobs
    ended, 18 of them for good.

If the package is in force for a unit, and its own contract is not:
  - The chance that it is hit: 0%.
  - Part of its employees laid off if it is: 0%.
  - Part of them called back: 0%.

Whatever the vote:
  - Part of the remaining employees laid off: 0%. Part of them called back: 0%.
  - They spare protected units.

PAY OF A MEMBER
A member's yearly salary before the first raise: $50,000. The raises agreed hold where the unit's
contract is in force; elsewhere its old contract or award does. Beside an uncertain raise stands
where 8 in 10 of its values lie.

  year  agreed      pay  old contract      pay
     1      0%  $50,000            2%  $51,000
   all          $50,000                $51,000

Staying with the old contract brings $1,000 more over 1 year, with every number at its middle.
)";
  const Scenario scenario = scenario_of(toml);
  const Model model = compile(scenario);
  const Result result = conclude(model, described_votes, count_votes(model, described_votes, {}));
  CHECK(describe_in_prose(scenario, model, result) == expected);
}

TEST_CASE("spreads and shifts are told in points") {
  const std::string unit = "[[unit]]\nunit = \"A\"\nmembers = 10\n";
  // Φ(0.43) = 0.666, Φ(−0.38) = 0.352.
  CHECK(has(described(unit + "[support]\nswing = 0.43\n"), "17 points (0.43: from 50% to 66.6%)"));
  CHECK(has(described(unit + "[support.contract]\nshift = -0.38\n"),
            "−15 points (−0.38: from 50% to 35.2%)"));
}

TEST_CASE("an uncertain number is told with its middle, its range and its law") {
  const std::string text = described(everything);
  CHECK(has(text, "54.1%, uncertain: 8 in 10 lie between 46% and 62% (probit-normal)"));
  // A normal's range is mean ± 1.2816 SD: -0.156 to 0.356, or Φ - ½ in points.
  CHECK(
      has(text, "8 in 10 lie between −6 points and +14 points (normal with mean 0.1 and SD 0.2)"));
}

TEST_CASE("leverage is told with the value it has") {
  // 700 of 780 · 950/1000 = 741 needed: 5.53% are lacking, and 8 times that spares 44.3%.
  const std::string text = described(everything);
  CHECK(has(text, "BUS 700 741 5.5% 44.3%"));
}

TEST_CASE("pay is added up over the years") {
  // 50,000 then 51,500; with the old contract 51,000 then 51,510.
  const std::string text = described(everything);
  CHECK(has(text, "all $101,500 $102,510"));
  CHECK(has(text, "brings $1,010 more over 2 years"));
}

TEST_CASE("no line is wider than the page and none ends in a space") {
  for (int width : {80, 100, 120}) {
    const Scenario scenario = scenario_of(everything);
    const Model model = compile(scenario);
    std::istringstream text(describe_in_prose(scenario, model, means_of(model), {width, false}));
    for (std::string line; std::getline(text, line);) {
      CHECK_MESSAGE(text_width(line) <= width, line);
      CHECK_MESSAGE(!line.ends_with(' '), line);
    }
  }
}

}  // namespace
