// What `extends`, [[...]], rosters and --set make of several texts.
#include "tests/io/scenario/small_files.h"

#include <doctest/doctest.h>

namespace ayes {
namespace {

const std::string two_units =
    "[[unit]]\nunit = \"P-4\"\nmembers = 2600\n[[unit]]\nunit = \"NP-4\"\nmembers = 4800\n";

double fixed(const Quantity& quantity) { return std::get<Fixed>(quantity.law).value; }

}  // namespace

TEST_CASE("a base's tables merge, and the later file's values win") {
  Folder folder("tables");
  folder.put("base.toml", "title = \"base\"\n[support]\npackage = 0.4\nswing = 0.3\n" + two_units);
  const auto path =
      folder.put("top.toml", "extends = \"base.toml\"\n[support]\npackage = \"55%\"\n");
  const Scenario scenario = read_scenario(path).scenario;
  CHECK(scenario.title == "base");
  CHECK(fixed(scenario.support.package) == 0.55);
  CHECK(fixed(scenario.support.swing) == 0.3);
  CHECK(scenario.unit.size() == 2);
}

TEST_CASE("elements of a list merge by name, new ones follow, and use = false drops one") {
  Folder folder("lists");
  folder.put("base.toml", two_units +
                              "[[driver]]\nname = \"threat\"\neveryone = true\ncoefficient = 0.1\n"
                              "[[driver]]\nname = \"leaders\"\ncolumn = \"stance\"\nequals = "
                              "\"yes\"\ncoefficient = 0.4\n");
  const auto path = folder.put(
      "top.toml",
      "extends = \"base.toml\"\n[[driver]]\nname = \"leaders\"\ncoefficient = 0.5\n"
      "[[driver]]\nname = \"threat\"\nuse = false\n[[driver]]\nname = \"press\"\ncolumn = \"p\"\n"
      "[[unit]]\nunit = \"P-4\"\nuse = false\n");
  const Scenario scenario = read_scenario(path).scenario;
  REQUIRE(scenario.driver.size() == 2);
  CHECK(scenario.driver[0].name == "leaders");
  CHECK(scenario.driver[0].column == "stance");
  CHECK(fixed(scenario.driver[0].coefficient) == 0.5);
  CHECK(scenario.driver[1].name == "press");
  REQUIRE(scenario.unit.size() == 1);
  CHECK(scenario.unit[0].unit == "NP-4");
}

TEST_CASE("rules and uncertain values are replaced whole") {
  Folder folder("whole");
  folder.put(
      "base.toml",
      two_units +
          "[support]\npackage = { mean = 0.5, sd = 0.1 }\n[rule]\nno = \"unions\"\nat_most = 1\n");
  const auto path =
      folder.put("top.toml",
                 "extends = \"base.toml\"\n[support]\npackage = { interval = [\"40%\", \"60%\"] }\n"
                 "[rule]\nyes = \"unions\"\nmore_than = \"half\"\n");
  const Scenario scenario = read_scenario(path).scenario;
  CHECK(std::get<Interval>(scenario.support.package.law).interval == std::vector{0.4, 0.6});
  const auto& count = std::get<CountWords>(scenario.rule->node);
  CHECK(count.answer == Answer::yes);
  CHECK_FALSE(count.at_most.has_value());
}

TEST_CASE("a bare ballot design merges with a table of the same unit") {
  Folder folder("shorthand");
  folder.put("base.toml", two_units + "[ballot.units]\nP-4 = \"bundled\"\n");
  const auto path =
      folder.put("top.toml", "extends = \"base.toml\"\n[ballot.units.P-4]\nweight = 0.3\n");
  const UnitBallotTable ballot = read_scenario(path).scenario.ballot.units.at("P-4");
  CHECK(ballot.design == BallotDesign::bundled);
  CHECK(fixed(*ballot.weight) == 0.3);
}

TEST_CASE("paths are relative to the file that states them, and mistakes are placed in it") {
  Folder folder("relative");
  folder.put("below/base.toml", "[roster]\nunits = \"data/units.csv\"\n[support]\npackage = 55\n");
  folder.put("below/data/units.csv", "unit,members\nP-4,many\n");
  const auto path = folder.put("top.toml", "extends = \"below/base.toml\"\n[turnout]\nshare = 2\n");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{
            "top.toml:3:9: turnout.share is 2 (a share lies between 0 and 1, that is 0% and 100%); "
            "write \"2%\"",
            "below/base.toml:4:11: support.package is 55 (a share lies between 0 and 1, that is 0% "
            "and 100%); write "
            "\"55%\"",
            "below/data/units.csv:2:5: unit.P-4.members is \"many\" (a whole number is expected)"});
}

TEST_CASE("a circle of bases and a missing base are told at `extends`") {
  Folder folder("circle");
  folder.put("b.toml", "extends = \"a.toml\"\n");
  const auto circle = folder.put("a.toml", "title = \"a\"\nextends = \"b.toml\"\n");
  CHECK(mistakes_in(circle) ==
        std::vector<std::string>{
            "b.toml:1:11: this file extends \"a.toml\", which extends this file again (no file "
            "can be its own base); remove one of the two"});
  const auto missing = folder.put("c.toml", "extends = \"none.toml\"\n");
  CHECK(mistakes_in(missing) ==
        std::vector<std::string>{
            "c.toml:1:11: the base \"none.toml\" cannot be read (there is no such file: "
            "none.toml); check its name and folder"});
}

TEST_CASE("a roster's rows become units, [[unit]] overrides cells, other columns stay text") {
  Folder folder("roster");
  folder.put("units.csv",
             "\xEF\xBB\xBFunit,union,members,vote,outside,planned_cut,package,turnout,ballot\r\n"
             "P-4,CSEA,2600,2011-06-23,no,0.157,,,bundled\r\n"
             "NP-4,\"AFSCME, Council 4\",4800,2011-06-24,yes,,15% to 45%,0.8,\r\n");
  const auto path = folder.put(
      "a.toml",
      "[roster]\nunits = \"units.csv\"\ncolumns = { date = \"vote\" }\n[[unit]]\nunit = \"P-4\"\n"
      "members = 2_700\nstance = \"no\"\nplanned_cut = 0.2\njobs = 1e9\nbeds = "
      "3.0\n[[driver]]\nname = \"d\"\ncolumn = "
      "\"stance\"\n");
  const Scenario scenario = read_scenario(path).scenario;
  REQUIRE(scenario.unit.size() == 2);
  const UnitWords& first = scenario.unit[0];
  CHECK(first.members == 2700);
  CHECK(first.date == Date{2011, 6, 23});
  CHECK(first.columns ==
        std::map<std::string, std::string>{
            {"beds", "3.0"}, {"jobs", "1e+09"}, {"planned_cut", "0.2"}, {"stance", "no"}});
  const UnitWords& second = scenario.unit[1];
  CHECK(second.union_name == "AFSCME, Council 4");
  CHECK(second.outside);
  CHECK(second.columns.empty());
  CHECK(std::get<Interval>(scenario.support.units.at("NP-4").package->law).interval ==
        std::vector{0.15, 0.45});
  CHECK(fixed(scenario.turnout.units.at("NP-4")) == 0.8);
  CHECK(scenario.ballot.units.at("P-4").design == BallotDesign::bundled);
  CHECK(scenario.ballot.units.size() == 1);
  CHECK(scenario.roster == RosterTable{});
}

TEST_CASE("a setting of a unit in two places is a mistake that names both") {
  Folder folder("both");
  folder.put("units.csv", "unit,members,package\nP-4,2600,55%\n");
  const auto path =
      folder.put("a.toml", "[roster]\nunits = \"units.csv\"\n[support.units.P-4]\npackage = 0.5\n");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{
            "units.csv:2:10: support.units.P-4.package is stated twice (also at a.toml:4:11); keep "
            "one of the two"});
}

TEST_CASE("what is wrong with a roster is told in the roster") {
  Folder folder("bad-roster");
  const auto path = folder.put("a.toml", "[roster]\nunits = \"u.csv\"\n");
  folder.put("u.csv", "unit,member\nP-4,2\n");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{"u.csv:1:1: there is no column \"members\" (it holds how many "
                                 "members each unit has); did you mean \"member\"?"});
  folder.put("u.csv", "unit;members\nP-4;2\n");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{
            "u.csv:1:1: the columns are not separated by commas (the first line is one single "
            "cell); save the sheet as CSV with commas"});
  folder.put("u.csv", "unit,members,members,\nP-4,2,3,4\n");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{
            "u.csv:1:14: two columns are called \"members\" (it would not be clear which is "
            "meant); rename one",
            "u.csv:1:22: a column has no name (the first line names every column)"});
  folder.put("u.csv", "unit,members\nP-4,2\nP-4,3\n,5\n");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{
            "u.csv:3:1: the unit \"P-4\" is stated twice (first at u.csv:2:1); remove one, or give "
            "it another name",
            "u.csv:4:1: this line names no unit (the column \"unit\" is empty here)"});
  folder.put("u.csv", "");
  CHECK(
      mistakes_in(path) ==
      std::vector<std::string>{"u.csv:1:1: the file is empty (its first line names the columns)"});
  std::filesystem::remove(folder.path() / "u.csv");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{
            "a.toml:2:9: the file \"u.csv\" cannot be read (there is no such file: u.csv); check "
            "its name; it is looked for beside this file"});
}

TEST_CASE("a correlation matrix is read from its file, with or without names before the rows") {
  Folder folder("correlation");
  const auto path =
      folder.put("a.toml", two_units + "[support.correlation]\nfile = \"c.csv\"\nsd = 0.4\n");
  for (const char* text : {"P-4,NP-4\n1,0.5\n0.5,1\n", "unit,P-4,NP-4\nP-4,1,0.5\nNP-4,0.5,1\n"}) {
    folder.put("c.csv", text);
    const CorrelationTable table = *read_scenario(path).scenario.support.correlation;
    CHECK(table.units == std::vector<std::string>{"P-4", "NP-4"});
    CHECK(table.matrix == std::vector<std::vector<double>>{{1, 0.5}, {0.5, 1}});
    CHECK(table.file.empty());
  }
  folder.put("c.csv", "P-4,NP-4\n1,1.5\n0.5,1\n");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{"c.csv:2:3: support.correlation.matrix is \"1.5\" (a correlation "
                                 "lies between -1 and 1)"});
}

TEST_CASE("--set reaches tables, units, list elements and named parts of a rule") {
  const std::string text = two_units +
                           "[[driver]]\nname = \"the threat\"\neveryone = true\n"
                           "[rule]\nall = [{ name = \"count\", yes = \"unions\", at_least = 1 }]\n"
                           "[ballot.units]\nP-4 = \"bundled\"\n";
  const Scenario scenario = scenario_of(
      text, {"support.units.\"NP-4\".package=30%", "support.package = { mean = 0.5, sd = 0.1 }",
             "unit.P-4.members=3_000", "unit.P-4.turnout=0.9", "driver.the threat.coefficient=0.3",
             "rule.count.at_least=2", "ballot.units.P-4.weight=0.25",
             "ballot.unreturned=not counted", "title=Vote = two"});
  CHECK(fixed(*scenario.support.units.at("NP-4").package) == 0.3);
  CHECK(std::holds_alternative<MeanSd>(scenario.support.package.law));
  CHECK(scenario.unit[0].members == 3000);
  CHECK(fixed(scenario.turnout.units.at("P-4")) == 0.9);
  CHECK(fixed(scenario.driver[0].coefficient) == 0.3);
  CHECK(std::get<CountWords>(std::get<AllWords>(scenario.rule->node).all[0].node).at_least->value ==
        Rational{2, 1});
  CHECK(scenario.ballot.units.at("P-4").design == BallotDesign::bundled);
  CHECK(fixed(*scenario.ballot.units.at("P-4").weight) == 0.25);
  CHECK(scenario.title == "Vote = two");
}

TEST_CASE("a setting that means nothing is told, with the setting's number and column") {
  CHECK(
      mistakes_in_text(two_units, {"suport.package=0.5", "unit.P-5.members=2", "support.package=55",
                                   "x", "rule.a.at_least=2", "driver={", "support.package="}) ==
      std::vector<std::string>{
          "--set:1:1: there is no suport (the path of a setting names what a file could state); "
          "did you mean "
          "\"support\"?",
          "--set:2:6: there is no [[unit]] \"P-5\" (a setting changes what the files state); did "
          "you mean \"P-4\"?",
          "--set:3:17: support.package is 55 (a share lies between 0 and 1, that is 0% and 100%); "
          "write \"55%\"",
          "--set:4:1: \"x\" is not a setting (a setting is PATH=VALUE); write for instance "
          "support.units.\"NP-4\".package=30%",
          "--set:5:6: no part of rule is called \"a\" (parts of a rule are reached by their name); "
          "give the part a "
          "name in the file: { name = \"...\", ... }",
          "--set:6:8: the value \"{\" cannot be read (the braces { } opened here are not closed on "
          "the same line); "
          "write PATH=VALUE, the value as in a file",
          "--set:7:17: there is no value after =; write PATH=VALUE, the value as in a file"});
}

TEST_CASE(
    "a mistake found later is placed at its value, or at the nearest table that was written") {
  const ScenarioFile file =
      read_scenario_text(two_units +
                             "[support.units.NP-4]\npackage = 0.3\n[rule]\nall = [{ name = \"q\", "
                             "yes = \"unions\", at_least = 1 }]\n",
                         "a.toml");
  std::vector<Mistake> mistakes = {{"support.units.NP-4.package", "a", "", ""},
                                   {"support.units.NP-4.contract", "b", "", ""},
                                   {"unit.P-4.members", "c", "", ""},
                                   {"rule.q.at_least", "d", "", ""},
                                   {"pay.salary", "e", "", ""}};
  locate(mistakes, file.places);
  CHECK(texts_of(mistakes, "") == std::vector<std::string>{"a.toml:8:11: a", "a.toml:7:1: b",
                                                           "a.toml:3:11: c", "a.toml:10:49: d",
                                                           "a.toml: e"});
}

TEST_CASE("cuts by agency come from a CSV, an empty cell being nobody") {
  Folder folder("agencies");
  folder.put("cuts.csv", "agency,cut,P-4,NP-4,others\nDOC,1019,200,4800,\nDOT,817,1200,,90\n");
  const auto path = folder.put(
      "top.toml",
      two_units + "[layoffs.rejected]\nthreat = 9\nby_agency = { file = \"cuts.csv\" }\n");
  const Scenario scenario = read_scenario(path).scenario;
  const AgencyCutsTable& table = *scenario.layoffs->rejected.by_agency;
  CHECK(table.file.empty());
  CHECK(table.agencies == std::vector<std::string>{"DOC", "DOT"});
  CHECK(table.units == std::vector<std::string>{"P-4", "NP-4"});
  CHECK(table.cuts == std::vector<double>{1019, 817});
  CHECK(table.others == std::vector<double>{0, 90});
  CHECK(table.staff == std::vector<std::vector<double>>{{200, 4800}, {1200, 0}});
  folder.put("cuts.csv", "agency,jobs,P-4\nDOC,1019,200\n");
  CHECK(mistakes_in(path) ==
        std::vector<std::string>{
            "cuts.csv:1:1: there is no column \"cut\" (it holds how many jobs each agency is to "
            "cut)"});
}

TEST_CASE("rounds of a base merge by name with those of the file on top") {
  Folder folder("rounds");
  folder.put("base.toml", two_units +
                              "[support]\nswing = 0.3\n[[round]]\nname = \"a\"\nchance = 0.5\n"
                              "[round.support]\nunit = 0.2\n[[round]]\nname = \"b\"\n");
  const auto path =
      folder.put("top.toml",
                 "extends = \"base.toml\"\n[support]\nswing = 0.1\n[[round]]\nname = \"a\"\n"
                 "begun = 0.1\n[[round]]\nname = \"b\"\nuse = false\n");
  const Scenario scenario = read_scenario(path).scenario;
  REQUIRE(scenario.round.size() == 1);
  CHECK(fixed(scenario.round[0].chance) == 0.5);
  CHECK(fixed(scenario.round[0].begun) == 0.1);
  CHECK(fixed(scenario.round[0].support->unit_spread) == 0.2);
  CHECK(fixed(scenario.round[0].support->swing) == 0.1);  // of the first vote, as it is in the end
}

}  // namespace ayes
