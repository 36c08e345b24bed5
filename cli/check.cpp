#include "cli/check.h"

#include "cli/outcome.h"
#include "cli/program.h"
#include "io/load.h"
#include "io/result/number_text.h"
#include "io/warnings/warnings.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace ayes {
namespace {

std::string counted(std::int64_t number, const std::string& one) {
  return grouped(number) + " " + one + (number == 1 ? "" : "s");
}

// "no mistakes, 2 warnings; 34 units in 15 unions, 50,319 members; 41 of 63 inputs uncertain"
std::string summary(const Model& model, std::size_t warnings) {
  std::int64_t inputs = 0, uncertain = 0;  // those of a later vote that it restates, too
  const auto count = [&](const Input& input) {
    ++inputs;
    uncertain += input.fixed() ? 0 : 1;
  };
  std::for_each(model.inputs.begin(), model.inputs.end(), count);
  for (const Round& round : model.rounds) {
    for (const Input& input : round.model.inputs) {
      if (input.path.starts_with("round.")) count(input);
    }
  }
  const std::string warned =
      warnings == 0 ? "" : ", " + counted(static_cast<std::int64_t>(warnings), "warning");
  return "no mistakes" + warned + "; " +
         counted(static_cast<std::int64_t>(model.units.size()), "unit") + " in " +
         counted(static_cast<std::int64_t>(model.unions.size()), "union") + ", " +
         counted(model.members, "member") + "; " + std::to_string(uncertain) + " of " +
         std::to_string(inputs) + " inputs uncertain";
}

// Says what a scenario states that can hardly be meant, and what it is.
int check(const std::string& path, bool strict) {
  const Loaded scenario = load(path);
  std::vector<Mistake> warnings = warnings_of(scenario.file.scenario, scenario.model);
  locate(warnings, scenario.file.places);
  sort_by_place(warnings, scenario.file.places);
  for (Mistake& warning : warnings) {
    warning.problem = "warning: " + warning.problem;
    say(to_text(warning) + "\n");
  }
  print(path + ": " + summary(scenario.model, warnings.size()) + "\n");
  return strict && !warnings.empty() ? exit_code::mistake : exit_code::done;
}

}  // namespace

CLI::App* add_check(CLI::App& program, CheckOptions& options) {
  CLI::App* check =
      program.add_subcommand("check", "Find mistakes in scenarios, and what can't be meant");
  check->add_option("SCENARIO", options.scenarios, "Scenario files (TOML)")
      ->type_name("")
      ->required();
  check->add_flag("--strict", options.strict, "Warnings too end with exit code 2");
  check->footer(
      R"(A mistake is what can't mean anything; a warning is what can hardly be meant,
such as a threshold that nobody can reach.

Examples
  ayes check my.toml
  ayes check --strict scenarios/*.toml)");
  return check;
}

int carry_out(const CheckOptions& options, const Terminal&) {
  int worst = exit_code::done;
  for (const std::string& path : options.scenarios) {
    worst = std::max(worst, outcome_of([&] { return check(path, options.strict); }));
  }
  return worst;
}

}  // namespace ayes
