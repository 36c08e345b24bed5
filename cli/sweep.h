// `ayes sweep`: a scenario at many values of some of its numbers, on the same draws.
#pragma once

#include "cli/long_run.h"
#include "cli/long_sweep.h"
#include "cli/output_options.h"
#include "cli/plan_options.h"
#include "cli/terminal.h"
#include "io/state/saved_sweep.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

// The options as a person wrote them.
struct SweepOptions {
  std::string scenario;
  std::vector<std::string> settings;    // of --set
  std::vector<std::string> vary, with;  // as written; `axes` has them in order
  AxisTexts axes;
  std::string design;
  std::vector<std::string> measures;
  PlanOptions plan;
  LongRunOptions long_run;
  OutputOptions output;
};

// Declares the command and its options.
CLI::App* add_sweep(CLI::App& program, SweepOptions& options);

// Reads the scenario, simulates it at every point, reports. Points with a mistake are told before
// anything runs, and left out; the exit code is then exit_code::mistake.
int carry_out(const SweepOptions& options, const Terminal& terminal);

// Reports a sweep of which all points are done; `file`, if any, is that of --out. Returns the exit
// code.
int report(SweepPart whole, const OutputOptions& output, std::optional<OutputFile>& file,
           const Terminal& terminal);

}  // namespace ayes
