#include "io/state/state_json.inl"

#include "io/result/number_text.h"
#include "io/sha256.h"
#include "io/state/gzip.h"
#include "io/state/saved_run.h"
#include "io/text_file.h"
#include "models/stream.h"
#include "models/version.h"
#include "sim/method.h"

#include <algorithm>
#include <array>

namespace ayes {

namespace state {
namespace {

constexpr int state_format = 1;
constexpr int deepest = 16;  // a state nests less; what nests without end could exhaust the stack

}  // namespace

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
  Reader(greatest).read(member(json, name, &Json::is_number_integer), name, value);
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

Json this_ayes() {
  return {{"version", version()},
          {"commit", commit()},
          {"state", state_format},
          {"stream_layout", stream_layout}};
}

Shard read_shard(const Json& json) {
  std::array<std::int64_t, 2> shard{};
  Reader(most_shards).read(member(json, "shard", &Json::is_array), "shard", shard);
  if (shard[0] < 1 || shard[0] > shard[1]) throw Unsound("there is no such shard");
  return {shard[0], shard[1]};
}

// Whether two builds are known to come from different commits.
static bool other_commit(const std::string& other) {
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

void fail_unsound(const std::string& name, const std::string& why) {
  throw FileError(name, "this is no state that ayes wrote: " + why, "count it anew");
}

// Somebody may have unpacked a state to look into it.
static std::optional<std::string> unpacked(const std::string& bytes) {
  return is_gzip(bytes) ? gunzip(bytes, largest_state) : bytes;
}

std::string framed(const std::string& kind, const Json& json) {
  const std::string body = dump(json);
  return gzip("{\"state_of_" + kind + "\":" + body + ",\n\"sha256\":\"" + sha256(body) + "\"}\n");
}

Json parse(const std::string& kind, const std::string& bytes, const std::string& name) {
  const std::optional<std::string> text = unpacked(bytes);
  if (!text) fail_unsound(name, "it was cut short, or changed after it was written");
  const auto not_too_deep = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > deepest) fail_unsound(name, "it nests too deep");
    return true;
  };
  Json json = Json::parse(*text, not_too_deep, false);
  if (json.is_discarded()) fail_unsound(name, "it is no JSON, or was cut short");
  const std::string key = "state_of_" + kind;
  if (!json.is_object() || !json.contains(key) || !json.contains("sha256")) {
    if (json.is_object() && (json.contains("ratified") || json.contains("ayes")))
      throw FileError(name, "it is a finished result; a shard's file or a state is wanted");
    for (const char* other : {"run", "sweep", "compare"}) {
      if (json.is_object() && json.contains("state_of_" + std::string(other))) {
        throw FileError(
            name, "it is of ayes " + std::string(other) + ", one of ayes " + kind + " is wanted");
      }
    }
    fail_unsound(name, "it is some other JSON");
  }
  if (json["sha256"] != sha256(dump(json[key])))
    fail_unsound(name, "it was changed after it was written");
  return std::move(json[key]);
}

}  // namespace state

std::string kind_of_state(const std::string& bytes) {
  const std::string text = state::unpacked(bytes).value_or("");
  for (const char* kind : {"sweep", "compare"}) {
    if (text.starts_with("{\"state_of_" + std::string(kind) + "\"")) return kind;
  }
  return "run";
}

std::string difference_of_digests(const std::string& first, const std::string& second) {
  if (first == second) return "";
  return "scenarios with the digests " + first.substr(0, 12) + " and " + second.substr(0, 12);
}

std::string difference(const Plan& plan, const Plan& its) {
  const auto precision = [](const Plan& of) {
    return of.precision ? of.precision->measure + " to ±" + shortest(of.precision->half_width)
                        : std::string("none");
  };
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
