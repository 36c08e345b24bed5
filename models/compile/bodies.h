// The bodies that a rule can ask, found by their names: unions, units, units of several locals, and
// groups of any of these.
#pragma once

#include "models/compile/draft.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

struct Body {
  enum class Kind { union_body, unit, divided_unit, group };
  Kind kind = Kind::unit;
  int index = 0;  // into Model::unions, units or divided_units, or Bodies::groups
  bool operator==(const Body&) const = default;
};

struct Bodies {
  struct Group {
    std::string name;
    const GroupTable* table = nullptr;
    std::vector<Body> bodies;  // as listed, each once
    std::vector<int> units;    // whose ballots are its own, in order
    bool inside = false;       // another group that has a rule
  };

  const Draft& draft;
  std::vector<Group> groups;  // in order of their names

  // Finds a body by name. Where a union and a unit have the same name, `unit_first` says which is
  // meant; they say the same of the package.
  std::optional<Body> find(const std::string& name, bool unit_first = false) const;
  std::string name_of(const Body& body) const;
  // The units whose ballots are the body's own, in order.
  std::vector<int> units_of(const Body& body) const;
  // All names, for suggestions.
  std::vector<std::string> names() const;
};

// Looks up what every group holds. Names nobody has, names listed twice and groups inside
// themselves are mistakes.
Bodies gather_bodies(Draft& draft);

}  // namespace ayes
