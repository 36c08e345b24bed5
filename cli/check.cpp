#include "cli/check.h"

#include "cli/load.h"
#include "cli/outcome.h"
#include "cli/program.h"
#include "io/result/number_text.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace ayes {
namespace {

std::string counted(std::int64_t number, const std::string& one) {
  return grouped(number) + " " + one + (number == 1 ? "" : "s");
}

// "no mistakes; 34 units in 15 unions, 50,319 members; 41 of 63 inputs uncertain"
std::string summary(const Model& model) {
  const auto uncertain = std::count_if(model.inputs.begin(), model.inputs.end(),
                                       [](const Input& input) { return !input.fixed(); });
  return "no mistakes; " + counted(static_cast<std::int64_t>(model.units.size()), "unit") + " in " +
         counted(static_cast<std::int64_t>(model.unions.size()), "union") + ", " +
         counted(model.members, "member") + "; " + std::to_string(uncertain) + " of " +
         std::to_string(model.inputs.size()) + " inputs uncertain";
}

}  // namespace

CLI::App* add_check(CLI::App& program, CheckOptions& options) {
  CLI::App* check =
      program.add_subcommand("check", "Find every mistake in scenarios; simulate nothing");
  check->add_option("SCENARIO", options.scenarios, "Scenario files (TOML)")
      ->type_name("")
      ->required();
  check->footer(R"(Examples
  ayes check my.toml
  ayes check scenarios/*.toml)");
  return check;
}

int carry_out(const CheckOptions& options, const Terminal&) {
  int worst = exit_code::done;
  for (const std::string& path : options.scenarios) {
    worst = std::max(worst, outcome_of([&] {
                       print(path + ": " + summary(load(path).model) + "\n");
                       return exit_code::done;
                     }));
  }
  return worst;
}

}  // namespace ayes
