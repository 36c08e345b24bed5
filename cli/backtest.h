// `ayes backtest`: scores forecasts of past votes that the fit was not shown.
#pragma once

#include "cli/output_options.h"
#include "cli/terminal.h"
#include "io/learning/backtest_report.h"
#include "io/learning/votes_csv.h"
#include "sim/learning/backtest.h"

#include <cstdint>
#include <functional>
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

// How forecasts were scored, with all that a report of it tells.
struct Backtested {
  VotesTable table;
  learning::Leaves leaves;
  learning::Backtest backtest;
  std::vector<std::string> columns, without;
  BacktestReport report() const { return {table, leaves, backtest, columns, without}; }
};

// Scores forecasts of the votes of a table that was read with these columns, `without` some
// ratifications. Throws UsageError for names that are none and where nothing can be fitted,
// ScenarioError, Interrupted.
Backtested backtest(VotesTable table, const std::vector<std::string>& columns,
                    const std::vector<std::string>& without, const learning::BacktestPlan& plan,
                    int threads, const std::function<bool(std::int64_t, std::int64_t)>& progress);

// Declares the command and its options.
CLI::App* add_backtest(CLI::App& program, BacktestOptions& options);

// Reads the tables, fits the model in every fold, prints the page (or JSON, or CSV) and writes the
// files asked for.
int carry_out(const BacktestOptions& options, const Terminal& terminal);

}  // namespace ayes
