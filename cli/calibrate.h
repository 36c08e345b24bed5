// `ayes calibrate`: learns the numbers of a scenario from tables of past votes.
#pragma once

#include "cli/terminal.h"
#include "io/learning/calibration_report.h"
#include "io/learning/votes_csv.h"
#include "sim/learning/calibration.h"

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

// What was learned, with all that a report of it tells.
struct Calibrated {
  VotesTable table;
  learning::Leaves leaves;
  learning::Calibration calibration;
  std::vector<NamedColumn> columns;
  std::vector<std::string> without;
  CalibrationReport report() const { return {table, leaves, calibration, columns, without}; }
};

// Learns from a table that was read with these columns, `without` some ratifications. Throws
// UsageError for names that are none and where nothing is left, ScenarioError, Interrupted.
Calibrated calibrate(VotesTable table, const std::vector<std::string>& columns,
                     const std::vector<std::string>& without, const learning::Sampling& sampling,
                     int threads, const learning::Progress& progress = {});

// Declares the command and its options.
CLI::App* add_calibrate(CLI::App& program, CalibrateOptions& options);

// Reads the tables, fits the model, prints the page (or the JSON, or the fragment) and writes the
// files asked for.
int carry_out(const CalibrateOptions& options, const Terminal& terminal);

}  // namespace ayes
