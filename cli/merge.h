// `ayes merge`: from the parts of a run to its result.
#pragma once

#include "cli/output_options.h"
#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

// The options as a person wrote them.
struct MergeOptions {
  std::vector<std::string> parts;
  OutputOptions output;
};

// Declares the command and its options.
CLI::App* add_merge(CLI::App& program, MergeOptions& options);

// Reads the parts, in any order, and reports the result that an unbroken run gives.
int carry_out(const MergeOptions& options, const Terminal& terminal);

}  // namespace ayes
