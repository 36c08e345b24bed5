// `ayes verify` and `ayes run --draws`, as a person types them.
#include "tests/cli/shell.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace ayes {
namespace {

using tests::Folder;
using tests::Outcome;
using tests::scenario;
using tests::text_of;
using Json = nlohmann::ordered_json;

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a result that was saved is found again, with every method and option that decides it") {
  const Folder folder;
  folder.shell("cp -r " + scenario("features") + "/. .; cp layoffs.toml my.toml; cp " +
               scenario("learn/one-unit.toml") + " one.toml");
  const auto verified = [&](const std::string& run, const std::string& verify) {
    REQUIRE(folder.shell("ayes run " + run + " --quiet -o result.json").code % 3 == 0);
    const Outcome outcome = folder.shell("ayes verify result.json " + verify);
    CAPTURE(run);
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
    CHECK(holds(outcome.out, "result.json: the same bytes again, from "));
  };
  verified("my.toml -n 5000 --points 512", "");
  verified("my.toml -n 5000 --seed 7 --method sample", "-j 1");
  verified("one.toml -n 5000 --set support.swing=0", "--set support.swing=0");
  verified("my.toml --precision 3 --measure layoffs", "");
  verified("my.toml --precision 0.01 -n 1000", "");
  verified("later-votes.toml --precision 0.02 --measure ratified_ever", "");
  verified("my.toml -n 5000 --provenance", "");
  CHECK(folder.shell("ayes verify result.json --quiet").out == "");
}

TEST_CASE("a result that was changed is told, with the first value that differs") {
  const Folder folder;
  folder.shell("cp " + scenario("learn/one-unit.toml") + " one.toml");
  folder.shell("ayes run one.toml -n 5000 --method sample --quiet -o result.json");
  std::string text = text_of(folder.path() / "result.json");
  const std::string members = "\"members\": 120";
  REQUIRE(holds(text, members));
  folder.write("changed.json",
               text.replace(text.find(members), members.size(), "\"members\": 121"));
  const Outcome changed = folder.shell("ayes verify changed.json");
  CHECK(changed.code == 1);
  CHECK(changed.out == "");
  CHECK(holds(changed.err, "differ at members: 121 and 120\n"));

  folder.shell("mkdir elsewhere; cp result.json elsewhere/; mv one.toml other.toml");
  const Outcome lost = folder.shell("ayes verify elsewhere/result.json");
  CHECK(lost.code == 2);
  CHECK(
      holds(lost.err, "elsewhere/result.json is of one.toml, which is neither beside it nor here"));
  CHECK(folder.shell("ayes verify elsewhere/result.json --scenario other.toml").code == 0);
  const Outcome other =
      folder.shell("ayes verify result.json --scenario other.toml --set support.package=40%");
  CHECK(other.code == 2);
  CHECK(holds(other.err, "result.json is of another scenario than other.toml"));
  folder.write("no.json", "{}");
  CHECK(folder.shell("ayes verify no.json").code == 1);
  folder.write("deep.json", std::string(100'000, '['));
  CHECK(folder.shell("ayes verify deep.json").code == 1);
}

TEST_CASE("draws are a row a vote, in order, whatever the threads, and sum to the result") {
  const Folder folder;
  const std::string line = "ayes run " + scenario("features/layoffs.toml") +
                           " -n 9000 --method sample --format json --draws-of ratified "
                           "--draws-of layoffs --draws-of yes_ballots_share";
  const Outcome one = folder.shell(line + " -j 1 --draws one.csv");
  REQUIRE(one.code == 0);
  CHECK(one.out == folder.shell(line + " -j 3 --draws three.csv").out);
  const std::string csv = text_of(folder.path() / "one.csv");
  CHECK(csv == text_of(folder.path() / "three.csv"));
  std::istringstream rows(csv);
  std::string row;
  std::getline(rows, row);
  CHECK(row == "ratified,layoffs,yes_ballots_share");
  std::vector<std::array<double, 3>> values;
  while (std::getline(rows, row)) {
    std::array<double, 3> value{};
    REQUIRE(std::sscanf(row.c_str(), "%lf,%lf,%lf", &value[0], &value[1], &value[2]) == 3);
    values.push_back(value);
  }
  REQUIRE(values.size() == 9000);
  const Json result = Json::parse(one.out);
  double ratified = 0, jobs = 0;
  for (const auto& value : values) {
    ratified += value[0];
    jobs += value[1];
  }
  CHECK(ratified / 9000 == result["ratified"]["probability"].get<double>());
  CHECK(jobs / 9000 == result["measures"]["layoffs"]["mean"].get<double>());

  REQUIRE(folder.shell(line + " -j 3 --draws draws.npy").code == 0);
  const std::string npy = text_of(folder.path() / "draws.npy");
  const std::size_t start = 10 + static_cast<unsigned char>(npy[8]) +
                            256 * static_cast<std::size_t>(static_cast<unsigned char>(npy[9]));
  CHECK(start % 64 == 0);
  CHECK(npy.starts_with(std::string("\x93NUMPY\x01\x00", 8)));
  CHECK(holds(npy.substr(0, start),
              "{'descr': [('ratified', '<f8'), ('layoffs', '<f8'), ('yes_ballots_share', '<f8'), "
              "], 'fortran_order': False, 'shape': (9000,), }"));
  REQUIRE(npy.size() == start + 9000 * 3 * sizeof(double));
  bool equal = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::array<double, 3> value{};
    std::memcpy(value.data(), npy.data() + start + i * sizeof value, sizeof value);
    equal = equal && value == values[i];
  }
  CHECK(equal);
}

TEST_CASE("a file of draws appears whole or not at all, and what it can't be is told") {
  const Folder folder;
  const std::string run = "ayes run " + scenario("learn/one-unit.toml") + " -n 1000 ";
  const auto refused = [&](const std::string& options, const std::string& why) {
    const Outcome outcome = folder.shell(run + options);
    CHECK(outcome.code == 2);
    CHECK_MESSAGE(holds(outcome.err, why), outcome.err);
  };
  refused("--draws d.txt", "--draws d.txt: the ending doesn't say what to write");
  refused("--draws d.csv --draws-of ratifed", "--draws-of ratifed: this scenario has no such");
  refused("--draws-of ratified", "--draws-of ratified: there is no file to write it to");
  refused("--draws d.csv --resume s.json", "--draws d.csv with --resume: ");
  refused("--draws d.csv --shard 1/2 -o p.json", "--draws d.csv with --shard: ");
  CHECK(folder.shell(run + "--draws no/such/d.csv").code == 1);
  folder.shell("mkdir taken.csv");
  CHECK(folder.shell(run + "--quiet -o r.json --draws taken.csv").code == 1);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    CHECK_FALSE(entry.path().extension() == ".part");
  // All measures, if none is named; of a run that stops at a precision, the votes it counted.
  const Outcome all = folder.shell("ayes run " + scenario("learn/one-unit.toml") +
                                   " --precision 0.05 --format json --draws all.csv");
  const std::string csv = text_of(folder.path() / "all.csv");
  CHECK(csv.starts_with("ratified,unions_yes,units_yes,"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') ==
        1 + Json::parse(all.out)["plan"]["replications"].get<std::int64_t>());
}

}  // namespace
}  // namespace ayes
