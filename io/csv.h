// Comma-separated values as RFC 4180 describes them, each cell with its place.
#pragma once

#include "models/mistake.h"

#include <string>
#include <string_view>
#include <vector>

namespace ayes {

struct Cell {
  std::string text;  // without the quotes around it; spaces around an unquoted cell are dropped
  int line = 0, column = 0;
};

struct Csv {
  std::vector<std::vector<Cell>>
      rows;  // the first is the header; all are as long as it; none is blank
  std::vector<Mistake>
      mistakes;  // with line and column, without a file; rows at fault are left out
};

// Reads a text of CSV. Lines end with LF or CRLF; a cell in double quotes may hold commas, line
// ends and doubled quotes; blank lines and lines of commas alone are skipped.
Csv read_csv(std::string_view text);

// Returns a text as a cell: in quotes when it holds a comma, a quote or a line end.
std::string csv_cell(const std::string& text);

}  // namespace ayes
