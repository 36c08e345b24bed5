// What a column of the roster says of a unit.
#pragma once

#include "models/scenario/scenario.h"

#include <string>

namespace ayes::reading {

// Returns what a unit has in a column, with what is left out filled in: without a union it is one
// of its own (a local: of the unit that it is part of), all members are eligible and employed.
// Empty where it states nothing, or there is no such column.
std::string roster_cell(const UnitWords& unit, const std::string& column);

}  // namespace ayes::reading
