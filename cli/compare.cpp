#include "cli/compare.h"

#include "cli/axes.h"
#include "cli/interrupt.h"
#include "cli/long_comparison.h"
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
#include "io/result/number_text.h"
#include "io/result/text_report.h"
#include "io/text_file.h"
#include "sim/method.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>

namespace ayes {
namespace {

constexpr std::int64_t largest_result = std::int64_t{1} << 28;

bool is_saved(const std::string& file) { return file.ends_with(".json"); }

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

ComparedModels load_all(const CompareOptions& options, Method method) {
  ComparedModels compared;
  const auto add = [&](const std::string& file, const std::vector<std::string>& changes,
                       const std::string& label) {
    Loaded loaded = load_with({file, options.settings}, "--but", changes);
    check_method(method, loaded);
    compared.scenarios.push_back({label, std::move(loaded.file)});
    compared.models.push_back(std::move(loaded.model));
  };
  for (const std::string& file : options.files) add(file, {}, "");
  if (!options.changes.empty())
    add(options.files.front(), options.changes, "A with " + joined(options.changes));
  return compared;
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

bool any_saved(const CompareOptions& options) {
  return std::any_of(options.files.begin(), options.files.end(), is_saved);
}

void check_files(const CompareOptions& options) {
  const std::size_t sides = options.files.size() + !options.changes.empty();
  if (sides < 2) {
    throw UsageError("there is nothing to compare " + options.files.front() +
                     " with; name another scenario, or add --but PATH=VALUE");
  }
  if (sides > most_compared) {
    throw UsageError("these are " + std::to_string(sides) +
                     " scenarios (8 can be compared at a time); name fewer");
  }
  if (!any_saved(options)) return;
  if (!options.changes.empty()) {
    throw UsageError("--but " + options.changes.front() +
                     ": a saved result cannot be changed; name the scenario itself");
  }
  const LongRunOptions& long_run = options.long_run;
  if (!long_run.shard.empty() || !long_run.resume.empty()) {
    throw UsageError(
        (long_run.shard.empty() ? "--resume " + long_run.resume : "--shard " + long_run.shard) +
        ": a saved result keeps no votes to count; name the scenarios themselves");
  }
}

void deliver_report(const ComparisonReport& report, const OutputOptions& output,
                    std::optional<OutputFile>& file, const Terminal& terminal) {
  deliver(output, file, [&](std::string_view format) {
    if (format == "json") return to_json(report);
    if (format == "csv") return to_csv(report);
    return text_report(report, page_of(output, terminal));
  });
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
  add_long_run_options(*compare, options.long_run, "comparison");
  add_output_options(*compare, options.output);
  compare->footer(R"(Examples
  ayes compare monday.toml friday.toml
  ayes compare my.toml --but ballot.units.P-4=separate
  ayes compare my.toml --but turnout.share=60% --but turnout.swing=0.2 -o t.json
  ayes compare monday.json friday.json)");
  return compare;
}

int carry_out(const CompareOptions& options, const Terminal& terminal) {
  check_output(options.long_run, options.output);
  check_files(options);
  const Plan plan = plan_of(options.plan);
  const bool scenarios = !any_saved(options);
  const ComparedModels compared = scenarios ? load_all(options, plan.method) : ComparedModels();

  const Interrupt interrupt;
  std::optional<LongComparison> comparison;
  if (scenarios) comparison.emplace(options.long_run, compared, plan, options.output.quiet);
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  std::optional<ProgressBar> bar(std::in_place, terminal.messages && !options.output.quiet);
  Execution execution;
  execution.threads = threads_of(options.plan);
  execution.progress = bar->until(interrupt);
  if (!scenarios) {
    ComparisonReport report = compare_results(options, plan, execution);
    bar.reset();
    report.method = std::string(name_of(plan.method));
    label_apart(report.sides);
    deliver_report(report, options.output, saved, terminal);
    return exit_code::done;
  }
  const bool carried_on = comparison->carry_on(execution);
  bar.reset();
  if (!carried_on) return exit_code::interrupted;
  if (comparison->part().shard.whole()) {
    report(compared, plan, comparison->part(), options.output, saved, terminal);
  } else {
    comparison->save(options.output, saved);
  }
  return exit_code::done;
}

ComparisonReport report_on(const ComparedModels& compared, const Plan& plan,
                           const ComparisonPart& whole) {
  ComparisonReport report{.comparisons = finish(compared.pointers(), plan, whole),
                          .plan = plan,
                          .method = std::string(name_of(plan.method)),
                          .ratified = wording_of(compared.scenarios.front().file).ratified};
  for (const ComparedScenario& each : compared.scenarios)
    report.sides.push_back({each.label, source_of(each.file)});
  label_apart(report.sides);
  return report;
}

void report(const ComparedModels& compared, const Plan& plan, const ComparisonPart& whole,
            const OutputOptions& output, std::optional<OutputFile>& file,
            const Terminal& terminal) {
  deliver_report(report_on(compared, plan, whole), output, file, terminal);
}

}  // namespace ayes
