#include "models/compile/bodies.h"

#include <algorithm>
#include <set>

namespace ayes {
namespace {

constexpr const char* words_for_many[] = {"unions", "units", "groups", "locals", "other unions"};

struct GroupGatherer {
  Draft& draft;
  Bodies& bodies;
  std::vector<int> open = {};  // groups being looked up, to find a circle
  std::vector<bool> done = std::vector<bool>(bodies.groups.size(), false);

  void gather(int index);
  void add(Bodies::Group& group, const std::string& name, const char* key);
  void add_column(Bodies::Group& group);
  void check_name(const Bodies::Group& group);
};

// Adds one listed name: of a union, a unit or a group, as its list says.
void GroupGatherer::add(Bodies::Group& group, const std::string& name, const char* key) {
  const std::string path = path_of({"groups", group.name, key});
  const std::string list = key;
  std::optional<Body> found;
  std::vector<std::string> names;
  if (list == "groups") {
    for (std::size_t g = 0; g < bodies.groups.size(); ++g) {
      names.push_back(bodies.groups[g].name);
      if (names.back() == name) found = Body{Body::Kind::group, static_cast<int>(g)};
    }
  } else if (list == "unions") {
    for (const auto& [known, index] : draft.union_index) {
      names.push_back(known);
      if (known == name) found = Body{Body::Kind::union_body, index};
    }
  } else {
    for (const auto& [known, index] : draft.unit_index) {
      names.push_back(known);
      if (known == name) found = Body{Body::Kind::unit, index};
    }
    for (const auto& [known, index] : draft.divided_index) {
      names.push_back(known);
      if (known == name) found = Body{Body::Kind::divided_unit, index};
    }
  }
  const std::string what = list.substr(0, list.size() - 1);
  if (!found) {
    draft.mistake(path, "there is no " + what + " \"" + name + "\" in the coalition", "",
                  did_you_mean(name, names));
    return;
  }
  if (std::find(group.bodies.begin(), group.bodies.end(), *found) != group.bodies.end()) {
    draft.mistake(path, "group \"" + group.name + "\" lists " + what + " \"" + name + "\" twice",
                  "it would count twice", "remove one");
    return;
  }
  group.bodies.push_back(*found);
}

// Adds the units whose column holds the text.
void GroupGatherer::add_column(Bodies::Group& group) {
  const GroupTable& table = *group.table;
  const std::string path = path_of({"groups", group.name, "column"});
  if (table.column.empty() != table.equals.empty()) {
    draft.mistake(path,
                  "group \"" + group.name + "\" states `column` or `equals` without the other",
                  "its units are those whose column holds that text", "state both");
    return;
  }
  if (table.column.empty()) return;
  if (!has_column(draft, table.column)) {
    draft.mistake(path, "no unit has a column \"" + table.column + "\"", "",
                  did_you_mean(table.column, column_names(draft)));
    return;
  }
  const std::size_t before = group.bodies.size();
  for (int u = 0; u < static_cast<int>(draft.model.units.size()); ++u) {
    if (text_in_column(draft, u, table.column) != table.equals) continue;
    const Body unit{Body::Kind::unit, u};
    if (std::find(group.bodies.begin(), group.bodies.end(), unit) == group.bodies.end())
      group.bodies.push_back(unit);
  }
  if (group.bodies.size() == before)
    draft.mistake(path, "no unit has \"" + table.equals + "\" in column \"" + table.column + "\"",
                  "group \"" + group.name + "\" would be empty", "");
}

// A group is asked by its name, so the name must be its own.
void GroupGatherer::check_name(const Bodies::Group& group) {
  const bool word = std::find(std::begin(words_for_many), std::end(words_for_many), group.name) !=
                    std::end(words_for_many);
  const char* taken = draft.union_index.contains(group.name)     ? "a union"
                      : draft.unit_index.contains(group.name)    ? "a unit"
                      : draft.divided_index.contains(group.name) ? "a unit"
                                                                 : nullptr;
  if (word || taken)
    draft.mistake(path_of({"groups", group.name}), "a group is called \"" + group.name + "\"",
                  word ? "in a rule that word means all of them"
                       : std::string("that is the name of ") + taken,
                  "give the group another name");
}

void GroupGatherer::gather(int index) {
  const auto at = std::find(open.begin(), open.end(), index);
  Bodies::Group& group = bodies.groups[static_cast<std::size_t>(index)];
  if (at != open.end()) {
    std::vector<std::string> names;
    for (auto each = at; each != open.end(); ++each)
      names.push_back("\"" + bodies.groups[static_cast<std::size_t>(*each)].name + "\"");
    draft.mistake(path_of({"groups", group.name, "groups"}),
                  "group \"" + group.name + "\" is inside itself", circle_in_words(names, "holds"),
                  "take it out of one of them");
    return;
  }
  if (done[static_cast<std::size_t>(index)]) return;
  open.push_back(index);
  check_name(group);
  for (const std::string& name : group.table->unions) add(group, name, "unions");
  for (const std::string& name : group.table->units) add(group, name, "units");
  for (const std::string& name : group.table->groups) add(group, name, "groups");
  add_column(group);
  for (const Body& body : group.bodies) {
    if (body.kind == Body::Kind::group) gather(body.index);
    const std::vector<int> units = bodies.units_of(body);
    group.units.insert(group.units.end(), units.begin(), units.end());
  }
  std::sort(group.units.begin(), group.units.end());
  group.units.erase(std::unique(group.units.begin(), group.units.end()), group.units.end());
  open.pop_back();
  done[static_cast<std::size_t>(index)] = true;
}

}  // namespace

std::optional<Body> Bodies::find(const std::string& name, bool unit_first) const {
  const auto body = draft.union_index.find(name);
  const auto unit = draft.unit_index.find(name);
  const auto divided = draft.divided_index.find(name);
  const bool is_unit = unit != draft.unit_index.end() || divided != draft.divided_index.end();
  if (body != draft.union_index.end() && !(unit_first && is_unit))
    return Body{Body::Kind::union_body, body->second};
  if (unit != draft.unit_index.end()) return Body{Body::Kind::unit, unit->second};
  if (divided != draft.divided_index.end()) return Body{Body::Kind::divided_unit, divided->second};
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (groups[g].name == name) return Body{Body::Kind::group, static_cast<int>(g)};
  return {};
}

std::string Bodies::name_of(const Body& body) const {
  const auto index = static_cast<std::size_t>(body.index);
  switch (body.kind) {
    case Body::Kind::union_body:
      return draft.model.unions[index].name;
    case Body::Kind::unit:
      return draft.model.units[index].name;
    case Body::Kind::divided_unit:
      return draft.model.divided_units[index].name;
    case Body::Kind::group:
      return groups[index].name;
  }
  return {};
}

std::vector<int> Bodies::units_of(const Body& body) const {
  const auto index = static_cast<std::size_t>(body.index);
  switch (body.kind) {
    case Body::Kind::union_body:
      return draft.model.unions[index].units;
    case Body::Kind::unit:
      return {body.index};
    case Body::Kind::divided_unit:
      return draft.model.divided_units[index].locals;
    case Body::Kind::group:
      return groups[index].units;
  }
  return {};
}

std::vector<std::string> Bodies::names() const {
  std::set<std::string> names;
  for (const auto& [name, index] : draft.union_index) names.insert(name);
  for (const auto& [name, index] : draft.unit_index) names.insert(name);
  for (const auto& [name, index] : draft.divided_index) names.insert(name);
  for (const Group& group : groups) names.insert(group.name);
  return {names.begin(), names.end()};
}

Bodies gather_bodies(Draft& draft) {
  Bodies bodies{draft, {}};
  for (const auto& [name, table] : draft.scenario.groups)
    bodies.groups.push_back({name, &table, {}, {}, false});
  GroupGatherer gatherer{draft, bodies};
  for (int g = 0; g < static_cast<int>(bodies.groups.size()); ++g) gatherer.gather(g);
  for (const Bodies::Group& group : bodies.groups) {
    if (!group.table->rule) continue;
    for (const Body& body : group.bodies)
      if (body.kind == Body::Kind::group)
        bodies.groups[static_cast<std::size_t>(body.index)].inside = true;
  }
  return bodies;
}

}  // namespace ayes
