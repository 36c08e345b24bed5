// `ayes compare` kept in a file, and cut into parts that `ayes merge` puts together.
#include "tests/cli/long.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace ayes {
namespace {

using tests::check_interrupted;
using tests::check_merged;
using tests::check_unmerged;
using tests::cut;
using tests::Folder;
using tests::holds;
using tests::kill_at_random;
using tests::Outcome;
using tests::Process;
using tests::text_of;
using tests::Unbroken;

const std::string folder_of_scenarios = std::string(AYES_SOURCE_DIR) + "/scenarios/";
const std::string layoffs = folder_of_scenarios + "features/layoffs.toml";
const std::string threat = "compare " + layoffs + " --but layoffs.rejected.threat=4000 ";

TEST_CASE("a comparison killed at random moments goes on, to the bytes of the unbroken one") {
  const Folder folder;
  const std::string line = threat + "-n 700000 -j 1 --seed 5 --points 16384";
  REQUIRE(Process(folder, line + " --quiet -o unbroken.json").wait() == 0);
  CHECK(kill_at_random(folder,
                       line + " --quiet -o result.json --resume june.state --save-every 0.02s",
                       "june.state", 5, 300, 1) > 0);
  const std::string on = line + " --resume june.state";
  const Outcome last = folder.shell("ayes " + on + " -o result.json");
  CHECK(last.code == 0);
  CHECK_MESSAGE(holds(last.err, "going on from june.state: "), last.err);
  CHECK(text_of(folder.path() / "result.json") == text_of(folder.path() / "unbroken.json"));
  // What is done is not done again, and reports the same in every format.
  for (const std::string format : {"text", "csv"}) {
    CHECK(folder.shell("ayes " + on + " --quiet --format " + format).out ==
          folder.shell("ayes " + line + " --quiet --format " + format).out);
  }
}

TEST_CASE("Ctrl-C and the signal of a batch system save the state of a comparison") {
  check_interrupted(threat + "-n 600000 -j 1 --method sample --quiet", "state");
}

TEST_CASE("parts of a comparison in any order give the bytes of the unbroken one") {
  const Folder folder;
  // A scenario changed, three files, an estimate without votes, an exact answer.
  const std::vector<std::string> lines = {
      threat + "-n 13000 --points 256",
      "compare " + folder_of_scenarios + "sebac-2011-june.toml " + folder_of_scenarios +
          "sebac-2011-june-two-questions.toml " + folder_of_scenarios +
          "sebac-2011-june-new-rule.toml -n 9000 --points 256",
      threat + "-n 5000 --method sample --set turnout.share=70%",
      "compare " + folder_of_scenarios + "learn/one-unit.toml --set support.swing=0 --but " +
          "support.package=0.45 -n 5000 --method exact"};
  for (const std::string& line : lines) {
    CAPTURE(line);
    const Unbroken whole(folder, line);
    CHECK(whole.code == 0);
    std::vector<std::string> parts = cut(folder, line, 3, 0);
    do {
      check_merged(folder, parts, whole);
    } while (std::next_permutation(parts.begin(), parts.end()));
  }
}

TEST_CASE("parts of different comparisons, repeats, gaps and what is not done are refused") {
  const Folder folder;
  const auto part = [&](const std::string& name, const std::string& options) {
    const Outcome outcome = folder.shell("ayes " + options + " --quiet -o " + name);
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
  };
  const std::string nine = threat + "-n 9000 --method sample ";
  part("1.state", nine + "--shard 1/3");
  part("2.state", nine + "--shard 2/3");
  part("3.state", nine + "--shard 3/3");
  part("of.state", nine + "--shard 2/2");
  part("seed.state", nine + "--shard 2/3 --seed 2");
  part("votes.state", threat + "-n 9001 --method sample --shard 2/3");
  part("set.state", nine + "--shard 2/3 --set turnout.share=60%");
  part("but.state", "compare " + layoffs +
                        " --but layoffs.rejected.threat=3000 -n 9000 --method sample --shard 2/3");
  part("more.state", "compare " + layoffs + " " + layoffs +
                         " --but layoffs.rejected.threat=4000 -n 9000 --method sample --shard 2/3");
  part("result.json", nine);
  part("run.state", "run " + layoffs + " -n 9000 --shard 2/3");
  const auto refused = [&](const std::string& names, const std::string& why, int code = 2) {
    check_unmerged(folder, names, why, code);
  };
  refused("1.state seed.state 3.state",
          "1.state and seed.state are of different comparisons (seeds 1 and 2); merge the parts of "
          "one comparison");
  refused("1.state votes.state", "(9,000 and 9,001 votes)");
  refused("1.state set.state", "(scenarios with the digests ");
  refused("1.state but.state", "(scenarios with the digests ");
  refused("1.state more.state", "(2 and 3 scenarios compared)");
  refused("1.state of.state", "(parts 1/3 and 2/2)");
  refused("1.state 2.state 1.state",
          "1.state and 1.state are the same part of the comparison, 1/3; name it once");
  refused("1.state 3.state", "1 part is missing: 2/3");
  refused("1.state run.state", "it is of ayes run, one of ayes compare is wanted", 1);
  refused("run.state 1.state", "it is of ayes compare, one of ayes run is wanted", 1);
  refused("1.state 2.state result.json", "it is a finished result", 1);
  folder.shell("head -c 5000 2.state >short.state");
  refused("1.state short.state", "it was cut short, or changed after it was written", 1);
  folder.shell("gunzip <2.state | sed 's/threat = 4000/threat = 5000/' | gzip >changed.state");
  refused("1.state changed.state", "it was changed after it was written", 1);

  // A state is no other comparison's, and says what differs.
  part("x.json", nine + "--resume state");
  const auto not_resumed = [&](const std::string& options, const std::string& why) {
    const Outcome other = folder.shell("ayes " + options);
    CHECK(other.code == 2);
    CHECK_MESSAGE(holds(other.err, why), other.err);
  };
  not_resumed(nine + "--seed 3 --resume state",
              "--resume state: it is the state of another comparison (seeds 3 and 1)");
  not_resumed(nine + "--shard 1/2 --resume state", "another comparison (parts 1/2 and 1/1)");
  not_resumed(nine + "--shard 1/2", "--shard 1/2: there is nowhere to save the part");
  // Saved results have no votes to count.
  folder.shell("ayes run " + layoffs + " -n 1000 --quiet -o a.json");
  not_resumed("compare a.json a.json --shard 1/2 -o p.state", "--shard 1/2: a saved result keeps");
  not_resumed("compare a.json " + layoffs + " --resume s", "--resume s: a saved result keeps");
}

}  // namespace
}  // namespace ayes
