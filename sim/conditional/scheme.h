// How the conditional estimator splits a model: which sources of chance are coordinates of a point,
// and which are integrated for each union once the common ones are known.
#pragma once

#include "models/mistake.h"
#include "models/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ayes::conditional {

// A coordinate of a point; -1 stands for none.
using Coordinate = int;
inline constexpr Coordinate none = -1;

// The chance that all units share: given it, unions are independent.
struct CommonChance {
  Coordinate swing = none, swing_turnout = none;
  std::vector<std::pair<int, Coordinate>> inputs;  // uncertain ones that the package vote reads
  std::vector<std::pair<int, Coordinate>> groups;
  // Sources of chance with normals, the swing, inputs and groups, are turned into coordinates 0, 1,
  // ... (see turning.h); as they are when this is empty.
  std::vector<std::vector<double>> turning;
};

// A union of one unit whose own noise has the same law in all replications: its chance of a yes is
// a function of two numbers, where its opinion and its turnout lie given the common chance.
struct TabledUnion {
  int union_index = 0, unit = 0;
  LinearForm opinion, turnout;  // without noise of the union or the unit
  bool as_before = false;       // both are those of the tabulated union before it
};

// One unit of a union whose ballots are drawn: coordinates of its noise, of the split of a bundled
// ballot, of its turnout, of the ballots cast and of the yes among them.
struct DrawnUnit {
  int unit = 0;
  Coordinate noise = none, split = none, turnout = none, cast = none, yes = none;
  // Whether the union's terms move its opinions and its turnout.
  bool union_in_package = false, union_in_contract = false, union_in_turnout = false;
};

// A union whose ballots are drawn, all but one dimension of their chance, which is integrated.
struct DrawnUnion {
  int union_index = 0;
  std::vector<DrawnUnit> units;
  Coordinate support = none, turnout = none;
  Coordinate look = none;  // where the rest of the integral is looked at
};

inline const Unit& unit_at(const Model& model, int u) {
  return model.units[static_cast<std::size_t>(u)];
}

// Whether a form has a term in the column.
bool has_term(const LinearForm& form, SharedColumn column);

struct Scheme {
  CommonChance common;
  std::vector<TabledUnion> tabled;
  std::vector<DrawnUnion> drawn;
  int coordinates = 0;
};

// Says why unions aren't independent given the common chance, or why what they decide doesn't
// follow from that alone; none when the estimator applies.
std::optional<Mistake> refusal(const Model& model, const std::string& method = "conditional");
// The refusal of a rule whose diagram would be too large.
Mistake too_many_cases(const std::string& method = "conditional");

// Splits a model to which the estimator applies.
Scheme scheme_of(const Model& model);

// Tells whether an input is fixed at 0.
bool is_zero(const Model& model, SharedColumn column);

// The value of a fixed input; none of an uncertain one.
std::optional<double> fixed_value(const Model& model, SharedColumn column);

}  // namespace ayes::conditional
