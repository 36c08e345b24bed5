#include "io/state/saved_run.h"

#include "io/result/number_text.h"
#include "io/sha256.h"
#include "io/state/fields_json.inl"
#include "io/text_file.h"
#include "models/stream.h"
#include "models/version.h"
#include "sim/method.h"
#include "sim/precision.h"

#include <algorithm>
#include <array>

namespace ayes {
namespace {

using state::Json;
using state::Unsound;

constexpr int state_format = 1;
constexpr int deepest = 16;  // a state nests less; what nests without end could exhaust the stack
constexpr std::int64_t most_votes = std::int64_t{1} << 48;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json plan_json(const Plan& plan) {
  Json json = {{"method", name_of(plan.method)},
               {"seed", plan.seed},
               {"replications", plan.replications},
               {"level", plan.level},
               {"points", plan.points}};
  if (plan.precision) {
    json["precision"] = {{"measure", plan.precision->measure},
                         {"half_width", plan.precision->half_width}};
  }
  return json;
}

// A member of the kind wanted; throws Unsound.
const Json& member(const Json& json, const char* name, bool (Json::*is)() const noexcept) {
  if (!json.is_object()) throw Unsound("an object is missing");
  const auto found = json.find(name);
  if (found == json.end()) throw Unsound("there is no " + std::string(name));
  if (!((*found).*is)()) throw Unsound(std::string(name) + " is of the wrong kind");
  return *found;
}

std::string text(const Json& json, const char* name) {
  return member(json, name, &Json::is_string).get<std::string>();
}

std::int64_t whole(const Json& json, const char* name, std::int64_t least, std::int64_t greatest) {
  std::int64_t value = 0;
  state::Reader(greatest).read(member(json, name, &Json::is_number_integer), name, value);
  if (value < least) throw Unsound(std::string(name) + " is less than it can be");
  return value;
}

double number(const Json& json, const char* name) {
  return member(json, name, &Json::is_number).get<double>();
}

Plan read_plan(const Json& json) {
  Plan plan{.seed = member(json, "seed", &Json::is_number_unsigned).get<std::uint64_t>(),
            .replications = whole(json, "replications", 1, most_votes),
            .level = number(json, "level"),
            .points = whole(json, "points", 256, std::int64_t{1} << 30)};
  if (!(plan.level > 0 && plan.level < 1)) throw Unsound("level is no share");
  if ((plan.points & (plan.points - 1)) != 0) throw Unsound("points is no power of 2");
  const std::string method = text(json, "method");
  const std::array methods = {Method::automatic, Method::sample, Method::conditional,
                              Method::exact};
  const auto* found = std::find_if(methods.begin(), methods.end(),
                                   [&](Method each) { return method == name_of(each); });
  if (found == methods.end()) throw Unsound("the method is not known");
  plan.method = *found;
  if (json.contains("precision")) {
    const Json& precision = json["precision"];
    plan.precision = Precision{text(precision, "measure"), number(precision, "half_width")};
    if (!(plan.precision->half_width > 0)) throw Unsound("precision is not above 0");
  }
  return plan;
}

// Whether two builds are known to come from different commits.
bool other_commit(const std::string& other) {
  return other != commit() && other != "unknown" && commit() != "unknown";
}

void check_version(const Json& json, const std::string& name) {
  const std::string version_of_file = text(json, "version"), commit_of_file = text(json, "commit");
  const auto fail = [&](const std::string& what, const std::string& here) {
    throw FileError(name,
                    "it was counted by ayes " + what + ", this is " + here +
                        ", and numbers may differ between the two",
                    "use that ayes, or count it anew");
  };
  if (version_of_file != version()) fail(version_of_file, std::string(version()));
  if (other_commit(commit_of_file))
    fail("of commit " + commit_of_file, "commit " + std::string(commit()));
  const std::int64_t layout = whole(json, "stream_layout", 0, 1 << 30);
  if (layout != stream_layout) {
    fail("with stream layout " + std::to_string(layout), "layout " + std::to_string(stream_layout));
  }
  if (whole(json, "state", 0, 1 << 30) != state_format) throw Unsound("its format is not known");
}

[[noreturn]] void fail_unsound(const std::string& name, const std::string& why) {
  throw FileError(name, "this is no state that ayes wrote: " + why, "count it anew");
}

Json parse(const std::string& text, const std::string& name) {
  const auto not_too_deep = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > deepest) fail_unsound(name, "it nests too deep");
    return true;
  };
  Json json = Json::parse(text, not_too_deep, false);
  if (json.is_discarded()) fail_unsound(name, "it is no JSON, or was cut short");
  if (!json.is_object() || !json.contains("state_of_run") || !json.contains("sha256")) {
    if (json.is_object() && json.contains("ratified"))
      throw FileError(name, "it is a finished result; a shard's file or a state is wanted");
    fail_unsound(name, "it is some other JSON");
  }
  if (json["sha256"] != sha256(dump(json["state_of_run"])))
    fail_unsound(name, "it was changed after it was written");
  return std::move(json["state_of_run"]);
}

void check_looks(const Json& json) {
  // A run looks at most once each time its votes grow by a twentieth.
  if (!json.is_array() || json.size() > 4096) throw Unsound("looks is no list of looks");
}

}  // namespace

std::string write_state(const ScenarioFile& scenario, const Plan& plan, const Part& part) {
  const Json json = {{"ayes",
                      {{"version", version()},
                       {"commit", commit()},
                       {"state", state_format},
                       {"stream_layout", stream_layout}}},
                     {"scenario",
                      {{"title", scenario.scenario.title},
                       {"sha256", scenario.sha256},
                       {"path", scenario.path},
                       {"text", write_scenario(scenario.scenario)}}},
                     {"plan", plan_json(plan)},
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
  const std::string body = dump(json);
  return "{\"state_of_run\":" + body + ",\n\"sha256\":\"" + sha256(body) + "\"}\n";
}

SavedRun::SavedRun(const std::string& file_text, const std::string& name) : name_(name) {
  Json json = parse(file_text, name);
  try {
    check_version(member(json, "ayes", &Json::is_object), name);
    const Json& scenario = member(json, "scenario", &Json::is_object);
    scenario_path_ = text(scenario, "path");
    scenario_text_ = text(scenario, "text");
    sha256_ = text(scenario, "sha256");
    if (sha256_ != ayes::sha256(scenario_text_)) throw Unsound("its scenario was changed");
    plan_ = read_plan(member(json, "plan", &Json::is_object));
    std::array<std::int64_t, 2> shard{};
    state::Reader(most_shards).read(member(json, "shard", &Json::is_array), "shard", shard);
    shard_ = {shard[0], shard[1]};
    if (shard_.number < 1 || shard_.number > shard_.of) throw Unsound("there is no such shard");
    if (plan_.precision && !shard_.whole()) throw Unsound("a shard has no precision");
    counted_ = dump(member(json, "counted", &Json::is_object));
  } catch (const Unsound& problem) {
    fail_unsound(name, problem.what());
  }
}

ScenarioFile SavedRun::scenario() const {
  try {
    ScenarioFile file = read_scenario_text(scenario_text_, scenario_path_);
    if (file.sha256 == sha256_) return file;
  } catch (const ScenarioError&) {
    // Told below: its lines are not those of a file that a person could mend.
  }
  fail_unsound(name_, "its scenario cannot be read");
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
    state::Reader(most_votes)
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
  const Plan& its = other.plan();
  const auto precision = [](const Plan& of) {
    return of.precision ? of.precision->measure + " to ±" + shortest(of.precision->half_width)
                        : std::string("none");
  };
  if (sha256 != other.sha256()) {
    return "scenarios with the digests " + sha256.substr(0, 12) + " and " +
           other.sha256().substr(0, 12);
  }
  if (plan.seed != its.seed)
    return "seeds " + std::to_string(plan.seed) + " and " + std::to_string(its.seed);
  if (plan.replications != its.replications)
    return grouped(plan.replications) + " and " + grouped(its.replications) + " votes";
  if (plan.method != its.method) {
    return "methods " + std::string(name_of(plan.method)) + " and " +
           std::string(name_of(its.method));
  }
  if (plan.points != its.points)
    return grouped(plan.points) + " and " + grouped(its.points) + " points";
  if (precision(plan) != precision(its))
    return "precisions " + precision(plan) + " and " + precision(its);
  if (plan.level != its.level)
    return "levels " + shortest(plan.level) + " and " + shortest(its.level);
  return "";
}

}  // namespace ayes
