// Later votes: what a [[round]] restates is put on top of the first vote's tables.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/report.h"

namespace ayes::reading {

// Completes every table that a round restates with what the first vote's holds. To be called when
// all else has been merged into the scenario.
void fill_rounds(Table& scenario, Report& report);

}  // namespace ayes::reading
