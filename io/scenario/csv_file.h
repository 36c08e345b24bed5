// A CSV file that a scenario names, with its mistakes told as the scenario's.
#pragma once

#include "io/csv.h"
#include "io/scenario/node.h"
#include "io/scenario/report.h"

#include <optional>

namespace ayes::reading {

struct CsvFile {
  Csv csv;
  int file = 0;  // its number among the places

  Where where(const Cell& cell) const { return {file, cell.line, cell.column}; }
};

// Reads the file that `stated` names, relative to the file that states it; reports what is wrong
// with it and returns nothing if there is no row at all.
std::optional<CsvFile> read_csv_file(const Node& stated, const std::string& path, Report& report);

}  // namespace ayes::reading
