#include "io/state/saved_run.h"

#include "io/result/number_text.h"
#include "io/state/scenario_json.inl"
#include "sim/method.h"
#include "sim/precision.h"

#include <array>

namespace ayes {
namespace {

using state::fail_unsound;
using state::Json;
using state::member;
using state::Unsound;
using state::whole;

void check_looks(const Json& json) {
  // A run looks at most once each time its votes grow by a twentieth.
  if (!json.is_array() || json.size() > 4096) throw Unsound("looks is no list of looks");
}

}  // namespace

std::string write_state(const ScenarioFile& scenario, const Plan& plan, const Part& part) {
  const Json json = {{"ayes", state::this_ayes()},
                     {"scenario", state::write_scenario_file(scenario)},
                     {"plan", state::plan_json(plan)},
                     {"shard", {part.shard.number, part.shard.of}},
                     {"counted",
                      {{"next",
                        {{"vote", part.votes.first},
                         {"block_of_points", part.points.first},
                         {"setting", part.settings.first}}},
                       {"tally", state::write(part.tally)},
                       {"looks", state::write(part.looks)},
                       {"points", state::write(part.point_tally)},
                       {"settings", state::write(part.settings_tally)}}}};
  return state::framed("run", json);
}

SavedRun::SavedRun(const std::string& bytes, const std::string& name) : name_(name) {
  const Json json = state::parse("run", bytes, name);
  try {
    state::check_version(member(json, "ayes", &Json::is_object), name);
    const state::SavedScenario scenario =
        state::read_saved_scenario(member(json, "scenario", &Json::is_object));
    scenario_path_ = scenario.path;
    scenario_text_ = scenario.text;
    sha256_ = scenario.sha256;
    plan_ = state::read_plan(member(json, "plan", &Json::is_object));
    shard_ = state::read_shard(json);
    if (plan_.precision && !shard_.whole()) throw Unsound("a shard has no precision");
    counted_ = state::dump(member(json, "counted", &Json::is_object));
  } catch (const Unsound& problem) {
    fail_unsound(name, problem.what());
  }
}

ScenarioFile SavedRun::scenario() const {
  return state::open_scenario({scenario_path_, scenario_text_, sha256_}, name_);
}

Part SavedRun::part(const Model& model) const {
  try {
    if (plan_.precision) {
      const auto watched = find_watched(model, plan_.precision->measure);
      if (!watched || plan_.precision->half_width >= greatest_value(*watched))
        throw Unsound("its precision is of no measure that there is");
    }
    Part part(model, plan_, shard_);
    const Json read = Json::parse(counted_);
    const Json& next = member(read, "next", &Json::is_object);
    part.votes.first = whole(next, "vote", part.votes.first, part.votes.last);
    part.points.first = whole(next, "block_of_points", part.points.first, part.points.last);
    part.settings.first = whole(next, "setting", part.settings.first, part.settings.last);
    const std::int64_t counted = votes_counted(plan_, part);
    const state::Reader votes(counted);
    votes.read(member(read, "tally", &Json::is_object), "tally", part.tally);
    const Json& looks = member(read, "looks", &Json::is_array);
    check_looks(looks);
    part.looks.resize(looks.size());
    votes.read(looks, "looks", part.looks);
    votes.read(member(read, "points", &Json::is_object), "points", part.point_tally);
    state::Reader(state::most_votes)
        .read(member(read, "settings", &Json::is_object), "settings", part.settings_tally);
    if (!is_sound(model, plan_, part)) throw Unsound("its counts contradict each other");
    return part;
  } catch (const Unsound& problem) {
    fail_unsound(name_, problem.what());
  } catch (const ScenarioError&) {
    fail_unsound(name_, "its method does not apply to its scenario");
  }
}

std::string difference(const std::string& sha256, const Plan& plan, const SavedRun& other) {
  const std::string scenarios = difference_of_digests(sha256, other.sha256());
  return scenarios.empty() ? difference(plan, other.plan()) : scenarios;
}

}  // namespace ayes
