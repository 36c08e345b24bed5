// `ayes update` as a person calls it.
#include "tests/cli/shell.h"

#include <doctest/doctest.h>

namespace ayes::tests {
namespace {

TEST_CASE("update prints what results change, the same on any threads and in any order of lines") {
  const Folder folder;
  const std::string june = scenario("sebac-2011-june.toml");
  const std::string head = "body,yes,no,outcome,date\n";
  const std::string a = "NP-3,1805,1605,,2011-06-17\n", b = "SVFT,,,yes,2011-06-15\n",
                    c = "UCPEA,1079,178,,2011-06-10\n";
  folder.write("known.csv", head + a + b + c);
  folder.write("turned.csv", head + c + b + a);
  const auto update = [&](const std::string& arguments) {
    return folder.shell("ayes update " + june + " -n 4000 --results " + arguments);
  };
  const Outcome text = update("known.csv");
  CHECK(text.code == 0);
  CHECK(text.out.find("GIVEN 3 RESULTS") != std::string::npos);
  CHECK(text.out.find("1,805 yes, 1,605 no") != std::string::npos);
  CHECK(text.out.find("moved most") != std::string::npos);
  CHECK(text.out.find("WHO DECIDES") != std::string::npos);
  const Outcome one = update("known.csv -j 1 --format json");
  CHECK(one.code == 0);
  CHECK(one.out == update("known.csv -j 2 --format json").out);
  CHECK(one.out.find("\"update\"") != std::string::npos);
  // The file's name and digest, and the order in which lines are listed, are all that differs.
  const auto numbers = [](const std::string& json) {
    return json.substr(0, json.find("\"update\""));
  };
  CHECK(numbers(one.out) == numbers(update("turned.csv --format json").out));

  const Outcome until = update("known.csv --until 2011-06-15");
  CHECK(until.out.find("GIVEN 2 RESULTS") != std::string::npos);
  CHECK(update("known.csv --until 2011-06-01").code == 2);
  CHECK(update("known.csv --until june").code == 2);

  const Outcome days = update("known.csv --by-date --plot chance.svg --format csv");
  CHECK(days.code == 0);
  CHECK(days.out.starts_with("date,lines,ratified,se,low,high,effective,news\n,0,"));
  CHECK(days.out.find("\n2011-06-17,3,") != std::string::npos);
  CHECK(text_of(folder.path() / "chance.svg").starts_with("<svg"));

  // An outcome, then its count; what is told of the contract says so.
  folder.write("later.csv", head + "SVFT,,,yes,2011-06-15\nSVFT,300,90,,2011-06-17\n");
  const Outcome later = update("later.csv --by-date --format csv");
  CHECK(later.code == 0);
  CHECK(later.out.find("\n2011-06-17,2,") != std::string::npos);

  update("known.csv -o result.json --quiet");
  CHECK(folder.shell("ayes verify result.json").code == 1);
}

TEST_CASE("update refuses what can't be, and what too few votes agree with") {
  const Folder folder;
  const std::string unit = scenario("learn/one-unit.toml");
  const auto update = [&](const std::string& text) {
    folder.write("known.csv", text);
    return folder.shell("ayes update " + unit + " --results known.csv -n 2000");
  };
  const Outcome unknown = update("body,outcome\nNobody at all,yes\n");
  CHECK(unknown.code == 2);
  CHECK(unknown.err.find("known.csv:2:1: there is no unit or union") != std::string::npos);
  const Outcome many = update("body,yes,no\nall,500000,500000\n");
  CHECK(many.code == 2);
  CHECK(many.err.find("known.csv:2:1: 1000000 ballots of all") != std::string::npos);
  CHECK(folder.shell("ayes update " + unit + " --results missing.csv").code == 1);
  CHECK(folder.shell("ayes update " + unit).code == 2);

  const std::string june = scenario("sebac-2011-june.toml");
  folder.write("known.csv",
               "body,yes,no\nNP-3,5,3405\nP-2,3115,5\nNP-4,3,3801\nNP-2,3189,1\nUCPEA,2,1255\n");
  const Outcome few = folder.shell("ayes update " + june + " --results known.csv -n 2000 --quiet");
  CHECK(few.code == 3);
  CHECK(few.out.empty());
  CHECK(few.err.find("no result") != std::string::npos);
  CHECK(few.err.find("Farthest from what the scenario expects is line") != std::string::npos);
}

}  // namespace
}  // namespace ayes::tests
