// `ayes sweep` kept in a file, and cut into parts that `ayes merge` puts together.
#include "tests/cli/long.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
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

const std::string layoffs = std::string(AYES_SOURCE_DIR) + "/scenarios/features/layoffs.toml";
const std::string sweep =
    "sweep " + layoffs + " --vary layoffs.rejected.threat=1000:4000:500 --points 256 --seed 5 ";

TEST_CASE("a sweep that is killed at random moments goes on, to the bytes of the unbroken one") {
  const Folder folder;
  // Points of more votes than are counted between two states, so that kills fall within them too.
  const std::string line = sweep + "-n 300000 -j 1 --method sample --quiet";
  REQUIRE(Process(folder, line + " -o unbroken.json").wait() == 0);
  CHECK(kill_at_random(folder, line + " -o result.json --resume state.json --save-every 0.02s",
                       "state.json", 5, 500, 1) > 0);
  const std::string on = line.substr(0, line.find(" --quiet")) + " --resume state.json";
  const Outcome last = folder.shell("ayes " + on + " -o result.json");
  CHECK(last.code == 0);
  CHECK_MESSAGE(holds(last.err, "going on from state.json: "), last.err);
  CHECK(text_of(folder.path() / "result.json") == text_of(folder.path() / "unbroken.json"));
  // What is done is not done again, and reports the same in every format.
  for (const std::string format : {"text", "json", "csv"}) {
    CHECK(
        folder.shell("ayes " + on + " --format " + format).out ==
        folder.shell("ayes " + line.substr(0, line.find(" --quiet")) + " --format " + format).out);
  }
}

TEST_CASE("Ctrl-C and the signal of a batch system save the state of a sweep") {
  check_interrupted(sweep + "-n 300000 -j 1 --method sample --quiet", "state.json");
}

TEST_CASE("parts of a sweep in random order give the bytes of the unbroken sweep") {
  const Folder folder;
  // A grid with a peak, one with a point that is a mistake, a design with the measures named, and
  // points that need no votes.
  const std::vector<std::string> sweeps = {
      sweep + "-n 3000",
      "sweep " + layoffs + " -n 3000 --points 256 --vary layoffs.rejected.threat=-5,2000,3000",
      "sweep " + layoffs +
          " -n 3000 --method sample --vary layoffs.rejected.threat=1000..4000 --vary "
          "support.swing=0.1..0.4 --design lhs:9 --measure layoffs",
      sweep + "--method conditional --measure ratified"};
  std::minstd_rand random(3);
  for (const std::string& line : sweeps) {
    const Unbroken whole(folder, line);
    std::vector<std::string> parts = cut(folder, line, 4, whole.code);
    for (int again = 0; again < 3; ++again) {
      std::shuffle(parts.begin(), parts.end(), random);
      check_merged(folder, parts, whole);
    }
  }
}

TEST_CASE("parts of different sweeps, repeats, gaps and what is not done are refused") {
  const Folder folder;
  const std::string short_sweep = "ayes sweep " + layoffs + " --method sample --quiet ";
  const std::string vary = "--vary layoffs.rejected.threat=1000,2000,3000 ";
  const auto part = [&](const std::string& name, const std::string& options) {
    const Outcome outcome = folder.shell(short_sweep + options + " -o " + name);
    CHECK_MESSAGE(outcome.code == 0, outcome.err);
  };
  part("1.json", vary + "-n 900 --shard 1/3");
  part("2.json", vary + "-n 900 --shard 2/3");
  part("3.json", vary + "-n 900 --shard 3/3");
  part("of.json", vary + "-n 900 --shard 2/2");
  part("seed.json", vary + "-n 900 --shard 2/3 --seed 2");
  part("votes.json", vary + "-n 901 --shard 2/3");
  part("set.json", vary + "-n 900 --shard 2/3 --set turnout.share=60%");
  part("measure.json", vary + "-n 900 --shard 2/3 --measure separated");
  part("value.json", "--vary layoffs.rejected.threat=1000,2500,3000 -n 900 --shard 2/3");
  part("points.json", "--vary layoffs.rejected.threat=1000,2000 -n 900 --shard 2/3");
  part("path.json", "--vary support.swing=0.1,0.2,0.3 -n 900 --shard 2/3");
  part("design.json",
       "--vary layoffs.rejected.threat=1000..3000 --design lhs:3 -n 900 --shard 2/3");
  part("result.json", vary + "-n 900");
  CHECK(folder.shell("ayes run " + layoffs + " -n 900 --quiet --shard 2/3 -o run.json").code == 0);
  const auto refused = [&](const std::string& names, const std::string& why, int code = 2) {
    check_unmerged(folder, names, why, code);
  };
  refused("1.json seed.json 3.json",
          "1.json and seed.json are of different sweeps (seeds 1 and 2); merge the parts of one "
          "sweep");
  refused("1.json votes.json", "(900 and 901 votes)");
  refused("1.json set.json", "(scenarios with the digests ");
  refused("1.json measure.json", "(measures all and separated)");
  refused("1.json value.json", "(at point 2 layoffs.rejected.threat is 2000 and 2500)");
  refused("1.json points.json", "(3 and 2 points of the design)");
  refused("1.json path.json", "(numbers varied: layoffs.rejected.threat, and support.swing)");
  refused("1.json design.json", "(designs grid and Latin hypercube)");
  refused("1.json of.json", "(parts 1/3 and 2/2)");
  refused("1.json 2.json 1.json", "1.json and 1.json are the same part of the sweep, 1/3");
  refused("1.json 3.json", "1 part is missing: 2/3");
  refused("1.json run.json 3.json", "it is of ayes run, one of ayes sweep is wanted", 1);
  refused("run.json 1.json", "it is of ayes sweep, one of ayes run is wanted", 1);
  refused("1.json 2.json result.json", "it is a finished result", 1);

  // Changed, cut short, or by another Ayes.
  std::string text = text_of(folder.path() / "2.json");
  folder.write("short.json", text.substr(0, text.size() / 2));
  refused("1.json short.json", "it was cut short, or changed after it was written", 1);
  // Unpacked to look into it, it is a part as before.
  text = folder.shell("gunzip <2.json").out;
  folder.write("looked-into.json", text);
  CHECK(folder.shell("ayes merge 1.json looked-into.json 3.json --quiet").code == 0);
  text.replace(text.find("2000"), 4, "2001");
  folder.write("changed.json", text);
  refused("1.json changed.json", "it was changed after it was written", 1);

  // A state is no other sweep's, and says what differs.
  part("x.json", vary + "-n 900 --resume state.json");
  const Outcome other = folder.shell(short_sweep + vary + "-n 900 --seed 3 --resume state.json");
  CHECK(other.code == 2);
  CHECK(holds(other.err, "--resume state.json: it is the state of another sweep (seeds 3 and 1)"));
  CHECK(holds(folder.shell(short_sweep + vary + "-n 900 --shard 1/2 --resume state.json").err,
              "another sweep (parts 1/2 and 1/1)"));
  CHECK(holds(folder.shell(short_sweep + vary + "--shard 1/2").err,
              "--shard 1/2: there is nowhere to save the part"));
}

}  // namespace
}  // namespace ayes
