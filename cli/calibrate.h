// `ayes calibrate`: learns the numbers of a scenario from tables of past votes.
#pragma once

#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

struct CalibrateOptions {
  std::vector<std::string> votes, columns, without, out;
  std::string seed = "1", draws = "1000", threads, format = "text";
  bool no_color = false;
};

// Declares the command and its options.
CLI::App* add_calibrate(CLI::App& program, CalibrateOptions& options);

// Reads the tables, fits the model, prints the page (or the JSON, or the fragment) and writes the
// files asked for.
int carry_out(const CalibrateOptions& options, const Terminal& terminal);

}  // namespace ayes
