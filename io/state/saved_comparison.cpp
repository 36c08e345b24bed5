#include "io/state/saved_comparison.h"

#include "io/state/saved_run.h"
#include "io/state/scenario_json.inl"

namespace ayes {
namespace {

using state::Json;
using state::member;
using state::Unsound;

void check_size(const Json& list, std::size_t size, const char* name) {
  if (list.size() != size) throw Unsound(std::string(name) + " are not as many as its scenarios");
}

}  // namespace

std::string write_state(const std::vector<ComparedScenario>& sides, const Plan& plan,
                        const ComparisonPart& part) {
  Json scenarios = Json::array(), points = Json::array();
  for (const ComparedScenario& side : sides) {
    scenarios.push_back(state::write_scenario_file(side.file));
    scenarios.back()["label"] = side.label;
  }
  for (const ComparisonPart::Side& side : part.sides) {
    points.push_back({{"next_block", side.points.first}, {"tally", state::write(side.tally)}});
  }
  return state::framed("compare", {{"ayes", state::this_ayes()},
                                   {"scenarios", std::move(scenarios)},
                                   {"plan", state::plan_json(plan)},
                                   {"shard", {part.shard.number, part.shard.of}},
                                   {"counted",
                                    {{"next_vote", part.votes.first},
                                     {"pairs", state::write(part.pairs)},
                                     {"points", std::move(points)}}}});
}

SavedComparison::SavedComparison(const std::string& bytes, const std::string& name) : name_(name) {
  const Json json = state::parse("compare", bytes, name);
  try {
    state::check_version(member(json, "ayes", &Json::is_object), name);
    const Json& scenarios = member(json, "scenarios", &Json::is_array);
    if (scenarios.size() < 2 || scenarios.size() > most_compared)
      throw Unsound("it has too few scenarios, or too many");
    for (const Json& each : scenarios) {
      sides_.push_back({state::text(each, "label"),
                        state::open_scenario(state::read_saved_scenario(each), name)});
    }
    plan_ = state::read_plan(member(json, "plan", &Json::is_object));
    if (plan_.precision) throw Unsound("a comparison has no precision");
    shard_ = state::read_shard(json);
    counted_ = state::dump(member(json, "counted", &Json::is_object));
  } catch (const Unsound& problem) {
    state::fail_unsound(name, problem.what());
  }
}

ComparisonPart SavedComparison::part(const std::vector<const Model*>& models) const {
  try {
    ComparisonPart part(models, plan_, shard_);
    const Json json = Json::parse(counted_);
    part.votes.first = state::whole(json, "next_vote", part.votes.first, part.votes.last);
    state::Reader(votes_counted(plan_, part))
        .read(member(json, "pairs", &Json::is_array), "pairs", part.pairs);
    const Json& points = member(json, "points", &Json::is_array);
    check_size(points, part.sides.size(), "points");
    for (std::size_t m = 0; m < part.sides.size(); ++m) {
      ComparisonPart::Side& side = part.sides[m];
      side.points.first =
          state::whole(points[m], "next_block", side.points.first, side.points.last);
      state::Reader(0).read(member(points[m], "tally", &Json::is_object), "tally", side.tally);
    }
    if (!is_sound(models, plan_, part)) throw Unsound("its counts contradict each other");
    return part;
  } catch (const Unsound& problem) {
    state::fail_unsound(name_, problem.what());
  } catch (const ScenarioError&) {
    state::fail_unsound(name_, "its method does not apply to its scenarios");
  }
}

std::string difference(const std::vector<ComparedScenario>& sides, const Plan& plan,
                       const SavedComparison& other) {
  if (sides.size() != other.sides().size()) {
    return std::to_string(sides.size()) + " and " + std::to_string(other.sides().size()) +
           " scenarios compared";
  }
  for (std::size_t m = 0; m < sides.size(); ++m) {
    const std::string differs =
        difference_of_digests(sides[m].file.sha256, other.sides()[m].file.sha256);
    if (!differs.empty()) return differs;
  }
  return difference(plan, other.plan());
}

}  // namespace ayes
