// `ayes describe`: a scenario in words, every default filled in.
#pragma once

#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

struct DescribeOptions {
  std::string scenario;
  std::vector<std::string> settings;  // of --set
  bool no_color = false;
};

// Declares the command and its options.
CLI::App* add_describe(CLI::App& program, DescribeOptions& options);

// Reads the scenario and tells it.
int carry_out(const DescribeOptions& options, const Terminal& terminal);

}  // namespace ayes
