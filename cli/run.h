// `ayes run`: the chance that a scenario's package is ratified, and what follows.
#pragma once

#include "cli/long_run.h"
#include "cli/output_options.h"
#include "cli/plan_options.h"
#include "cli/terminal.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

// The options as a person wrote them.
struct RunOptions {
  std::string scenario;
  std::vector<std::string> settings;  // of --set
  PlanOptions plan;
  LongRunOptions long_run;
  std::string precision, measure, max_time;
  OutputOptions output;
  std::string draws;
  std::vector<std::string> draws_of;
  bool provenance = false;
};

// Declares the command and its options.
CLI::App* add_run(CLI::App& program, RunOptions& options);

// Reads the scenario, simulates, reports.
int carry_out(const RunOptions& options, const Terminal& terminal);

}  // namespace ayes
