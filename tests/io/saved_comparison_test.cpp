#include "io/state/saved_comparison.h"

#include "io/sha256.h"
#include "io/state/gzip.h"
#include "io/state/saved_run.h"
#include "models/compile/compile.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

const std::filesystem::path scenarios = std::filesystem::path(AYES_SOURCE_DIR) / "scenarios";

// June 2011 with P-4's ballot bundled, and on two questions: two models of two files.
struct Two {
  std::vector<ComparedScenario> sides = {
      {"", read_scenario(scenarios / "sebac-2011-june.toml")},
      {"A on two questions", read_scenario(scenarios / "sebac-2011-june-two-questions.toml")}};
  std::vector<Model> models = {compile(sides[0].file.scenario), compile(sides[1].file.scenario)};
  std::vector<const Model*> all = {&models[0], &models[1]};
  Plan plan{.seed = 3, .replications = 9000, .points = 256};

  ComparisonPart counted(Shard shard) const {
    ComparisonPart part(all, plan, shard);
    Execution execution;
    execution.threads = 2;
    carry_on(all, plan, execution, part, {});
    return part;
  }
};

bool same(const Range& a, const Range& b) { return a.first == b.first && a.last == b.last; }

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the state of a comparison reads back as what was written, its scenarios included") {
  const Two two;
  for (const Shard shard : {Shard{1, 1}, Shard{2, 3}}) {
    const ComparisonPart part = two.counted(shard);
    const SavedComparison saved(write_state(two.sides, two.plan, part), "state");
    CHECK(difference(two.sides, two.plan, saved) == "");
    CHECK(saved.shard() == shard);
    REQUIRE(saved.sides().size() == 2);
    CHECK(saved.sides()[1].label == "A on two questions");
    for (std::size_t m = 0; m < 2; ++m) {
      CHECK(saved.sides()[m].file.scenario == two.sides[m].file.scenario);
      CHECK(saved.sides()[m].file.path == two.sides[m].file.path);
    }
    const ComparisonPart read = saved.part(two.all);
    CHECK(same(read.votes, part.votes));
    CHECK(read.pairs == part.pairs);
    for (std::size_t m = 0; m < 2; ++m) {
      CHECK(same(read.sides[m].points, part.sides[m].points));
      CHECK(read.sides[m].tally == part.sides[m].tally);
    }
  }
}

TEST_CASE("a state of a comparison that was changed is refused, and so is what cannot be") {
  const Two two;
  const std::string bytes = write_state(two.sides, two.plan, two.counted({}));
  const std::string text = gunzip(bytes, largest_state).value();
  const auto fault = [&](const std::string& changed) -> std::string {
    try {
      SavedComparison(changed, "state").part(two.all);
      return "";
    } catch (const FileError& error) {
      return error.what();
    }
  };
  // The fault of a state that was changed and sealed anew.
  const auto after = [&](const std::function<void(Json & state)>& change) {
    Json json = Json::parse(text);
    change(json["state_of_compare"]);
    json["sha256"] = sha256(json["state_of_compare"].dump());
    return fault(json.dump());
  };
  CHECK(fault(bytes) == "");
  CHECK(fault(text) == "");
  CHECK(after([](Json&) {}) == "");
  CHECK(holds(fault(bytes.substr(0, bytes.size() - 1)), "it was cut short"));
  std::string changed = text;
  ++changed[changed.find("\"seed\":3") + 7];
  CHECK(holds(fault(changed), "it was changed after it was written"));

  CHECK(holds(after([](Json& s) { s["ayes"]["version"] = "0.0.9"; }), "by ayes 0.0.9"));
  CHECK(holds(after([](Json& s) { s["scenarios"][1]["text"] = "ayes = 1\n"; }),
              "its scenario was changed"));
  CHECK(holds(after([](Json& s) { s["scenarios"].erase(1); }), "too few scenarios"));
  CHECK(holds(after([](Json& s) { s["scenarios"] = Json(9, s["scenarios"][0]); }), "too many"));
  CHECK(after([](Json& s) { s["scenarios"][0].erase("label"); }) != "");
  CHECK(after([](Json& s) { s["plan"]["method"] = "exact"; }) != "");
  CHECK(after([](Json& s) { s["shard"] = {3, 2}; }) != "");
  const auto counted = [&](const std::function<void(Json & counted)>& change) {
    return after([&](Json& s) { change(s["counted"]); });
  };
  CHECK(counted([](Json& c) { c["next_vote"] = 9001; }) != "");
  CHECK(counted([](Json& c) { c["next_vote"] = 8999; }) != "");
  CHECK(holds(counted([](Json& c) {
                Json& neither = c["pairs"][0]["ratified"][0];
                neither = neither.get<std::int64_t>() - 1;
              }),
              "its counts contradict each other"));
  CHECK(counted([](Json& c) { c["pairs"].push_back(c["pairs"][0]); }) != "");
  CHECK(counted([](Json& c) { c["pairs"][0]["ratified"][0] = -1; }) != "");
  CHECK(counted([](Json& c) { c["pairs"][0]["measures"].erase(0); }) != "");
  CHECK(counted([](Json& c) { c["pairs"][0]["measures"][0]["rises"] = ""; }) != "");
  CHECK(counted([](Json& c) { c["points"].erase(0); }) != "");
  CHECK(counted([](Json& c) { c["points"][0]["next_block"] = -1; }) != "");
}

}  // namespace
}  // namespace ayes
