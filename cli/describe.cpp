#include "cli/describe.h"

#include "cli/program.h"
#include "io/describe/describe.h"
#include "io/load.h"
#include "sim/run.h"

#include <CLI/CLI.hpp>

namespace ayes {

CLI::App* add_describe(CLI::App& program, DescribeOptions& options) {
  CLI::App* describe =
      program.add_subcommand("describe", "Tell a scenario in words, with every default filled in");
  describe->add_option("SCENARIO", options.scenario, "Scenario file (TOML)")
      ->type_name("")
      ->required();
  describe
      ->add_option("--set", options.settings,
                   "Change a value, such as support.package=60%; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  describe->add_flag("--no-color", options.no_color, "No bold headings on a terminal");
  describe->footer(R"(Examples
  ayes describe scenarios/sebac-2011-june.toml
  ayes describe my.toml --set turnout.share=60%)");
  return describe;
}

int carry_out(const DescribeOptions& options, const Terminal& terminal) {
  const Loaded scenario = load(options.scenario, options.settings);
  const Model& model = scenario.model;
  const Result result = conclude(model, described_votes, count_votes(model, described_votes, {}));
  print(describe(scenario.file.scenario, model, result,
                 {terminal.width, terminal.colour && !options.no_color}));
  return exit_code::done;
}

}  // namespace ayes
