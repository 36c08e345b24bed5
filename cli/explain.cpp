#include "cli/explain.h"

#include "cli/interrupt.h"
#include "cli/method_argument.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "io/explain/report.h"
#include "io/load.h"
#include "sim/explain/explain.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace ayes {

CLI::App* add_explain(CLI::App& program, ExplainOptions& options) {
  CLI::App* explain =
      program.add_subcommand("explain", "Find who decides, and what: power, vetoes, sensitivity");
  explain->add_option("SCENARIO", options.scenario, "Scenario file (TOML)")
      ->type_name("")
      ->required();
  add_plan_options(*explain, options.plan, "Simulated votes, to 2^40; 100,000 if not said");
  explain
      ->add_option("--set", options.settings,
                   "Change a value, such as support.package=60%; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  add_output_options(*explain, options.output);
  explain->footer(R"(Examples
  ayes explain scenarios/sebac-2011-june.toml
  ayes explain scenarios/learn/un-security-council.toml --set support.swing=1
  ayes explain my.toml -n 1000000 -o explained.json)");
  return explain;
}

int carry_out(const ExplainOptions& options, const Terminal& terminal) {
  check_formats(options.output);
  const Plan plan = plan_of(options.plan);
  const Loaded scenario = load(options.scenario, options.settings);
  check_method(plan.method, scenario);

  const Interrupt interrupt;
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  Execution execution;
  execution.threads = threads_of(options.plan);
  const Explanation explanation = [&] {
    ProgressBar bar(terminal.messages && !options.output.quiet);
    execution.progress = bar.until(interrupt);
    return explain(scenario.model, plan, execution);
  }();
  deliver(options.output, saved, [&](std::string_view format) {
    if (format == "text") {
      return explanation_text(explanation, wording_of(scenario.file),
                              page_of(options.output, terminal));
    }
    std::string json = explanation_json(explanation, source_of(scenario.file));
    return format == "csv" ? explanation_csv(json) : json;
  });
  return exit_code::done;
}

}  // namespace ayes
