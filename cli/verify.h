// `ayes verify`: runs a saved result again and compares the bytes.
#pragma once

#include "cli/terminal.h"
#include "io/load.h"
#include "io/result/claim.h"
#include "sim/run.h"

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

// Reads what a saved result claims; `name` is its file. Throws FileError if it is none of ayes run,
// UsageError if another version made it.
Claim claim_of(const std::string& result, const std::string& name);

// Finds the file of the scenario that a result is of: beside it, or here. Throws UsageError.
std::string find_scenario(const Claim& claim, const std::string& name);

// Runs a scenario as the claim of a result says. Returns where its bytes differ first, or nothing
// where they are the same. Throws UsageError if the scenario is another, ScenarioError.
std::string difference(const Claim& claim, const std::string& name, const Loaded& scenario,
                       const Execution& execution);

// Declares the command and its options.
CLI::App* add_verify(CLI::App& program, VerifyOptions& options);

// Runs the scenario as the result says; returns whether the bytes are the same: done or no_file.
int carry_out(const VerifyOptions& options, const Terminal& terminal);

}  // namespace ayes
