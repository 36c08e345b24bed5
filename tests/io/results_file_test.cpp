// Files of results: what they say, and every mistake with its place.
#include "io/update/results_file.h"

#include "io/scenario_file.h"
#include "models/compile/compile.h"
#include "sim/update.h"
#include "tests/io/scenario/small_files.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace ayes {
namespace {

constexpr const char* hospital = R"(ayes = 1
title = "Three units of two unions, and a divided one"
[[unit]]
unit = "Nurses"
name = "Registered Nurses"
union = "United"
members = 400
[[unit]]
unit = "Cooks"
union = "United"
members = 60
[[unit]]
unit = "Drivers"
members = 90
[[unit]]
unit = "East"
part_of = "Cleaners"
members = 30
[[unit]]
unit = "West"
part_of = "Cleaners"
members = 20
[support]
package = "55%"
contract = { sd = 0.2 }
swing = 0.3
unit = 0.2
[turnout]
share = "70%"
[unions.rules]
Drivers = { ballots = "yes", of = "eligible", at_least = "half" }
)";

struct Read {
  Folder folder{"results-file"};
  Model model = compile(read_scenario(folder.put("hospital.toml", hospital).string()).scenario);

  ResultsFile lines(const std::string& text) const {
    return read_results(folder.put("known.csv", text).string(), model);
  }
  std::vector<std::string> mistakes(const std::string& text) const {
    try {
      lines(text);
    } catch (const ScenarioError& error) {
      return texts_of(error.mistakes(), folder.path().string());
    }
    return {};
  }
  std::string mistake(const std::string& text) const {
    const std::vector<std::string> all = mistakes(text);
    REQUIRE(all.size() == 1);
    return all.front();
  }
};

TEST_CASE("what a line says") {
  using namespace evidence;
  const Read read;
  const ResultsFile file = read.lines(
      "date,body,question,yes,no,cast,share,margin,outcome,low,high,level,source\n"
      "2011-06-17,Registered Nurses,,150,120,,,,,,,,a page\n"
      ",Cooks,contract,,,,52.4%,,,,,,\n"
      ",United,package,,,300,,-12,,,,,\n"
      ",Cleaners,,,,,,\"-5..5\",,,,,\n"
      ",Cooks; West,,,,,,,no,,,,\n"
      "2011-06-20,all,,,,,,,,45%,55%,95%,\n"
      ",Drivers,,,,,0.5..0.75,,,,,,\n");
  REQUIRE(file.lines.size() == 7);
  CHECK(file.name == "known.csv");
  const Evidence& nurses = file.lines[0].evidence;
  CHECK(nurses.units == std::vector<int>{0});
  CHECK(std::get<Count>(nurses.what).yes == 150);
  CHECK(nurses.cast == 270);
  CHECK(nurses.line == 2);
  CHECK(file.lines[0].date == Date{2011, 6, 17});
  const Evidence& cooks = file.lines[1].evidence;
  CHECK(cooks.question == Question::contract);
  const auto& share = std::get<evidence::Share>(cooks.what);
  CHECK(share.low * 2000 == 1047 * share.of);  // 52.35% to 52.45%
  CHECK(share.high * 2000 == 1049 * share.of);
  CHECK(file.lines[2].evidence.units == std::vector<int>{0, 1});
  CHECK(std::get<Margin>(file.lines[2].evidence.what).low == -12);
  CHECK(file.lines[2].evidence.cast == 300);
  CHECK(file.lines[3].evidence.units == std::vector<int>{3, 4});
  CHECK(std::get<Margin>(file.lines[3].evidence.what).high == 5);
  CHECK(file.lines[4].evidence.units == std::vector<int>{1, 4});
  CHECK(std::get<Outcome>(file.lines[4].evidence.what).answer == Answer::no);
  CHECK(file.lines[5].evidence.units.size() == 5);
  const auto& poll = std::get<Poll>(file.lines[5].evidence.what);
  CHECK(poll.middle == doctest::Approx(0));
  CHECK(poll.sd == doctest::Approx(0.125661 / 1.959964));
  const auto& range = std::get<evidence::Share>(file.lines[6].evidence.what);
  CHECK(range.low * 2 == range.of);
  CHECK(range.high * 4 == 3 * range.of);
  CHECK(known_on(file, Date{2011, 6, 17}).size() == 6);
  CHECK(known_on(file, {}).size() == 7);
}

TEST_CASE("mistakes say file, line, column, cause and what to do") {
  const Read read;
  CHECK(read.mistake("body,yes,no\nNurses,150,12O\n") ==
        "known.csv:2:12: no is \"12O\" (it is a number of ballots); write a whole number such as "
        "1,805");
  CHECK(read.mistake("body,yes,no\nNurse,150,120\n") ==
        "known.csv:2:1: there is no unit or union \"Nurse\" (the scenario has no body of that "
        "name); did you mean \"Nurses\"?");
  CHECK(read.mistake("body,yess,no\nNurses,150,120\n")
            .starts_with("known.csv:1:6: there is no column \"yess\""));
  const auto headless = read.mistakes("unit,yes,no\nNurses,150,120\n");
  REQUIRE(headless.size() == 2);
  CHECK(headless.front().starts_with("known.csv:1:1: there is no column"));
  CHECK(headless.back().starts_with("known.csv:1:1: there is no column"));
  CHECK(read.mistake("body,yes,no\nNurses,150,\n")
            .starts_with("known.csv:2:1: there is yes and no count of no"));
  CHECK(read.mistake("body,yes,no,cast\nNurses,150,120,271\n")
            .starts_with("known.csv:2:16: cast is 271 (yes and no are 270)"));
  CHECK(read.mistake("body,yes,no,share\nNurses,150,120,55%\n")
            .starts_with("known.csv:2:1: this line says more than one thing of Nurses"));
  CHECK(read.mistake("body,share\nNurses,\n")
            .starts_with("known.csv:2:1: this line says nothing of Nurses"));
  CHECK(read.mistake("body,share\nNurses,155%\n").starts_with("known.csv:2:8: share is"));
  CHECK(read.mistake("body,share\nNurses,84\n").find("did you mean 84%?") != std::string::npos);
  CHECK(read.mistake("body,share\nNurses,60%..50%\n").find("write 50%..60%") != std::string::npos);
  CHECK(read.mistake("body,outcome\nNurses; ;Cooks,yes\n").find("a name missing") !=
        std::string::npos);
  // A printer's hyphen and space.
  CHECK(read.mistake("body,outcome\nRegistered\u00a0Nurses,yes\n")
            .find("did you mean \"Registered Nurses\"?") != std::string::npos);
  CHECK(read.mistake("body;yes;no\nNurses;150;120\n").find("save the sheet with commas") !=
        std::string::npos);
  CHECK(read.mistake("\xef\xbb\xbf"
                     "body,yes,no\r\nNurses,150,x\r\n")
            .starts_with("known.csv:2:12: no is"));
  CHECK(read.mistake("body,margin\nNurses,about 20\n").starts_with("known.csv:2:8: margin is"));
  CHECK(read.mistake("body,outcome\nNurses,yea\n").starts_with("known.csv:2:8: outcome is"));
  CHECK(
      read.mistake("body,outcome\nDrivers,yes\n").find("does not decide by half of its ballots") !=
      std::string::npos);
  CHECK(read.mistake("body,low,high\nNurses,40%,60%\n").find("a poll needs") != std::string::npos);
  CHECK(read.mistake("body,outcome,date\nNurses,yes,2011-02-30\n")
            .starts_with("known.csv:2:12: date is"));
  CHECK(
      read.mistake("body,outcome,round\nNurses,yes,august\n").find("can't treat later votes yet") !=
      std::string::npos);
  CHECK(read.mistake("body,outcome\nNurses; Cooks; Nurses,yes\n").find("named twice") !=
        std::string::npos);
  CHECK(read.mistake("body,question,outcome\nNurses,pakage,yes\n").find("question is") !=
        std::string::npos);
  CHECK(read.mistakes("body,yes,no\nNurse,1,2\nCooks,x,2\n").size() == 2);
  CHECK(read.mistake("").starts_with("known.csv:1:1: the file is empty"));
}

TEST_CASE("a line read is one that votes can be conditioned on") {
  const Read read;
  const ResultsFile file = read.lines("body,question,share\nCooks,contract,52.4%\n");
  const Conditioning conditioning = condition(read.model, {file.lines.front().evidence});
  CHECK(conditioning.evidence.size() == 1);
  CHECK(conditioning.demands[1].size() == 1);
}

}  // namespace
}  // namespace ayes
