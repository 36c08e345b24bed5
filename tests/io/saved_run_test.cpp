#include "io/state/saved_run.h"

#include "io/sha256.h"
#include "io/state/gzip.h"
#include "io/state/packed_numbers.h"
#include "models/compile/compile.h"
#include "sim/part.h"
#include "sim/run.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <random>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

const std::filesystem::path scenarios = std::filesystem::path(AYES_SOURCE_DIR) / "scenarios";

struct Example {
  ScenarioFile file;
  Model model;
  explicit Example(const std::filesystem::path& path)
      : file(read_scenario(path)), model(compile(file.scenario)) {}
};

// A part of a run that is stopped after about `votes` votes.
Part stopped(const Model& model, const Plan& plan, Shard shard, std::int64_t votes) {
  Part part(model, plan, shard);
  Execution execution;
  execution.threads = 2;
  execution.progress = [votes](std::int64_t done, std::int64_t) { return done < votes; };
  try {
    carry_on(model, plan, execution, part);
  } catch (const Interrupted&) {
  }
  return part;
}

bool same(const Range& a, const Range& b) { return a.first == b.first && a.last == b.last; }

bool same(const Part& a, const Part& b) {
  return a.shard == b.shard && same(a.votes, b.votes) && same(a.points, b.points) &&
         same(a.settings, b.settings) && a.tally == b.tally && a.looks == b.looks &&
         a.point_tally == b.point_tally && a.settings_tally == b.settings_tally;
}

TEST_CASE("a state of any scenario reads back as what was written, its scenario included") {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(scenarios)) {
    if (entry.path().extension() != ".toml") continue;
    if (entry.path().parent_path().filename() == "priors") continue;  // no units of their own
    CAPTURE(entry.path().string());
    const Example example(entry.path());
    Plan plan{.seed = 3, .replications = 9000, .method = Method::automatic, .points = 256};
    for (const Shard shard : {Shard{1, 1}, Shard{2, 3}}) {
      const Part part = stopped(example.model, plan, shard, std::int64_t{1} << 40);
      CHECK(is_done(example.model, plan, part));
      const SavedRun saved(write_state(example.file, plan, part), "state.json");
      CHECK(difference(example.file.sha256, plan, saved) == "");
      CHECK(saved.shard() == shard);
      const ScenarioFile file = saved.scenario();
      CHECK(file.scenario == example.file.scenario);
      CHECK(same(saved.part(compile(file.scenario)), part));
    }
  }
}

TEST_CASE("a state remembers the looks of a run to a precision, and where it was stopped") {
  const Example example(scenarios / "features/layoffs.toml");
  Plan plan{.seed = 3, .replications = 1'000'000};
  plan.precision = Precision{"layoffs", 0.5};
  const Part part = stopped(example.model, plan, {}, 30'000);
  CHECK(part.looks.size() > 1);
  CHECK_FALSE(is_done(example.model, plan, part));
  const SavedRun saved(write_state(example.file, plan, part), "state.json");
  CHECK(same(saved.part(example.model), part));
}

// ---- Hostile files

struct Hostile {
  Example example{scenarios / "features/layoffs.toml"};
  Plan plan{.seed = 3, .replications = 2000, .points = 256};
  std::string bytes =
      write_state(example.file, plan, stopped(example.model, plan, {}, std::int64_t{1} << 40));
  std::string text = gunzip(bytes, largest_state).value();

  // Reads all of a file, packed or not; returns what is wrong with it.
  std::string fault(const std::string& changed) const {
    try {
      const SavedRun saved(changed, "state.json");
      saved.scenario();
      saved.part(example.model);
      return "";
    } catch (const FileError& error) {
      return error.what();
    }
  }

  // The fault of a state that was changed and sealed anew.
  std::string fault_after(const std::function<void(Json& state)>& change) const {
    Json json = Json::parse(text);
    change(json["state_of_run"]);
    json["sha256"] = sha256(json["state_of_run"].dump());
    return fault(json.dump());
  }
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("a state that was cut short or changed anywhere is refused") {
  const Hostile hostile;
  CHECK(hostile.fault(hostile.text) == "");
  CHECK(hostile.fault(hostile.bytes) == "");
  std::minstd_rand random(1);
  for (int i = 0; i < 60; ++i) {
    const std::size_t place = random() % hostile.bytes.size();
    CHECK(hostile.fault(hostile.bytes.substr(0, place)) != "");
    std::string changed = hostile.bytes;
    changed[place] = static_cast<char>(changed[place] ^ (1 << random() % 8));
    // Refused, or no word of it is another: the date in gzip's head says nothing.
    CHECK((hostile.fault(changed) != "" || gunzip(changed, largest_state) == hostile.text));
  }
  CHECK(hostile.fault(hostile.bytes + hostile.bytes) != "");
  for (int i = 0; i < 60; ++i) {
    const std::size_t place = random() % (hostile.text.size() - 2);  // but for the line's end
    CHECK(hostile.fault(hostile.text.substr(0, place)) != "");
    std::string changed = hostile.text;
    changed[place] = static_cast<char>(changed[place] ^ (1 << random() % 7));
    CHECK(hostile.fault(changed) != "");
  }
  CHECK(holds(hostile.fault(""), "state.json: cannot be read (this is no state that ayes wrote: "));
  CHECK(hostile.fault("[]") != "");
  CHECK(hostile.fault("{\"state_of_run\": 1, \"sha256\": 2}") != "");
  CHECK(hostile.fault(std::string(1'000'000, '[')) != "");
  CHECK(holds(hostile.fault("{\"ratified\": 1}"), "it is a finished result"));
}

TEST_CASE("a state of another version, commit, stream layout or format is refused by name") {
  const Hostile hostile;
  const auto of = [&](const char* key, const Json& value) {
    return hostile.fault_after([&](Json& state) { state["ayes"][key] = value; });
  };
  CHECK(holds(of("version", "0.0.9"), "it was counted by ayes 0.0.9, this is "));
  CHECK(holds(of("stream_layout", 77), "with stream layout 77, this is layout "));
  CHECK(of("state", 77) != "");
  CHECK(of("version", 1) != "");
}

TEST_CASE("a state that was sealed by a forger is refused where it says what cannot be") {
  const Hostile hostile;
  const auto counted = [&](const std::function<void(Json & counted)>& change) {
    return hostile.fault_after([&](Json& state) { change(state["counted"]); });
  };
  const auto tally = [&](const std::function<void(Json & tally)>& change) {
    return counted([&](Json& all) { change(all["tally"]); });
  };
  CHECK(counted([](Json&) {}) == "");

  // Counts.
  CHECK(holds(tally([](Json& t) { t["votes"][0] = -1; }), "tally.votes[0] is negative"));
  CHECK(holds(tally([](Json& t) { t["votes"][0] = 2001; }), "is more than there can be"));
  CHECK(holds(tally([](Json& t) { t["votes"][0] = UINT64_MAX; }), "is more than there can be"));
  CHECK(holds(tally([](Json& t) { t["votes"][0] = 1e300; }), "is no whole number"));
  CHECK(holds(tally([](Json& t) { t["votes"] = {0, 7}; }), "contradict each other"));
  CHECK(holds(tally([](Json& t) { t["units"][0]["gained"] = -2001; }), "less than there can be"));

  // Sizes.
  CHECK(holds(tally([](Json& t) { t["units"] = Json::array(); }), "tally.units has 0 values"));
  CHECK(holds(tally([](Json& t) { t["measures"].push_back(1); }), "tally.measures has "));
  CHECK(holds(tally([](Json& t) { t.erase("moved"); }), "tally has no moved"));
  CHECK(holds(tally([](Json& t) { t["more"] = 1; }), "members that are not known"));
  CHECK(holds(tally([](Json& t) { t["failures"] = 3; }), "tally.failures is no row"));
  CHECK(tally([](Json& t) { t = 3; }) != "");

  // Rows: too long, of runs that end beyond, of a number without end, of other characters.
  for (const char* row : {"AgAAAAAA", "____________B", "A", "AB", "*", "_______________", "~"}) {
    const std::string fault = tally([&](Json& t) { t["failures"] = row; });
    CHECK_MESSAGE((fault != "" || std::string(row) == "~"), row);
  }
  CHECK(tally([](Json& t) {
          t["measures"][0]["histogram"][0]["excess"] = pack({std::int64_t{1} << 61});
        }) != "");

  // Moments that no values have, and numbers that are none.
  const auto sum = [&](const Json& value) {
    return tally([&](Json& t) { t["measures"][0]["moments"][0]["sum"] = value; });
  };
  CHECK(holds(sum("1298074214633706907132624082305024"), "is no whole number in quotes"));
  CHECK(holds(sum("1298074214633706907132624082305"), "contradicts itself"));
  CHECK(holds(sum("12a"), "is no whole number in quotes"));
  CHECK(holds(sum(""), "is no whole number in quotes"));
  CHECK(holds(sum("-"), "is no whole number in quotes"));
  CHECK(holds(sum(3), "is no whole number in quotes"));

  // Where it stands.
  CHECK(counted([](Json& c) { c["next"]["vote"] = 2001; }) != "");
  CHECK(counted([](Json& c) { c["next"]["vote"] = 1999; }) != "");
  CHECK(counted([](Json& c) { c["next"]["setting"] = 513; }) != "");
  CHECK(counted([](Json& c) { c["looks"] = Json::array({1}); }) != "");
  CHECK(counted([](Json& c) { c["settings"]["votes_each"] = 1'000'000; }) != "");

  // What it is of.
  const auto plan = [&](const char* key, const Json& value) {
    return hostile.fault_after([&](Json& state) { state["plan"][key] = value; });
  };
  CHECK(plan("replications", 0) != "");
  CHECK(plan("replications", std::int64_t{1} << 60) != "");
  CHECK(plan("points", 300) != "");
  CHECK(plan("points", std::int64_t{1} << 40) != "");
  CHECK(plan("seed", -1) != "");
  CHECK(plan("level", 1.5) != "");
  CHECK(plan("method", "guess") != "");
  CHECK(plan("precision", {{"measure", "nothing"}, {"half_width", 0.1}}) != "");
  CHECK(plan("precision", {{"measure", "layoffs"}, {"half_width", -1}}) != "");
  for (const Json& shard : {Json{0, 1}, Json{3, 2}, Json{1}, Json{1, 1, 1}, Json{1, 2}})
    CHECK(hostile.fault_after([&](Json& state) { state["shard"] = shard; }) != "");
  const auto scenario = [&](const std::string& text) {
    return hostile.fault_after([&](Json& state) {
      state["scenario"]["text"] = text;
      state["scenario"]["sha256"] = sha256(text);
    });
  };
  CHECK(holds(scenario("ayes = 1\nunit = 3\n"), "its scenario cannot be read"));
  CHECK(holds(scenario("# other\n" + write_scenario(hostile.example.file.scenario)),
              "its scenario cannot be read"));
  CHECK(holds(hostile.fault_after([](Json& state) { state["scenario"]["sha256"] = "0"; }),
              "its scenario was changed"));
}

TEST_CASE("rows of numbers unpack to what was packed") {
  std::minstd_rand random(5);
  for (int i = 0; i < 300; ++i) {
    std::vector<std::int64_t> row(random() % 50);
    for (std::int64_t& number : row) {
      if (random() % 3 != 0) continue;
      number = static_cast<std::int64_t>(random()) << random() % 31;
      if (i % 2 == 0 && random() % 2 == 0) number = -number;
    }
    std::vector<std::int64_t> read(row.size(), 7);
    CHECK(unpack(pack(row), read));
    CHECK(read == row);
  }
  // Counts below 32 take a character each: 2 zeros left out, 3 numbers.
  CHECK(pack({0, 0, 1, 31, 32, 0, 0, 0}) == "CDBfgB");
}

}  // namespace
}  // namespace ayes
