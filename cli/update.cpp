#include "cli/update.h"

#include "cli/count_argument.h"
#include "cli/interrupt.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/plan_options.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "cli/result_report.h"
#include "cli/updating.h"
#include "io/load.h"
#include "io/result/text_report.h"
#include "io/update/by_date.h"
#include "io/update/results_file.h"
#include "sim/update.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace ayes {
namespace {

Plan plan_of(const UpdateOptions& options) {
  return {.seed = count_argument("--seed", options.seed, 0, UINT64_MAX),
          .replications = options.replications.empty()
                              ? usual_replications
                              : static_cast<std::int64_t>(count_argument(
                                    "--replications", options.replications, 1, most_weighted))};
}

std::optional<Date> until_of(const UpdateOptions& options) {
  if (options.until.empty()) return {};
  const auto day = read_day(options.until);
  if (!day)
    throw UsageError("--until " + options.until + ": this is no day; write it as 2011-06-24");
  return day;
}

void check_options(const UpdateOptions& options) {
  check_formats(options.output);
  if (!options.plot.empty() && !options.by_date)
    throw UsageError("--plot " + options.plot + ": a plot is of days; add --by-date");
  if (!options.plot.empty() && !options.plot.ends_with(".svg"))
    throw UsageError("--plot " + options.plot + ": the plot is an SVG; end the name in .svg");
  if (options.by_date && !options.until.empty())
    throw UsageError("--until " + options.until +
                     " with --by-date: every day is told anyway; leave one out");
}

// Simulates with a progress bar.
template <typename Work>
auto simulate(const UpdateOptions& options, const Terminal& terminal, Work work) {
  const Interrupt interrupt;
  ProgressBar bar(terminal.messages && !options.output.quiet);
  Execution execution;
  execution.threads = threads_of({.threads = options.threads});
  execution.progress = bar.until(interrupt);
  return work(execution);
}

int tell_by_date(const UpdateOptions& options, const Terminal& terminal, const Loaded& scenario,
                 const ResultsFile& file, const Plan& plan) {
  std::optional<OutputFile> saved, plot;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  if (!options.plot.empty()) plot.emplace(options.plot);
  const ByDate by_date = simulate(options, terminal, [&](const Execution& execution) {
    return update_by_date(scenario, file, plan, execution);
  });
  if (plot) {
    plot->commit(to_svg(by_date));
    if (!options.output.quiet) say("saved " + options.plot + "\n");
  }
  deliver(options.output, saved, [&](std::string_view format) {
    if (format == "json") return to_json(by_date);
    if (format == "csv") return to_csv(by_date);
    return text_report(by_date, page_of(options.output, terminal));
  });
  const bool refused = std::any_of(by_date.days.begin(), by_date.days.end(),
                                   [](const DayOfUpdate& day) { return !day.ratified; });
  return refused ? exit_code::stopped_short : exit_code::done;
}

}  // namespace

CLI::App* add_update(CLI::App& program, UpdateOptions& options) {
  CLI::App* update =
      program.add_subcommand("update", "Given results that are known: what do they change?");
  update->add_option("SCENARIO", options.scenario, "Scenario file (TOML)")
      ->type_name("")
      ->required();
  update
      ->add_option("--results", options.results,
                   "Results by unit or union (CSV): counts, shares,\nmargins, outcomes, polls")
      ->type_name("FILE")
      ->required();
  update->add_option("--until", options.until, "Leave out results dated later, as 2011-06-24")
      ->type_name("DAY");
  update->add_flag("--by-date", options.by_date, "Tell the chance day by day as results came in");
  update->add_option("--plot", options.plot, "... and draw it (.svg)")->type_name("FILE");
  update->add_option("--seed", options.seed, "Another seed is another sample; 1 if not said")
      ->type_name("N");
  update
      ->add_option("-n,--replications", options.replications,
                   "Simulated votes, to 16,777,216; 100,000 if not said")
      ->type_name("N");
  update
      ->add_option("-j,--threads", options.threads,
                   "Threads, all if not said; the numbers are the same")
      ->type_name("N");
  update->add_option("--set", options.settings, "Change a value of the scenario; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  add_output_options(*update, options.output);
  update->footer(R"(The exit code is 3 where the results agree with too few votes for a result.

Examples
  ayes update my.toml --results counted.csv
  ayes update my.toml --results counted.csv --until 2011-06-17 -o result.json
  ayes update my.toml --results counted.csv --by-date --plot chance.svg)");
  return update;
}

int carry_out(const UpdateOptions& options, const Terminal& terminal) {
  check_options(options);
  const Plan plan = plan_of(options);
  const std::optional<Date> until = until_of(options);
  const Loaded scenario = load(options.scenario, options.settings);
  const ResultsFile file = read_results(options.results, scenario.model);
  if (options.by_date) return tell_by_date(options, terminal, scenario, file, plan);

  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  try {
    const Result result = simulate(options, terminal, [&](const Execution& execution) {
      return update(scenario, file, until, plan, execution);
    });
    const ResultReport report{result, scenario.file, {}, page_of(options.output, terminal)};
    deliver(options.output, saved, [&](std::string_view format) { return report.in(format); });
  } catch (const NoResult& none) {
    say("ayes: " + std::string(none.what()) + "\n");
    return exit_code::stopped_short;
  }
  return exit_code::done;
}

}  // namespace ayes
