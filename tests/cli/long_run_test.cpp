// `ayes run --resume`, as a person types it and as machines die.
#include "tests/cli/long.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace ayes {
namespace {

using tests::Folder;
using tests::holds;
using tests::kill_at_random;
using tests::Outcome;
using tests::Process;
using tests::scenario;
using tests::text_of;
using tests::wait_for;
using Json = nlohmann::ordered_json;

const std::string layoffs = std::string(AYES_SOURCE_DIR) + "/scenarios/features/layoffs.toml";

// Runs a line through kills, then to its end. Returns how many kills came before the end.
int run_through_kills(const Folder& folder, const std::string& line, int kills, int longest,
                      unsigned seed) {
  const int killed = kill_at_random(folder, line, "state.json", kills, longest, seed);
  CHECK(Process(folder, line).wait() == 0);
  return killed;
}

// What is in a folder that isn't a leftover of the shell.
std::vector<std::string> files_in(const Folder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string name = entry.path().filename().string();
    if (name != ".out" && name != ".err") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST_CASE("a run that is killed at random moments goes on, to the bytes of the unbroken run") {
  const Folder folder;
  const std::string line = "run " + layoffs + " -n 600000 --seed 5 --points 4096 --quiet";
  REQUIRE(Process(folder, line + " -o unbroken.json").wait() == 0);
  const int killed = run_through_kills(
      folder, line + " -o result.json --resume state.json --save-every 0.02s", 6, 300, 1);
  CHECK(killed > 0);
  CHECK(text_of(folder.path() / "result.json") == text_of(folder.path() / "unbroken.json"));
  // The last run removed what the killed ones had left half-written.
  CHECK(files_in(folder) == std::vector<std::string>{"result.json", "state.json", "unbroken.json"});
}

TEST_CASE("a run to a precision that is killed stops at the same look") {
  const Folder folder;
  const std::string line = "run " + layoffs + " --precision 0.5 --measure layoffs --seed 5 --quiet";
  REQUIRE(Process(folder, line + " -o unbroken.json").wait() == 0);
  run_through_kills(folder, line + " -o result.json --resume state.json --save-every 0.02s", 5, 300,
                    2);
  const std::string result = text_of(folder.path() / "result.json");
  CHECK(result == text_of(folder.path() / "unbroken.json"));
  CHECK(Json::parse(result)["precision"]["reached"] == true);
}

TEST_CASE("Ctrl-C and the signal of a batch system save the state, and the run goes on from it") {
  for (int signal : {SIGINT, SIGTERM}) {
    const Folder folder;
    const std::string line =
        "run " + layoffs + " -n 300000 --method sample --resume state.json --quiet -o result.json";
    const Process process(folder, line + " -j 1");
    wait_for(folder.path() / "state.json");
    process.send(signal);
    const int code = process.wait();
    const std::string said = text_of(folder.path() / ".err");
    if (code != 0) {  // it was not done before
      CHECK(code == 130);
      CHECK(said == "interrupted; state saved in state.json, the same command goes on from it\n");
      CHECK(files_in(folder) == std::vector<std::string>{"state.json"});
    }
    const Outcome on =
        folder.shell("ayes " + line.substr(0, line.find(" --quiet")) + " -o result.json");
    CHECK(on.code == 0);
    CHECK(holds(on.err, "going on from state.json: "));
    folder.shell("ayes run '" + layoffs + "' -n 300000 --method sample --quiet -o unbroken.json");
    CHECK(text_of(folder.path() / "result.json") == text_of(folder.path() / "unbroken.json"));
  }
}

TEST_CASE("a run whose time is up keeps its state, and ends as if there had been time") {
  const Folder folder;
  const std::string line = "ayes run '" + layoffs + "' -n 500000 --method auto --format json";
  const Outcome stopped = folder.shell(line + " --resume state.json --max-time 0.05s");
  CHECK(stopped.code == 0);
  const std::string votes = Json::parse(stopped.out)["plan"]["replications"].dump();
  CHECK(stopped.out ==
        folder.shell("ayes run '" + layoffs + "' --method auto --format json -n " + votes).out);
  CHECK(folder.shell(line + " --resume state.json").out == folder.shell(line).out);
}

TEST_CASE("a shard can be killed and gone on from, and its state is the part") {
  const Folder folder;
  const std::string line = "run " + layoffs + " -n 400000 --seed 5 --quiet --method sample";
  run_through_kills(folder, line + " --shard 2/2 --resume state.json --save-every 0.02s", 3, 100,
                    4);
  CHECK(Process(folder, line + " --shard 1/2 -o part-1.json").wait() == 0);
  CHECK(Process(folder, line + " -o unbroken.json").wait() == 0);
  CHECK(folder.shell("ayes merge state.json part-1.json --quiet -o merged.json").code == 0);
  CHECK(text_of(folder.path() / "merged.json") == text_of(folder.path() / "unbroken.json"));
}

}  // namespace
}  // namespace ayes
