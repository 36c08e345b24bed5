#include "io/state/saved_sweep.h"

#include "io/state/estimate_json.inl"
#include "io/state/saved_run.h"
#include "sim/method.h"

#include <algorithm>

namespace ayes {
namespace {

using state::Json;
using state::member;
using state::text;
using state::Unsound;

constexpr std::size_t most_points = 100'000, most_measures = 100'000;

Json mistakes_json(const std::vector<Mistake>& mistakes) {
  Json list = Json::array();
  for (const Mistake& each : mistakes) {
    list.push_back({{"path", each.path},
                    {"problem", each.problem},
                    {"why", each.why},
                    {"suggestion", each.suggestion},
                    {"file", each.file},
                    {"place", {each.line, each.column}}});
  }
  return list;
}

std::vector<Mistake> read_mistakes(const Json& json) {
  std::vector<Mistake> mistakes;
  for (const Json& each : json) {
    std::array<std::int64_t, 2> place{};
    state::Reader(1 << 30).read(member(each, "place", &Json::is_array), "place", place);
    mistakes.push_back({text(each, "path"), text(each, "problem"), text(each, "why"),
                        text(each, "suggestion"), text(each, "file"), static_cast<int>(place[0]),
                        static_cast<int>(place[1])});
  }
  return mistakes;
}

std::vector<std::string> read_texts(const Json& json, const char* name) {
  std::vector<std::string> texts;
  for (const Json& each : member(json, name, &Json::is_array)) {
    if (!each.is_string()) throw Unsound(std::string(name) + " has something else than text");
    texts.push_back(each.get<std::string>());
  }
  return texts;
}

SweepPoint read_point(const Json& json, std::size_t paths) {
  SweepPoint point{.values = read_texts(json, "values"),
                   .sha256 = text(json, "sha256"),
                   .estimates = state::read_estimates(member(json, "estimates", &Json::is_array)),
                   .mistakes = read_mistakes(member(json, "mistakes", &Json::is_array))};
  if (point.values.size() != paths) throw Unsound("a point has not a value a path");
  if (!point.estimates.empty() &&
      (point.estimates.front().name != "ratified" || !point.mistakes.empty()))
    throw Unsound("a point's estimates contradict it");
  return point;
}

SweepPart::Begun read_begun(const Json& json, const SweepPart& part) {
  const auto points = static_cast<std::int64_t>(part.sweep.points.size());
  SweepPart::Begun begun{.point =
                             static_cast<std::size_t>(state::whole(json, "point", 1, points) - 1)};
  begun.progress.votes = state::whole(json, "votes", 1, part.sweep.plan.replications);
  const Json& tally = member(json, "tally", &Json::is_object);
  const std::size_t measures = member(tally, "measures", &Json::is_array).size();
  if (measures > most_measures) throw Unsound("its tally has too many measures");
  begun.progress.tally = PointTally(measures);
  state::Reader(begun.progress.votes).read(tally, "tally", begun.progress.tally);
  if (!part.sees_to(begun.point) || part.is_done(begun.point) ||
      begun.progress.tally.ratified.all.count != begun.progress.votes)
    throw Unsound("the point that is begun contradicts the others");
  return begun;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& each : texts) all += (all.empty() ? "" : ", ") + each;
  return all.empty() ? "all" : all;
}

}  // namespace

bool SweepPart::sees_to(std::size_t point) const {
  return static_cast<std::int64_t>(point) % shard.of + 1 == shard.number;
}

bool SweepPart::is_done(std::size_t point) const {
  return !sweep.points[point].mistakes.empty() || !sweep.points[point].estimates.empty();
}

std::int64_t SweepPart::all() const {
  std::int64_t count = 0;
  for (std::size_t p = 0; p < sweep.points.size(); ++p)
    count += sees_to(p) && sweep.points[p].mistakes.empty();
  return count;
}

std::int64_t SweepPart::done() const {
  return std::count_if(sweep.points.begin(), sweep.points.end(),
                       [](const SweepPoint& point) { return !point.estimates.empty(); });
}

std::string write_state(const SweepPart& part) {
  const Sweep& sweep = part.sweep;
  Json json = {{"ayes", state::this_ayes()},
               {"scenario",
                {{"title", sweep.source.title},
                 {"sha256", sweep.source.sha256},
                 {"path", sweep.source.file},
                 {"ratified", sweep.ratified}}},
               {"plan", state::plan_json(sweep.plan)},
               {"shard", {part.shard.number, part.shard.of}},
               {"design", sweep.design},
               {"one_axis", part.one_axis},
               {"measures", part.measures},
               {"paths", sweep.paths},
               {"points", Json::array()}};
  for (const SweepPoint& point : sweep.points) {
    json["points"].push_back({{"values", point.values},
                              {"sha256", point.sha256},
                              {"mistakes", mistakes_json(point.mistakes)},
                              {"estimates", state::write_estimates(point.estimates)}});
  }
  if (part.begun && part.begun->progress.votes > 0) {
    json["begun"] = {{"point", part.begun->point + 1},
                     {"votes", part.begun->progress.votes},
                     {"tally", state::write(part.begun->progress.tally)}};
  }
  return state::framed("sweep", json);
}

SweepPart read_sweep(const std::string& bytes, const std::string& name) {
  const Json json = state::parse("sweep", bytes, name);
  try {
    state::check_version(member(json, "ayes", &Json::is_object), name);
    SweepPart part;
    const Json& scenario = member(json, "scenario", &Json::is_object);
    part.sweep.source = {text(scenario, "title"), text(scenario, "sha256"), text(scenario, "path")};
    part.sweep.ratified = text(scenario, "ratified");
    part.sweep.plan = state::read_plan(member(json, "plan", &Json::is_object));
    part.sweep.method = std::string(name_of(part.sweep.plan.method));
    part.shard = state::read_shard(json);
    part.sweep.design = text(json, "design");
    part.one_axis = member(json, "one_axis", &Json::is_boolean).get<bool>();
    part.measures = read_texts(json, "measures");
    part.sweep.paths = read_texts(json, "paths");
    const Json& points = member(json, "points", &Json::is_array);
    if (points.empty() || points.size() > most_points || part.sweep.paths.empty())
      throw Unsound("it has no points, or too many");
    for (const Json& each : points)
      part.sweep.points.push_back(read_point(each, part.sweep.paths.size()));
    for (std::size_t p = 0; p < part.sweep.points.size(); ++p) {
      if (!part.sees_to(p) && !part.sweep.points[p].estimates.empty())
        throw Unsound("it has a point that is another part's");
    }
    if (json.contains("begun")) part.begun = read_begun(json["begun"], part);
    return part;
  } catch (const Unsound& problem) {
    state::fail_unsound(name, problem.what());
  }
}

std::string difference(const SweepPart& first, const SweepPart& second) {
  const Sweep &one = first.sweep, &other = second.sweep;
  std::string differs = difference_of_digests(one.source.sha256, other.source.sha256);
  if (differs.empty()) differs = difference(one.plan, other.plan);
  if (!differs.empty()) return differs;
  if (one.design != other.design) return "designs " + one.design + " and " + other.design;
  if (one.paths != other.paths)
    return "numbers varied: " + joined(one.paths) + ", and " + joined(other.paths);
  if (one.points.size() != other.points.size()) {
    return std::to_string(one.points.size()) + " and " + std::to_string(other.points.size()) +
           " points of the design";
  }
  for (std::size_t p = 0; p < one.points.size(); ++p) {
    const auto &values = one.points[p].values, &others = other.points[p].values;
    const auto place = std::mismatch(values.begin(), values.end(), others.begin());
    if (place.first == values.end()) continue;
    return "at point " + std::to_string(p + 1) + " " +
           one.paths[static_cast<std::size_t>(place.first - values.begin())] + " is " +
           *place.first + " and " + *place.second;
  }
  if (first.one_axis != second.one_axis) return "axes that move together and that cross";
  if (first.measures != second.measures)
    return "measures " + joined(first.measures) + " and " + joined(second.measures);
  return "";
}

}  // namespace ayes
