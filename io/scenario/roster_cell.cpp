#include "io/scenario/roster_cell.h"

namespace ayes::reading {

std::string roster_cell(const UnitWords& unit, const std::string& column) {
  const std::string& decides = unit.part_of.empty() ? unit.unit : unit.part_of;
  if (column == "union") return unit.union_name.empty() ? decides : unit.union_name;
  if (column == "part_of") return unit.part_of;
  if (column == "members") return std::to_string(unit.members);
  if (column == "eligible") return std::to_string(unit.eligible.value_or(unit.members));
  if (column == "employees") return std::to_string(unit.employees.value_or(unit.members));
  const auto found = unit.columns.find(column);
  return found == unit.columns.end() ? "" : found->second;
}

}  // namespace ayes::reading
