// The words of mistakes, as a person who has never programmed would read them.
#include "tests/io/scenario/small_files.h"

#include <doctest/doctest.h>

namespace ayes {
namespace {

// Returns the one mistake of a text, or all of them a line each.
std::string mistake_of(const std::string& text) {
  std::string joined;
  for (const std::string& each : mistakes_in_text(text))
    joined += (joined.empty() ? "" : "\n") + each;
  return joined;
}

const std::string unit = "[[unit]]\nunit = \"P-4\"\nmembers = 2600\n";

}  // namespace

TEST_CASE("a share above 100% is not told to be a hundredth of it") {
  CHECK(mistakes_in_text("[support]\npackage = \"155%\"\n") ==
        std::vector<std::string>{"a.toml:2:11: support.package is \"155%\" (a share lies between 0 "
                                 "and 1, that is 0% and 100%)"});
}

TEST_CASE("all mistakes of a file are told at once, in its order") {
  CHECK(mistakes_in_text("titel = \"x\"\n[support]\npackage = 55\nsame_voter = "
                         "nan\n[ballot]\nunreturned = \"maybe\"\n") ==
        std::vector<std::string>{"a.toml:1:1: \"titel\" is not known in a scenario (nothing would "
                                 "read it); did you mean \"title\"?",
                                 "a.toml:3:11: support.package is 55 (a share lies between 0 and "
                                 "1, that is 0% and 100%); write \"55%\"",
                                 "a.toml:4:14: support.same_voter is nan (it is not a finite "
                                 "number); write it in digits, without quotes",
                                 "a.toml:6:14: ballot.unreturned is \"maybe\" (it is \"not "
                                 "counted\", \"yes\" or \"no\")"});
}

TEST_CASE("slips in writing TOML have words of their own") {
  CHECK(mistake_of("[ballot]\npenalty = { mean = 0.05,\n  sd = 0.1 }\n") ==
        "a.toml:2:11: the braces { } opened here are not closed on the same line (a table in "
        "braces must stand on one "
        "line); write it on one line, or close it with }");
  CHECK(mistake_of("[pay]\nagreed = [\"0%\", \"3%\"\nsalary = 65_000\n") ==
        "a.toml:2:10: the list opened here with [ is not closed (everything after it would belong "
        "to the list); close "
        "it with ]");
  CHECK(mistake_of("[support]\npackage = 55%\n") ==
        "a.toml:2:13: 55% is not in quotes (a percent sign makes it text); write \"55%\"");
  CHECK(mistake_of("[ballot]\ndesign = bundled\n") ==
        "a.toml:2:10: bundled is not in quotes (text stands in double quotes); write \"bundled\"");
  CHECK(mistake_of("title \"June\"\n") ==
        "a.toml:1:7: there is no = on this line (every value is stated as key = value); write "
        "title = ...");
  CHECK(mistake_of("title: \"June\"\n") ==
        "a.toml:1:6: a colon stands where = belongs; write title = ...");
  CHECK(mistake_of("title = \"June\n") ==
        "a.toml:1:14: a quote is opened on this line and never closed (text ends with the quote it "
        "began with)");
  CHECK(mistake_of("title = \u201CJune\u201D\n") ==
        "a.toml:1:9: this line has curly quotes (only straight quotes mark text); write \"...\"");
  CHECK(mistake_of("[[unit]]\nunit = \"P-4\"\nmembers = 2,600\n") ==
        "a.toml:3:12: the number on this line has a comma (thousands are not separated by commas); "
        "write 2600 or "
        "2_600, and a point for decimals");
  CHECK(mistake_of("[support.units.NP 4]\npackage = 0.3\n") ==
        "a.toml:1:19: the header \"[support.units.NP 4]\" holds a space (names of letters, digits, "
        "- and _ may stand "
        "without quotes, others may not); put the name in quotes, like [support.units.\"NP 4\"]");
  CHECK(mistake_of("title = \"a\"\ntitle = \"b\"\n") ==
        "a.toml:2:9: \"title\" is stated twice (it can have one value only); remove one of them");
  CHECK(mistake_of("[unit]\nunit = \"a\"\n[unit]\nunit = \"b\"\n") ==
        "a.toml:3:1: [unit] is stated twice (single brackets make one table); write [[unit]] for "
        "each of them");
}

TEST_CASE("single brackets for one of several are told, and reading goes on") {
  CHECK(mistake_of("[unit]\nunit = \"P-4\"\nmembers = 2600\nouside = true\n") ==
        "a.toml:1:2: [unit] has single brackets (there can be several, each with a header of its "
        "own); write [[unit]]\n"
        "a.toml:4:1: \"ouside\" is not known in [[unit]] (as a column of its own nothing would "
        "read it); did you mean "
        "\"outside\"?");
}

TEST_CASE("a key below [ballot.units] that is no unit is told as one header too low") {
  CHECK(mistake_of(unit + "[ballot.units]\nP-4 = \"bundled\"\nweight = 0.5\n") ==
        "a.toml:6:1: \"weight\" is taken for a unit (it stands below the header [ballot.units]); "
        "move it above that "
        "header, to [ballot]");
  CHECK(mistake_of(unit + "[turnout.units]\nP-4 = 0.5\ntitle = \"x\"\n") ==
        "a.toml:6:1: \"title\" is taken for a unit (it stands below the header [turnout.units]); "
        "move it to the top of "
        "the file, above the first [header]");
  CHECK(mistakes_in_text(
            "[[unit]]\nunit = \"weight\"\nmembers = 3\n[ballot.units]\nweight = \"bundled\"\n")
            .empty());
}

TEST_CASE("a key in the wrong table is told where it belongs") {
  CHECK(mistake_of("[turnout]\npenalty = 0.1\n") ==
        "a.toml:2:1: \"penalty\" is not known in [turnout] (nothing would read it); it belongs "
        "below [ballot]");
  CHECK(mistake_of("[turnout]\nrule = \"own ballot\"\n") ==
        "a.toml:2:1: \"rule\" is not known in [turnout] (nothing would read it); write it at the "
        "top of the file, above "
        "the first [header]");
}

TEST_CASE("a file of a later format is refused, not guessed at") {
  CHECK(mistake_of("ayes = 2\n") ==
        "a.toml:1:8: this file is of format 2 (this version of Ayes reads format 1); use a newer "
        "Ayes");
}

TEST_CASE("a later vote's mistakes are told where it states them") {
  CHECK(mistake_of("[[round]]\nwho = \"all\"\n") ==
        "a.toml:1:1: this [[round]] has no name (it is known by it everywhere else); add name = "
        "\"...\"");
  CHECK(mistake_of("[[round]]\nname = \"again\"\nwho = \"refusing union\"\n") ==
        "a.toml:3:7: round.again.who is \"refusing union\" (it is \"all\", \"refusing unions\" or "
        "\"refusing units\"); did you mean \"refusing unions\"?");
  CHECK(mistake_of("[[round]]\nname = \"again\"\n[round.pay]\nsalary = 1\n")
            .find("\"pay\" is not known in [round.again]") != std::string::npos);
  CHECK(mistake_of("[[round]]\nname = \"again\"\n[[round.driver]]\nname = \"x\"\nuse = false\n") ==
        "a.toml:3:1: there is no [[round.again.driver]] \"x\" to drop (use = false drops what a "
        "base file had)");
  CHECK(
      mistake_of("[[round]]\nname = \"again\"\n[round.support.correlation]\nfile = \"c.csv\"\n") ==
      "a.toml:3:16: a later vote states a correlation matrix (its voters are those of the first "
      "vote); state it below [support] alone");
}

TEST_CASE("numbers, dates and texts in the wrong dress are told what to wear") {
  CHECK(mistake_of("[[unit]]\nunit = \"P-4\"\nmembers = 2600.0\n") ==
        "a.toml:3:11: unit.P-4.members is 2600.0 (a whole number is expected); write 2600, without "
        "a decimal point");
  CHECK(mistake_of("[[unit]]\nunit = \"P-4\"\nmembers = -3\n") ==
        "a.toml:3:11: unit.P-4.members is -3 (it is 1 or more)");
  CHECK(mistake_of("[[unit]]\nunit = \"P-4\"\n") ==
        "a.toml:1:1: unit.P-4 does not say how many members it has (their ballots are what is "
        "counted); add members = "
        "...");
  CHECK(mistake_of("[protection]\nuntil = \"2015-06-30\"\n") ==
        "a.toml:2:9: protection.until is \"2015-06-30\" (in quotes it is text, not a date); write "
        "2015-06-30 without "
        "quotes");
  CHECK(
      mistake_of("[protection]\nuntil = 2015\n") ==
      "a.toml:2:9: protection.until is 2015 (a date is year-month-day); write it like 2011-06-24");
  CHECK(mistake_of("title = 5\n") == "a.toml:1:9: title is 5 (text is expected); write \"5\"");
  CHECK(mistake_of("[consequences]\ncontract_needs_package = \"yes\"\n") ==
        "a.toml:2:26: consequences.contract_needs_package is \"yes\" (it is true or false, without "
        "quotes)");
  CHECK(mistake_of("[support]\npackage = \"0.55\"\n") ==
        "a.toml:2:11: support.package is \"0.55\" (in quotes it is text, not a number); write 0.55 "
        "without quotes");
  CHECK(mistake_of("[support]\nswing = \"17%\"\n") ==
        "a.toml:2:9: support.swing is \"17%\" (a spread is not a share); write 0.31, or \"12 "
        "points\"");
  CHECK(mistake_of("[pay]\nagreed = [3]\n") ==
        "a.toml:2:11: pay.agreed is 3 (that would be a raise of 300%); write \"3%\" or 0.03");
  CHECK(mistake_of("[support]\ntails = 2\n") ==
        "a.toml:2:9: support.tails is 2 (degrees of freedom are above 2, or inf for a normal law)");
}

TEST_CASE("a law that the quantity cannot have is told, with one it can") {
  CHECK(mistake_of("[pay]\nsalary = { distribution = \"normal\", mean = 60_000, sd = 1000 }\n") ==
        "a.toml:2:10: pay.salary: a normal law has values below 0 (an amount is 0 or more, and "
        "1e15 at most); write "
        "distribution = \"lognormal\"");
  CHECK(mistake_of("[turnout]\nshare = { mean = 0.5, sd = 0.6 }\n") ==
        "a.toml:2:9: turnout.share: sd is 0.6 (values from 0 to 1 with mean 0.5 have an sd below "
        "0.5); make it smaller");
  CHECK(mistake_of("[support]\npackage = { interval = [\"45%\", \"15%\"] }\n") ==
        "a.toml:2:11: support.package: the lowest value, 0.45, is above the highest, 0.15; write "
        "the lower one first");
  CHECK(mistake_of("[support]\npackage = { interval = [\"0%\", \"15%\"] }\n") ==
        "a.toml:2:11: support.package: the interval ends at 0 (part of the chance lies beyond each "
        "end, and no value "
        "lies beyond 0); move the end, or write { distribution = \"uniform\", low = ..., high = "
        "... }");
  CHECK(mistake_of("[support]\npackage = { interval = [0.2, 0.3], level = 1 }\n") ==
        "a.toml:2:11: support.package: level is 1 (it is a chance between 0 and 1, neither of "
        "them); write level = 0.8");
  CHECK(mistake_of("[support]\npackage = { mean = 0.5 }\n") ==
        "a.toml:2:11: support.package does not say sd (standard deviation); add sd = ...");
  CHECK(mistake_of("[support]\npackage = { distribution = \"betta\", a = 1, b = 2 }\n") ==
        "a.toml:2:28: there is no distribution \"betta\"; did you mean \"beta\"?");
}

TEST_CASE("a bound that could mean two things is asked about") {
  const auto rule = [](const std::string& bound) { return mistake_of("[rule]\n" + bound + "\n"); };
  CHECK(rule("yes = \"unions\"\nat_least = 1.0") ==
        "a.toml:3:12: rule.at_least is 1.0 (it could mean one, or all of them); write 1 for one, "
        "or \"all\" or \"100%\" "
        "for all");
  CHECK(rule("yes = \"unions\"\nweighted_by = \"members\"\nat_least = 1") ==
        "a.toml:4:12: rule.at_least is 1 (it could mean one, or all of them); write \"all\" or "
        "\"100%\" for all; for one "
        "or more, write more_than = 0");
  CHECK(rule("yes = \"unions\"\nat_least = 1").empty());
  CHECK(rule("yes = \"unions\"\nat_least = \"14\"") ==
        "a.toml:3:12: rule.at_least is \"14\" (a count stands without quotes); write 14");
  CHECK(rule("yes = \"unions\"\nat_least = 14.0") ==
        "a.toml:3:12: rule.at_least is 14.0 (a count has no decimal point); write 14");
  CHECK(
      rule("yes = \"unions\"\nmore_than = \"all\"") ==
      "a.toml:3:13: rule.more_than is \"all\" (nothing is more than all); write at_least instead");
  CHECK(rule("yes = \"unions\"") ==
        "a.toml:1:1: rule has no bound (a count is held against a number); add at_least, "
        "at_most, more_than or less_than = 14, \"80%\", \"half\" ...");
  CHECK(rule("yes = \"unions\"\nat_least = 2\nat_most = 5").find("a condition has one bound") !=
        std::string::npos);
  CHECK(rule("yes = \"unions\"\nno = \"units\"\nat_least = 2").find("rule states yes and no") !=
        std::string::npos);
  CHECK(rule("yess = \"unions\"\nat_least = 2").ends_with("did you mean \"yes\"?"));
}

TEST_CASE("nested parts of a rule are named by their name or their number") {
  CHECK(mistake_of(
            "[rule]\nall = [{ name = \"q\", body = \"x\", says = \"maybe\" }, { any = [] }]\n") ==
        "a.toml:2:41: rule.q.says is \"maybe\" (it is \"yes\" or \"no\")\n"
        "a.toml:2:60: rule.all[2].any is an empty list (it joins rules); put at least one rule in "
        "it");
}

TEST_CASE("a hundred mistakes are told, and how many more there are") {
  std::string text;
  for (int i = 0; i < 150; ++i) text += "zzz" + std::to_string(i) + " = 1\n";
  const auto mistakes = mistakes_in_text(text);
  REQUIRE(mistakes.size() == 101);
  CHECK(mistakes.back() == "50 more mistakes are not listed; mend these first");
}

}  // namespace ayes
