// What `ayes calibrate` and `ayes backtest` take alike: tables of votes, columns, ratifications to
// leave out.
#pragma once

#include "io/learning/votes_csv.h"

#include <string>
#include <vector>

namespace ayes {

// Returns the columns that are named; throws UsageError for an empty or repeated name.
std::vector<NamedColumn> columns_argument(const std::vector<std::string>& names);

// Drops the votes of the ratifications named; throws UsageError if there is none of that name.
void leave_out(VotesTable& table, const std::vector<std::string>& without);

// Returns the number of threads that `text` states for --threads; all processors if it is empty.
int threads_argument(const std::string& text);

}  // namespace ayes
