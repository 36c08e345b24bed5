// The bargaining units: rows of a CSV file become elements of [[unit]], below those stated in the
// scenario.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/report.h"

namespace ayes::reading {

// Reads roster.units if it is stated, renames columns as roster.columns says, puts [[unit]] on top
// and removes [roster], so that [[unit]] is complete. Returns whether all of that went well.
bool fill_roster(Table& scenario, Report& report);

// Moves each unit's package, contract, turnout and ballot to support.units, turnout.units and
// ballot.units. A value stated in both is a mistake.
void move_unit_settings(Table& scenario, Report& report);

// Reads support.correlation.file if it is stated, into `units` and `matrix`.
void fill_correlation(Table& scenario, Report& report);

}  // namespace ayes::reading
