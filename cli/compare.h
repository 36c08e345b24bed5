// `ayes compare`: how other scenarios differ from a first, on the same draws where that is
// possible.
#pragma once

#include "cli/long_comparison.h"
#include "cli/long_run.h"
#include "cli/output_options.h"
#include "cli/plan_options.h"
#include "cli/terminal.h"
#include "io/compare/compare.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ayes {

// The options as a person wrote them.
struct CompareOptions {
  std::vector<std::string> files;     // scenarios, or results as .json
  std::vector<std::string> settings;  // of --set, for all scenarios
  std::vector<std::string> changes;   // of --but: one more side, the first scenario with them
  PlanOptions plan;
  LongRunOptions long_run;
  OutputOptions output;
};

// Declares the command and its options.
CLI::App* add_compare(CLI::App& program, CompareOptions& options);

// Reads, simulates, compares the first with each of the others, reports.
int carry_out(const CompareOptions& options, const Terminal& terminal);

// Works out a comparison of which all is counted.
ComparisonReport report_on(const ComparedModels& compared, const Plan& plan,
                           const ComparisonPart& whole);

// Reports a comparison of which all is counted; `file`, if any, is that of --out.
void report(const ComparedModels& compared, const Plan& plan, const ComparisonPart& whole,
            const OutputOptions& output, std::optional<OutputFile>& file, const Terminal& terminal);

}  // namespace ayes
