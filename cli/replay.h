// `ayes replay`: one simulated vote of a scenario, told step by step.
#pragma once

#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

struct ReplayOptions {
  std::string scenario;
  std::vector<std::string> settings;  // of --set
  std::string replication, seed = "1", format = "text";
  bool no_color = false;
};

// Declares the command and its options.
CLI::App* add_replay(CLI::App& program, ReplayOptions& options);

// Reads the scenario, simulates one replication, tells it.
int carry_out(const ReplayOptions& options, const Terminal& terminal);

}  // namespace ayes
