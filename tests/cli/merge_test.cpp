// `ayes run --shard` and `ayes merge`, as a person types them.
#include "tests/cli/long.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace ayes {
namespace {

using tests::check_merged;
using tests::check_unmerged;
using tests::cut;
using tests::Folder;
using tests::holds;
using tests::Outcome;
using tests::scenario;
using tests::text_of;
using tests::Unbroken;

const std::string layoffs = std::string(AYES_SOURCE_DIR) + "/scenarios/features/layoffs.toml";

TEST_CASE("sixteen shards in random order give the bytes of the unbroken run") {
  const Folder folder;
  for (const std::string method : {"auto", "sample"}) {
    const std::string line =
        "run '" + layoffs + "' -n 70000 --seed 9 --points 4096 --method " + method;
    const Unbroken whole(folder, line);
    std::vector<std::string> parts = cut(folder, line, 16, 0);
    std::minstd_rand random(3);
    for (int again = 0; again < 3; ++again) {
      std::shuffle(parts.begin(), parts.end(), random);
      check_merged(folder, parts, whole);
    }
  }
}

TEST_CASE("more shards than there is work, and an exact method, merge too") {
  const Folder folder;
  const std::string one_unit = scenario("learn/one-unit.toml");
  const std::string line =
      "ayes run " + one_unit + " -n 5000 --quiet --set support.swing=0 --method ";
  for (const std::string method : {"exact", "conditional --points 256"}) {
    folder.shell(line + method + " -o unbroken.json");
    std::string names;
    for (int i = 1; i <= 5; ++i) {
      const std::string name = " part-" + std::to_string(i) + ".json";
      folder.shell(line + method + " --shard " + std::to_string(i) + "/5 -o" + name);
      names = name + names;
    }
    CHECK(folder.shell("ayes merge -o merged.json --quiet" + names).code == 0);
    CHECK(text_of(folder.path() / "merged.json") == text_of(folder.path() / "unbroken.json"));
  }
}

TEST_CASE("parts of different runs, repeats, gaps and what is not done are refused") {
  const Folder folder;
  const std::string one_unit = scenario("learn/one-unit.toml"), run = "ayes run " + one_unit;
  const auto part = [&](const std::string& name, const std::string& options) {
    CHECK(folder.shell(run + " --quiet -o " + name + " " + options).code == 0);
  };
  part("1.json", "-n 9000 --shard 1/3");
  part("2.json", "-n 9000 --shard 2/3");
  part("3.json", "-n 9000 --shard 3/3");
  part("seed.json", "-n 9000 --shard 2/3 --seed 2");
  part("votes.json", "-n 9001 --shard 2/3");
  part("method.json", "-n 9000 --shard 2/3 --method sample");
  part("points.json", "-n 9000 --shard 2/3 --points 512");
  part("other.json", "-n 9000 --shard 2/3 --set turnout.share=60%");
  part("of.json", "-n 9000 --shard 2/2");
  part("result.json", "-n 9000");
  CHECK(folder.shell("ayes merge 2.json 3.json 1.json").code == 0);
  const auto refused = [&](const std::string& names, const std::string& why, int code = 2) {
    check_unmerged(folder, names, why, code);
  };
  refused("1.json seed.json 3.json", "1.json and seed.json are of different runs (seeds 1 and 2)");
  refused("1.json votes.json 3.json", "(9,000 and 9,001 votes)");
  refused("1.json method.json 3.json", "(methods auto and sample)");
  refused("1.json points.json 3.json", "(32,768 and 512 points)");
  refused("1.json other.json 3.json", "(scenarios with the digests ");
  refused("1.json of.json", "(parts 1/3 and 2/2)");
  refused("1.json 2.json 1.json", "1.json and 1.json are the same part of the run, 1/3");
  refused("1.json 3.json", "1 part is missing: 2/3");
  refused("2.json", "2 parts are missing: 1/3, 3/3");
  refused("1.json 2.json result.json", "result.json: cannot be read (it is a finished result", 1);
  refused("1.json 2.json absent.json", "absent.json: cannot be read (there is no such file)", 1);

  // A state is no other run's, and says what differs.
  part("x.json", "-n 9000 --resume state.json");
  const Outcome other = folder.shell(run + " -n 9000 --seed 3 --resume state.json");
  CHECK(other.code == 2);
  CHECK(holds(other.err, "--resume state.json: it is the state of another run (seeds 3 and 1)"));
  const Outcome shard = folder.shell(run + " -n 9000 --shard 1/2 --resume state.json");
  CHECK(holds(shard.err, "another run (parts 1/2 and 1/1)"));
}

TEST_CASE("what a part cannot do is told before anything runs") {
  const Folder folder;
  const std::string run = "ayes run " + scenario("learn/one-unit.toml") + " -n 1000 ";
  const auto refused = [&](const std::string& options, const std::string& why) {
    const Outcome outcome = folder.shell(run + options);
    CHECK(outcome.code == 2);
    CHECK_MESSAGE(holds(outcome.err, why), outcome.err);
  };
  refused("--shard 3 -o p.json", "--shard 3: this names no part");
  refused("--shard 3/2 -o p.json", "--shard 3/2: there is no such part; the last is 2/2");
  refused("--shard 0/2 -o p.json", "--shard 0: this is too small");
  refused("--shard 1/2", "--shard 1/2: there is nowhere to save the part");
  refused("--shard 1/2 -o p.csv",
          "--shard 1/2 with --out p.csv: a part is a state; end its name in .state");
  refused("--shard 1/2 -o p.json --precision 0.01", "--shard 1/2 with --precision: ");
  refused("--shard 1/2 -o p.json --max-time 1s", "--shard 1/2 with --max-time: ");
  refused("--shard 1/2 -o p.json --format json", "--shard 1/2 with --format: ");
  refused("--save-every 1s", "--save-every 1s: there is no state to save");
  const Outcome folder_is_missing = folder.shell(run + "--resume no/such/state.json");
  CHECK(folder_is_missing.code == 1);
  CHECK(holds(folder_is_missing.err, "no/such/state.json: cannot be written"));
}

}  // namespace
}  // namespace ayes
