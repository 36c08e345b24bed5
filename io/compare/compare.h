// A comparison of scenarios, or of saved results, and how it is written: JSON, CSV, a screen.
#pragma once

#include "io/result/page.h"
#include "io/result/source.h"
#include "sim/comparison.h"

#include <string>
#include <vector>

namespace ayes {

// Returns what a side is called: A for 0, B for 1, ...
inline std::string letter(std::size_t side) {
  return std::string(1, static_cast<char>('A' + side));
}

// One side of a comparison: A, B, ...
struct Side {
  std::string label;  // what tells it from the others: its title, or what was changed
  Source source;
};

struct ComparisonReport {
  std::vector<Side> sides;              // the first is compared with each of the others
  std::vector<Comparison> comparisons;  // one fewer
  Plan plan;                            // of paired ones
  std::string method;
  std::string unpaired_because;  // empty when paired
  std::string ratified = "ratified";
};

// Returns the report as JSON, ending in a newline.
std::string to_json(const ComparisonReport& report);

// Returns a row a quantity and statistic: comparison (B, C, ...), scope, name, statistic, first,
// second, change, se, low, high.
std::string to_csv(const ComparisonReport& report);

// Returns the screen.
std::string text_report(const ComparisonReport& report, const Page& page = {});

}  // namespace ayes
