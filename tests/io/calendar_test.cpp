// What a user reads of a calendar: results, the first screen, a vote told day by day.
#include "io/result/json.h"
#include "io/result/source.h"
#include "io/result/text_report.h"
#include "io/scenario_file.h"
#include "io/story/story.h"
#include "models/compile/compile.h"
#include "sim/method.h"
#include "sim/run.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace ayes {
namespace {

// The first union of one member says yes or no by a coin, and its no kills the package: half of all
// votes are dead before the second day. The third union misses the close in 3 of 10 votes.
const std::string coin = R"(
title = "Three days"
[[unit]]
unit = "A"
members = 1
date = 2011-06-13
[[unit]]
unit = "B"
members = 1
date = 2011-06-14
[[unit]]
unit = "C"
members = 1
date = 2011-06-15
[support]
package = 1.0
[support.units.A]
package = 0.5
[calendar]
deadline = 2011-06-20
[[delay]]
unit = "C"
chance = 0.3
[rule]
yes = "unions"
at_least = "all"
)";

TEST_CASE("a result tells how often the fate is known before a day, and who misses the close") {
  const ScenarioFile file = read_scenario_text(coin, "coin.toml");
  const Model model = compile(file.scenario);
  const Plan plan{.seed = 1, .replications = 20'000};
  const Result result = conclude(model, plan, count_votes(model, plan, {}));
  const auto json = nlohmann::json::parse(to_json(result, Source{}, nullptr));
  const auto count = [&](const nlohmann::json& chance) {
    return std::llround(chance["probability"].get<double>() * 20'000);
  };
  const auto& days = json["calendar"]["days"];
  REQUIRE(days.size() == 3);
  CHECK(days[0]["date"] == "2011-06-13");
  CHECK(count(days[0]["dead_before"]) == 0);
  CHECK(statistics::binomial_agrees(count(days[1]["dead_before"]), 20'000, 0.5));
  CHECK(days[1]["dead_before"] == days[2]["dead_before"]);
  CHECK(count(days[2]["safe_before"]) == 0);
  CHECK(json["calendar"]["deadline"] == "2011-06-20");
  CHECK(json["calendar"]["missed"][0]["unit"] == "C");
  CHECK(statistics::binomial_agrees(count(json["calendar"]["missed"][0]["missed"]), 20'000, 0.3));
  CHECK(statistics::binomial_agrees(count(json["ratified"]), 20'000, 0.35));

  const std::string screen = text_report(result, wording_of(file), {80, false});
  CHECK(screen.find("THE CALENDAR") != std::string::npos);
  CHECK(screen.find("misses the close of 20 June 2011, in 100: C 3") != std::string::npos);
}

TEST_CASE("without a calendar nothing is told of one") {
  const std::string plain =
      coin.substr(0, coin.find("[calendar]")) + "[rule]\nyes = \"unions\"\nat_least = \"all\"\n";
  const Model model = compile(read_scenario_text(plain, "plain.toml").scenario);
  const Plan plan{.seed = 1, .replications = 100};
  const Result result = conclude(model, plan, count_votes(model, plan, {}));
  CHECK(to_json(result, Source{}, nullptr).find("calendar") == std::string::npos);
  CHECK(to_json(replay(model, 1, 0)).find("calendar") == std::string::npos);
}

TEST_CASE("a vote is told day by day, with who came too late") {
  const ScenarioFile file = read_scenario_text(coin, "coin.toml");
  const Model model = compile(file.scenario);
  bool told_dead = false, told_late = false;
  for (int k = 0; k < 40; ++k) {
    const Story story = replay(model, 1, k);
    const std::string text = tell(story, model);
    CHECK(text.find("13 June 2011: A is counted.") != std::string::npos);
    const auto& days = story.calendar->days;
    REQUIRE(days.size() == 3);
    const bool dead = !story.units[0].says_package;
    CHECK((days[1].fate == Fate::dead) == dead);
    CHECK(story.units[2].missed == (days[2].date == Date{2011, 6, 21}));
    CHECK(story.unions[2].absent == story.units[2].missed);
    if (story.units[2].missed) {
      CHECK(story.units[2].cast == 1);
      CHECK(text.find("comes too late") != std::string::npos);
      CHECK(text.find("absent") != std::string::npos);
    }
    if (dead)
      CHECK(text.find("14 June 2011: the package can't be ratified any more.") !=
            std::string::npos);
    told_dead = told_dead || dead;
    told_late = told_late || story.units[2].missed;
  }
  CHECK(told_dead);
  CHECK(told_late);
}

TEST_CASE("methods that need independent unions refuse what moves or delays them, in words") {
  const Model late = compile(read_scenario_text(coin, "coin.toml").scenario);
  for (Method method : {Method::conditional, Method::exact}) {
    const auto refused = why_not(late, method);
    REQUIRE(refused);
    CHECK(refused->path == "delay");
    CHECK(refused->problem.find("units that may vote late") != std::string::npos);
  }
  const std::vector<std::string> moved = {"calendar.momentum=0.2", "delay.C.chance=0"};
  const auto refused =
      why_not(compile(read_scenario_text(coin, "coin.toml", moved).scenario), Method::conditional);
  REQUIRE(refused);
  CHECK(refused->path == "calendar");
  // Days and a deadline alone change no vote.
  const std::string days =
      coin.substr(0, coin.find("[[delay]]")) + "[rule]\nyes = \"unions\"\nat_least = \"all\"\n";
  CHECK(!why_not(compile(read_scenario_text(days, "days.toml").scenario), Method::conditional));
}

TEST_CASE("a date after the deadline is a mistake with its place") {
  try {
    compile(read_scenario_text(coin, "coin.toml",
                               std::vector<std::string>{"calendar.deadline=2011-06-13"})
                .scenario);
    FAIL("accepted");
  } catch (const ScenarioError& error) {
    REQUIRE(error.mistakes().size() == 1);  // C has a delay, B has none
    CHECK(error.mistakes()[0].path == "unit.B.date");
    CHECK(error.mistakes()[0].suggestion ==
          "move one of the two, or state [[delay]] for a unit that misses the close");
  }
}

}  // namespace
}  // namespace ayes
