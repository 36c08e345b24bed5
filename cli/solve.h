// `ayes solve`: the value of a number of the scenario that brings a quantity to a target.
#pragma once

#include "cli/output_options.h"
#include "cli/plan_options.h"
#include "cli/terminal.h"
#include "io/load.h"
#include "io/solve/solve.h"
#include "sim/run.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

// The options as a person wrote them.
struct SolveOptions {
  std::string scenario;
  std::vector<std::string> settings;  // of --set
  std::string vary, until;
  PlanOptions plan;
  OutputOptions output;
};

// What --until asks for.
struct Target {
  std::string measure, sense;  // ratified or a measure; =, <, <=, > or >=
  double value = 0;
};

// Reads MEASURE=TARGET, MEASURE<TARGET and the like; 50% is 0.5. Throws UsageError.
Target target_argument(const std::string& text);

// What is asked of a search: the two texts, and the second one read.
struct SolveRequest {
  std::string vary, until;
  Target target;
  Plan plan;
};

// Searches the range; `execution.progress` gets the number of values tried, and foreseen. Throws
// UsageError when a text can't be meant, ScenarioError for mistakes anywhere in the range.
Solution solve(const Origin& origin, const SolveRequest& request, const Execution& execution);

// Declares the command and its options.
CLI::App* add_solve(CLI::App& program, SolveOptions& options);

// Reads the scenario, searches, reports. No value that does it is an answer, not a failure.
int carry_out(const SolveOptions& options, const Terminal& terminal);

}  // namespace ayes
