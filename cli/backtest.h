// `ayes backtest`: scores forecasts of past votes that the fit was not shown.
#pragma once

#include "cli/output_options.h"
#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

struct BacktestOptions {
  std::vector<std::string> votes, columns, without;
  std::string seed = "1", draws = "250", reveals = "4", threads, plot;
  OutputOptions output;
};

// Declares the command and its options.
CLI::App* add_backtest(CLI::App& program, BacktestOptions& options);

// Reads the tables, fits the model in every fold, prints the page (or JSON, or CSV) and writes the
// files asked for.
int carry_out(const BacktestOptions& options, const Terminal& terminal);

}  // namespace ayes
