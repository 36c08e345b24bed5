// `ayes compare`: how other scenarios differ from a first, on the same draws where that is
// possible.
#pragma once

#include "cli/output_options.h"
#include "cli/plan_options.h"
#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

// The options as a person wrote them.
struct CompareOptions {
  std::vector<std::string> files;     // scenarios, or results as .json
  std::vector<std::string> settings;  // of --set, for all scenarios
  std::vector<std::string> changes;   // of --but: one more side, the first scenario with them
  PlanOptions plan;
  OutputOptions output;
};

// Declares the command and its options.
CLI::App* add_compare(CLI::App& program, CompareOptions& options);

// Reads, simulates, compares the first with each of the others, reports.
int carry_out(const CompareOptions& options, const Terminal& terminal);

}  // namespace ayes
