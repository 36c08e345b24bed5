#include "io/story/story.h"

#include "io/result/page.h"
#include "io/scenario_file.h"
#include "models/compile/compile.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace {

using namespace ayes;

const std::string yards = R"(
title = "Two yards"
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

Model model_of(const std::string& toml) {
  return compile(read_scenario_text(toml, "test.toml").scenario);
}

std::string told(const std::string& toml, std::int64_t replication) {
  const Model model = model_of(toml);
  return tell(replay(model, 1, replication), model);
}

bool has(const std::string& text, const std::string& part) {
  const bool found = text.find(part) != std::string::npos;
  if (!found) MESSAGE(part << "\nis not in\n" << text);
  return found;
}

TEST_CASE("a small vote is told step by step") {
  const std::string expected = R"(Two yards
Replication 1 of seed 1: one simulated vote.

Result: rejected. 0 of 2 unions said yes, with 40.9% yes among 274 ballots.

1. WHAT THE DAY WAS LIKE
  - The swing, common to all units: +1.9 points (what stands at 50% comes to 51.9%).

The uncertain numbers of the scenario, as they fell, and how many in 100 draws are lower:

  number           value  lower in 100
  support.package  42.6%             3

2. THE BALLOTS
Of those who may vote, how many cast a ballot that counts, and how many said yes: to the package on
the left, to their own contract on the right.

  union and unit  voters  cast  turnout  yes  share  says   contract  share  says
  Dockers            300   234    78.0%   94  40.2%  no
    North            200   155    77.5%   64  41.3%  no           54  34.8%  no
    South            100    79    79.0%   30  38.0%  no     one vote         no
  Cranes              50    40    80.0%   18  45.0%  no    not asked

3. THE RULE
  - the unions that say yes hold at least 2/3 of all members; found 0 of 350 (0.0%), needed 234: not
    met
So the result is: rejected.

4. WHAT FOLLOWED
The package is in force for 0 of 3 units, a contract for 0. 350 members keep the old contract or
award.
Of each unit: notices sent, jobs ended, people recalled, and jobs ended for good; a member's pay
over 1 year.

  unit       package  contract  notices  ended  recalled  for good      pay
  North      no       no             20     10         0        10  $51,000
  South      no       no             10      5         0         5  $51,000
  Cranes     no       no              5      3         0         3  $51,000
  all units                          35     18         0        18
)";
  CHECK(told(yards, 1) == expected);
}

TEST_CASE("the result is said in the scenario's own words") {
  const Model model = model_of(yards);
  const WordsTable words{"mandate", "no mandate"};
  CHECK(has(tell(replay(model, 1, 2), model, words), "So the result is: mandate."));
  CHECK(has(tell(replay(model, 1, 1), model, words), "So the result is: no mandate."));
}

TEST_CASE("without a coalition every union's answer is told") {
  const std::string text = told(
      "[[unit]]\nunit = \"A\"\nmembers = 100\n"
      "[[unit]]\nunit = \"B\"\nmembers = 100\n"
      "[support]\npackage = \"100%\"\n[support.units.B]\npackage = \"0%\"\n",
      0);
  CHECK(has(text, "Said yes: A."));
  CHECK(has(text, "Said no: B."));
}

TEST_CASE("the branch of an if that is not asked is marked") {
  const std::string rule =
      "[[unit]]\nunit = \"A\"\nmembers = 100\n[support]\npackage = \"100%\"\n"
      "[rule]\nif = { yes = \"unions\", at_least = 1 }\nthen = { ballots = \"yes\", more_than = "
      "\"half\" }\n"
      "else = { no = \"unions\", at_least = 1 }\n";
  const std::string text = told(rule, 0);
  CHECK(has(text,
            "- then more than half of the ballots cast say yes; found 100 of 100, needed 51: met"));
  CHECK(
      has(text, "- otherwise (which is not asked) at least 1 of the unions says no; found 0 of 1"));
}

TEST_CASE("the JSON of a story holds its numbers") {
  const Model model = model_of(yards);
  for (std::int64_t k : {0, 1, 2, 3}) {
    const Story story = replay(model, 1, k);
    const nlohmann::json json = nlohmann::json::parse(to_json(story));
    CHECK(json["replication"] == k);
    CHECK(json["ratified"] == story.ratified);
    CHECK(json["swing"] == story.swing);
    CHECK(json["inputs"][0]["path"] == "support.package");
    CHECK(json["inputs"][0]["value"] == story.inputs[0].value);
    CHECK(json["rule"]["measured"] == story.rule.count->measured);
    CHECK(json["rule"]["needed"] == 234);
    REQUIRE(json["units"].size() == 3);
    CHECK(json["units"][1]["ballot"] == "bundled");
    CHECK(json["units"][1]["opinions"]["bundled"]["share"] == *story.units[1].bundled_share);
    CHECK(json["units"][0]["contract_yes"] == *story.units[0].contract_yes);
    CHECK(json["units"][2]["contract_yes"].is_null());
    CHECK(json["units"][0]["layoffs"]["layoffs"] == story.units[0].layoffs->layoffs());
    CHECK(json["saved"].is_null());
  }
}

TEST_CASE("the text of a story keeps to its page") {
  const Model model = model_of(yards);
  for (int width : {80, 100, 120}) {
    std::istringstream text(tell(replay(model, 1, 0), model, {}, {width, false}));
    for (std::string line; std::getline(text, line);) {
      CHECK_MESSAGE(text_width(line) <= width, line);
      CHECK_MESSAGE(!line.ends_with(' '), line);
    }
  }
}

}  // namespace
