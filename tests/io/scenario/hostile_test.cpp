// Whatever a file holds, reading it ends in a scenario or in a message.
#include "tests/io/scenario/small_files.h"

#include <doctest/doctest.h>

#include <random>

namespace ayes {
namespace {

std::string repeated(const std::string& text, std::size_t size) {
  std::string out;
  while (out.size() < size) out += text;
  return out;
}

std::string file_error(const std::filesystem::path& path) {
  try {
    read_scenario(path);
  } catch (const FileError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("files that cannot be read say so") {
  Folder folder("unreadable");
  const std::string name = folder.path().string();
  CHECK(file_error(folder.path()) == name + ": cannot be read (it is a folder); name a file in it");
  CHECK(file_error(folder.path() / "none.toml") ==
        name + "/none.toml: cannot be read (there is no such file); check its name and folder");
  CHECK(file_error("/dev/zero") == "/dev/zero: cannot be read (it is larger than 16 MB)");
}

TEST_CASE("an empty file is a scenario of defaults") {
  CHECK((scenario_of("") == Scenario{}));
  CHECK((scenario_of("\n\n# nothing\n") == Scenario{}));
}

TEST_CASE("megabytes of brackets, dots or quotes end in one message") {
  constexpr std::size_t size = 1 << 20;
  for (const char* piece : {"[", "{", "[[", "a = [", "a = {b = ", "\"", "'", "\"\"\"", "=", ".",
                            "a.", "\\", "%", "\t"}) {
    INFO(piece);
    CHECK(mistakes_in_text(repeated(piece, size)).size() == (std::string(piece) == "\t" ? 0 : 1));
    CHECK(mistakes_in_text("x = " + repeated(piece, size)).size() == 1);
  }
  CHECK(mistakes_in_text("x = [" + repeated("[", 65) + "]") ==
        std::vector<std::string>{
            "a.toml:1:69: values are nested more than 64 deep (no scenario needs that, and reading "
            "it could exhaust the computer)"});
}

TEST_CASE("nothing that a terminal would obey comes through") {
  const std::string why =
      " holds a control character (it cannot be seen, and a terminal would obey "
      "it); leave it out";
  using Texts = std::vector<std::string>;
  CHECK(mistakes_in_text("title = \"\\u001B[2J\"\n") ==
        Texts{"a.toml:1:9: the text \"?[2J\"" + why});
  CHECK(mistakes_in_text("about = \"\\u009B2J\"\n") == Texts{"a.toml:1:9: the text \"?2J\"" + why});
  CHECK(mistakes_in_text("[groups.\"a\\u0007\"]\nunits = [\"b\"]\n") ==
        Texts{"a.toml:1:9: the name \"a?\"" + why});
  CHECK(mistakes_in_text("about = \"two\\nlines,\\ta tab\"\n").empty());
  CHECK(mistakes_in_text("title = \"two\\nlines\"\n") ==
        Texts{"a.toml:1:9: title is \"two?lines\" (it is printed in one line); take the line break "
              "out"});
  for (const std::string& text : mistakes_in_text("\"\\u001B\" = 1\n"))
    CHECK(text.find('\x1B') == text.npos);
}

TEST_CASE("headers that make the parser stumble are refused before it sees them") {
  for (const char* text :
       {"[[[1]]]", "[[[a]]]", "[[[]]", "[[=", "[ [a]]", "[[ [a]]", "[.a]", "[", "[["})
    CHECK(mistakes_in_text(text).size() == 1);
}

TEST_CASE("letters of any language may stand in text, also at the start of a continued line") {
  CHECK(scenario_of("about = \"\"\"\\\n  \u00A7 5: l'\u00E9t\u00E9 \u2014 \u4E09\"\"\"\n").about ==
        "\u00A7 5: l'\u00E9t\u00E9 \u2014 \u4E09");
  CHECK(
      scenario_of("[rules]\n\"\u00E9t\u00E9\" = \"own ballot\"\n").rules.contains("\u00E9t\u00E9"));
  for (const char* text :
       {"\u00E9t\u00E9 = 1\n", "[rules.\u00E9]\n", "title = \u00E9\n", "title =\u00A0\"x\"\n"})
    CHECK(mistakes_in_text(text).at(0).find("not plain English stands outside quotes") !=
          std::string::npos);
}

TEST_CASE("bytes that are not UTF-8 are refused where they stand") {
  CHECK(
      mistakes_in_text("title = \"\xC3\xA9\xFF\"\n") ==
      std::vector<std::string>{
          "a.toml:1:11: the file is not UTF-8 text (its letters cannot be told); save it as plain "
          "text with encoding UTF-8"});
  for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80"})
    CHECK(mistakes_in_text("title = \"" + std::string(bad) + "\"\n").size() == 1);
}

TEST_CASE("numbers at the edge of what a computer holds are messages") {
  for (const char* value : {"nan", "-nan", "inf", "-inf", "1e999", "-1", "9223372036854775807",
                            "1e308", "0x7fffffffffffffff"}) {
    INFO(value);
    for (const char* key : {"package = ", "swing = ", "tails = -1\nswing = "})
      CHECK_FALSE(mistakes_in_text("[support]\n" + std::string(key) + value + "\n").empty());
    CHECK_FALSE(
        mistakes_in_text("[[unit]]\nunit = \"a\"\nmembers = " + std::string(value) + "\n").empty());
    CHECK_FALSE(mistakes_in_text("[pay]\nsalary = { mean = 1, sd = " + std::string(value) + " }\n")
                    .empty());
  }
  CHECK_FALSE(
      mistakes_in_text("[rule]\nyes = \"units\"\nat_least = \"99999999999/99999999999999\"\n")
          .empty());
  CHECK_FALSE(mistakes_in_text("[rule]\nyes = \"units\"\nat_least = \"1/0\"\n").empty());
  CHECK_FALSE(mistakes_in_text("[rule]\nyes = \"units\"\nat_least = 0.1234567890123\n").empty());
}

TEST_CASE("every value in place of every other is a scenario or a message") {
  const std::vector<std::string> values = {"1",
                                           "0.5",
                                           "-1.5",
                                           "true",
                                           "\"text\"",
                                           "\"55%\"",
                                           "2011-06-24",
                                           "12:00:00",
                                           "[]",
                                           "[1, \"a\", {}]",
                                           "{}",
                                           "{ a = 1 }",
                                           "{ mean = 1, sd = 1 }",
                                           "[[[]]]"};
  const std::vector<std::string> paths = {"ayes",
                                          "title",
                                          "roster",
                                          "roster.units",
                                          "roster.columns",
                                          "unit",
                                          "support",
                                          "support.package",
                                          "support.contract",
                                          "support.group",
                                          "support.tails",
                                          "support.correlation",
                                          "support.correlation.file",
                                          "support.correlation.matrix",
                                          "support.units",
                                          "support.units.a",
                                          "driver",
                                          "turnout.units",
                                          "turnout.units.a",
                                          "ballot.units.a",
                                          "ballot.design",
                                          "units",
                                          "units.rules",
                                          "units.rules.a",
                                          "unions.decide",
                                          "groups",
                                          "groups.a",
                                          "groups.a.unions",
                                          "rules.a",
                                          "rule",
                                          "rule.all",
                                          "rule.yes",
                                          "rule.if",
                                          "rule.body",
                                          "rule.ballots",
                                          "rule.each",
                                          "rule.name",
                                          "pay",
                                          "pay.first_day",
                                          "pay.agreed",
                                          "pay.units.a.agreed",
                                          "savings.target",
                                          "layoffs",
                                          "layoffs.leverage",
                                          "words.ratified",
                                          "extends",
                                          "use"};
  for (const std::string& path : paths)
    for (const std::string& value : values) {
      INFO(path << " = " << value);
      CHECK_NOTHROW(mistakes_in_text(path + " = " + value + "\n"));
      CHECK_NOTHROW(
          mistakes_in_text("[[unit]]\nunit = \"a\"\nmembers = 3\n", {path + "=" + value}));
    }
}

TEST_CASE("a scenario with any one line damaged is a scenario or a message") {
  std::ifstream file(AYES_SOURCE_DIR "/scenarios/sebac-2011-june.toml");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  REQUIRE_FALSE(text.empty());
  std::mt19937_64 random(1);
  const std::string bytes = "\"'[]{}=.,#\n%-0aZ\\ \x80";
  for (int i = 0; i < 300; ++i) {
    std::string damaged = text;
    for (int j = 0; j < 3; ++j) damaged[random() % damaged.size()] = bytes[random() % bytes.size()];
    CHECK_NOTHROW(mistakes_in_text(damaged));
  }
}

}  // namespace ayes
