// `ayes check`: finds the mistakes of scenarios, and what can hardly be meant; runs nothing.
#pragma once

#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

struct CheckOptions {
  std::vector<std::string> scenarios;
  bool strict = false;
};

// Declares the command and its options.
CLI::App* add_check(CLI::App& program, CheckOptions& options);

// Says for each scenario that it has no mistakes, or what they are; and what it warns of.
int carry_out(const CheckOptions& options, const Terminal& terminal);

}  // namespace ayes
