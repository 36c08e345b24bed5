#include "cli/compare.h"

#include "cli/interrupt.h"
#include "cli/method_argument.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "io/compare/compare.h"
#include "io/compare/saved.h"
#include "io/compare/sides.h"
#include "io/load.h"
#include "io/result/json.h"
#include "io/result/text_report.h"
#include "io/text_file.h"
#include "sim/method.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace ayes {
namespace {

constexpr std::size_t most_sides = 8;
constexpr std::int64_t largest_result = std::int64_t{1} << 28;

bool is_saved(const std::string& file) { return file.ends_with(".json"); }

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

struct Scenarios {
  std::vector<Loaded> loaded;
  std::vector<Side> sides;
};

Scenarios load_all(const CompareOptions& options, Method method) {
  Scenarios scenarios;
  const auto add = [&](const std::string& file, const std::vector<std::string>& changes,
                       const std::string& label) {
    scenarios.loaded.push_back(load_with({file, options.settings}, "--but", changes));
    check_method(method, scenarios.loaded.back());
    scenarios.sides.push_back({label, source_of(scenarios.loaded.back().file)});
  };
  for (const std::string& file : options.files) add(file, {}, "");
  if (!options.changes.empty())
    add(options.files.front(), options.changes, "A with " + joined(options.changes));
  return scenarios;
}

ComparisonReport compare_scenarios(const CompareOptions& options, const Plan& plan,
                                   const Execution& execution) {
  Scenarios scenarios = load_all(options, plan.method);
  std::vector<const Model*> models;
  for (const Loaded& each : scenarios.loaded) models.push_back(&each.model);
  return {.sides = std::move(scenarios.sides),
          .comparisons = compare(models, plan, execution),
          .plan = plan,
          .ratified = wording_of(scenarios.loaded.front().file).ratified};
}

// Saved results keep no votes; scenarios among them are run and treated alike.
ComparisonReport compare_results(const CompareOptions& options, const Plan& plan,
                                 const Execution& execution) {
  std::vector<SavedResult> results;
  for (const std::string& file : options.files) {
    if (is_saved(file)) {
      results.push_back(read_saved(read_text_file(file, largest_result), file));
    } else {
      const Loaded scenario = load(file, options.settings);
      check_method(plan.method, scenario);
      results.push_back(read_saved(
          to_json(run(scenario.model, plan, execution), source_of(scenario.file)), file));
    }
  }
  return compare_saved(results, plan);
}

void check_files(const CompareOptions& options) {
  const std::size_t sides = options.files.size() + !options.changes.empty();
  if (sides < 2) {
    throw UsageError("there is nothing to compare " + options.files.front() +
                     " with; name another scenario, or add --but PATH=VALUE");
  }
  if (sides > most_sides) {
    throw UsageError("these are " + std::to_string(sides) +
                     " scenarios (8 can be compared at a time); name fewer");
  }
  const auto saved = std::count_if(options.files.begin(), options.files.end(), is_saved);
  if (saved > 0 && !options.changes.empty()) {
    throw UsageError("--but " + options.changes.front() +
                     ": a saved result cannot be changed; name the scenario itself");
  }
}

}  // namespace

CLI::App* add_compare(CLI::App& program, CompareOptions& options) {
  CLI::App* compare =
      program.add_subcommand("compare", "Compare scenarios: what does the difference make?");
  compare
      ->add_option("FILES", options.files,
                   "Scenarios (TOML) or results of run (.json); the first\n"
                   "is compared with each of the others")
      ->type_name("")
      ->required();
  compare
      ->add_option("--but", options.changes,
                   "Compare with the first scenario so changed; repeatable:\n"
                   "several values change together")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  add_plan_options(*compare, options.plan, "Simulated votes of each; 100,000 if not said");
  compare->add_option("--set", options.settings, "Change a value in all scenarios; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  add_output_options(*compare, options.output);
  compare->footer(R"(Examples
  ayes compare monday.toml friday.toml
  ayes compare my.toml --but ballot.units.P-4=separate
  ayes compare my.toml --but turnout.share=60% --but turnout.swing=0.2 -o t.json
  ayes compare monday.json friday.json)");
  return compare;
}

int carry_out(const CompareOptions& options, const Terminal& terminal) {
  check_formats(options.output);
  check_files(options);
  const Plan plan = plan_of(options.plan);
  const Interrupt interrupt;
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  ComparisonReport report = [&] {
    ProgressBar bar(terminal.messages && !options.output.quiet);
    Execution execution;
    execution.threads = threads_of(options.plan);
    execution.progress = [&](std::int64_t done, std::int64_t wanted) {
      bar.update(done, wanted);
      return !interrupt.asked();
    };
    const bool results = std::any_of(options.files.begin(), options.files.end(), is_saved);
    return (results ? compare_results : compare_scenarios)(options, plan, execution);
  }();
  report.method = std::string(name_of(plan.method));
  label_apart(report.sides);
  deliver(options.output, saved, [&](std::string_view format) {
    if (format == "json") return to_json(report);
    if (format == "csv") return to_csv(report);
    return text_report(report, page_of(options.output, terminal));
  });
  return exit_code::done;
}

}  // namespace ayes
