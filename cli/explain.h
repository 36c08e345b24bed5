// `ayes explain`: who and what decides a vote.
#pragma once

#include "cli/output_options.h"
#include "cli/plan_options.h"

#include <string>
#include <vector>

namespace ayes {

// The options as a person wrote them.
struct ExplainOptions {
  std::string scenario;
  std::vector<std::string> settings;  // of --set
  PlanOptions plan;
  OutputOptions output;
};

// Declares the command and its options.
CLI::App* add_explain(CLI::App& program, ExplainOptions& options);

// Reads the scenario, simulates, explains.
int carry_out(const ExplainOptions& options, const Terminal& terminal);

}  // namespace ayes
