// Any bytes, read as CSV, end in rows as long as the header, or in mistakes with a place.
#include "io/csv.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ayes::Csv csv = ayes::read_csv({reinterpret_cast<const char*>(data), size});
  for (const auto& row : csv.rows) {
    if (row.empty() || row.size() != csv.rows.front().size()) std::abort();
    for (const ayes::Cell& cell : row)
      if (cell.line < 1 || cell.column < 1) std::abort();
  }
  for (const ayes::Mistake& mistake : csv.mistakes)
    if (mistake.line < 1 || mistake.column < 1 || mistake.problem.empty()) std::abort();
  return 0;
}
