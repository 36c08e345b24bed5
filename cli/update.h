// `ayes update`: the forecast given results that are known.
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
struct UpdateOptions {
  std::string scenario, results, until;
  bool by_date = false;
  std::string plot;
  std::vector<std::string> settings;  // of --set
  std::string seed = "1", replications, threads;
  OutputOptions output;
};

// Declares the command and its options.
CLI::App* add_update(CLI::App& program, UpdateOptions& options);

// Reads scenario and results, simulates, reports.
int carry_out(const UpdateOptions& options, const Terminal& terminal);

}  // namespace ayes
