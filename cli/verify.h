// `ayes verify`: runs a saved result again and compares the bytes.
#pragma once

#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

// The options as a person wrote them.
struct VerifyOptions {
  std::string result, scenario, threads;
  std::vector<std::string> settings;  // of --set
  bool quiet = false;
};

// Declares the command and its options.
CLI::App* add_verify(CLI::App& program, VerifyOptions& options);

// Runs the scenario as the result says; returns whether the bytes are the same: done or no_file.
int carry_out(const VerifyOptions& options, const Terminal& terminal);

}  // namespace ayes
