// Cuts by agency from the CSV file that layoffs.rejected.by_agency names.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/report.h"

namespace ayes::reading {

// Puts the file's agencies, cuts and staff in the place of its name.
void fill_agencies(Table& scenario, Report& report);

}  // namespace ayes::reading
