// `ayes run --precision` and `--max-time`, as a person types them.
#include "tests/cli/shell.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace ayes {
namespace {

using tests::Folder;
using tests::holds;
using tests::Outcome;
using tests::scenario;
using Json = nlohmann::ordered_json;

const std::string one_unit = scenario("learn/one-unit.toml");

TEST_CASE("a run goes on until the precision is reached, and says so") {
  const Folder folder;
  const Outcome run = folder.shell("ayes run " + one_unit + " --precision 0.01");
  CHECK(run.code == 0);
  CHECK(run.err == "");
  CHECK(holds(run.out, "PRECISION    the chance of ratification to ±1 in 100: reached at look "));
  CHECK(holds(run.out, "in 100 (95 in 100, valid at every look; likelihood ratio)"));
}

TEST_CASE("with a precision any number of threads gives the same bytes") {
  const Folder folder;
  const std::string line = "ayes run " + scenario("features/layoffs.toml") +
                           " --precision 2 --measure layoffs --format ";
  for (const char* format : {"text", "json", "csv"}) {
    const Outcome one = folder.shell(line + format + " -j 1");
    REQUIRE(one.code == 0);
    CHECK(one.out == folder.shell(line + format + " -j 3").out);
  }
}

TEST_CASE("without a precision, the number of votes it took gives the same numbers") {
  const Folder folder;
  const std::string line = "ayes run " + one_unit + " --method sample --format json ";
  Json stopped = Json::parse(folder.shell(line + "--precision 0.02").out);
  const std::string votes = stopped["plan"]["replications"].dump();
  CHECK(stopped["precision"]["reached"] == true);
  CHECK(stopped["precision"]["half_width"] <= 0.02);
  stopped.erase("precision");
  CHECK(stopped == Json::parse(folder.shell(line + "-n " + votes).out));
}

TEST_CASE("a run that stops short of the precision reports, says why, and has the exit code 3") {
  const Folder folder;
  const Outcome run =
      folder.shell("ayes run " + one_unit + " --precision 0.001 -n 1000 -o result.json");
  CHECK(run.code == 3);
  CHECK(holds(run.out, "to ±0.1 in 100: not reached, ±"));
  CHECK(holds(run.err, "stopped short after 1,000 votes (--replications allows no more): "));
  CHECK(holds(run.err, "wanted is ±0.1 in 100; allow more votes or ask for less\n"));
  CHECK(holds(run.err, "saved result.json\n"));
  const Json json = Json::parse(tests::text_of(folder.path() / "result.json"));
  CHECK(json["precision"]["reached"] == false);
  CHECK(json["plan"]["replications"] == 1000);
}

TEST_CASE("a run whose time is up records its votes, and their number gives the same bytes") {
  const Folder folder;
  const std::string line = "ayes run " + scenario("features/layoffs.toml") + " --format json ";
  const Outcome stopped = folder.shell(line + "--precision 1e-5 --max-time 0.05s");
  CHECK(stopped.code == 3);
  CHECK(holds(stopped.err, "(--max-time 0.05s was over)"));
  const std::string votes = Json::parse(stopped.out)["plan"]["replications"].dump();
  const Outcome again = folder.shell(line + "--precision 1e-5 -n " + votes);
  CHECK(again.code == 3);
  CHECK(again.out == stopped.out);

  const Outcome plain = folder.shell(line + "-n 1e12 --max-time 0.05s");
  CHECK(plain.code == 0);
  CHECK(holds(plain.err, "time was up after "));
  const std::string number = Json::parse(plain.out)["plan"]["replications"].dump();
  CHECK(folder.shell(line + "-n " + number).out == plain.out);
}

TEST_CASE("a time that suffices changes nothing") {
  const Folder folder;
  const std::string line = "ayes run " + one_unit + " -n 1000 ";
  const Outcome run = folder.shell(line + "--max-time 2h");
  CHECK(run.code == 0);
  CHECK(run.err == "");
  CHECK(run.out == folder.shell(line).out);
}

TEST_CASE("a precision that cannot be had, and slips, have the exit code 2") {
  const Folder folder;
  const auto mistake = [&](const std::string& options, const std::string& part) {
    const Outcome outcome = folder.shell("ayes run " + one_unit + " " + options);
    CHECK_MESSAGE(outcome.code == 2, options);
    CHECK_MESSAGE(outcome.out == "", options);
    CHECK_MESSAGE(holds(outcome.err, part), options << ": " << outcome.err);
  };
  mistake("--precision 0", "--precision 0: this is not above 0");
  mistake("--precision -1e-3", "not above 0");
  mistake("--precision half", "this is no number");
  mistake("--precision nan", "this is no number");
  mistake("--precision inf", "this is no number");
  mistake("--precision 1%", "this is no number");
  mistake("--precision 0.5", "this says nothing (ratified lies between 0 and 1)");
  mistake("--precision 1e-12", "this is too small");
  mistake("--precision 0.01 --measure layoffs",
          "this scenario has no such measure; it has ratified");
  mistake("--precision 0.01 --measure turnuot", "did you mean \"turnout\"?");
  mistake("--precision 200 --measure raises_kept", "raises_kept lies between 0 and 120 members");
  mistake("--measure turnout", "add --precision X");
  mistake("--max-time 30", "the unit is missing");
  mistake("--max-time 5d", "this is no duration");
  mistake("--max-time s", "this is no duration");
  mistake("--max-time 0s", "this is not above 0");
  mistake("--max-time -5m", "this is not above 0");
}

}  // namespace
}  // namespace ayes
