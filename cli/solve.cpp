#include "cli/solve.h"

#include "cli/axes.h"
#include "cli/interrupt.h"
#include "cli/measure_argument.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "io/result/text_report.h"
#include "sim/method.h"
#include "sim/point.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace ayes {
namespace {

// The estimate of one quantity at a value of the path.
Estimate estimate_at(const Origin& origin, const SolveRequest& request, const std::string& path,
                     const std::string& value, const Execution& execution) {
  const Loaded scenario = load_at(origin, {path}, {value});
  check_method(request.plan.method, scenario);
  const std::string& measure = request.target.measure;
  const Wanted wanted = measure == "ratified" ? Wanted::ratified : Wanted::all;
  for (Estimate& estimate : estimate_point(scenario.model, request.plan, wanted, execution)) {
    if (estimate.name == measure) return std::move(estimate);
  }
  throw UsageError("--until " + request.until + ": at " + path + "=" + value +
                   " the scenario has no " + measure);
}

// Mistakes at the ends of the range are found before anything runs.
void check_ends(const Origin& origin, const Track& track) {
  for (double end : {track.span->low, track.span->high})
    load_at(origin, {track.path}, {track.span->text(end)});
}

Track range_of(const Origin& origin, const std::string& vary) {
  Track track = read_track("--vary", vary);
  if (!track.span) {
    throw UsageError("--vary " + vary + ": a value is sought in a range; write " + track.path +
                     "=LO..HI, such as support.package=40%..70%");
  }
  std::vector<Axis> axes = {{{track}}};
  settle_whole_numbers(origin, axes);
  return axes.front().tracks.front();
}

}  // namespace

Target target_argument(const std::string& text) {
  const auto fail = [&](const std::string& problem) {
    throw UsageError("--until " + text + ": " + problem +
                     "; write for instance ratified=0.5, or \"layoffs<1000\" in quotes");
  };
  const std::size_t sign = text.find_first_of("=<>");
  if (sign == std::string::npos || sign == 0) fail("this states no target");
  const std::size_t length = text.compare(sign + 1, 1, "=") == 0 && text[sign] != '=' ? 2 : 1;
  Target target{text.substr(0, sign), text.substr(sign, length), 0};
  const auto amount = read_amount(text.substr(sign + length));
  if (!amount || (amount->suffix != "" && amount->suffix != "%")) fail("the target is no number");
  target.value = amount->suffix == "%" ? amount->value / 100 : amount->value;
  if (target.measure == "ratified" && !(target.value > 0 && target.value < 1))
    fail("a chance lies between 0 and 1");
  return target;
}

Solution solve(const Origin& origin, const SolveRequest& request, const Execution& execution) {
  const Loaded base = load_with(origin, "--vary", {});
  const Target& target = request.target;
  check_measure("--until " + request.until, base.model, target.measure);
  const Track track = range_of(origin, request.vary);
  check_ends(origin, track);

  Solution solution{.source = source_of(base.file),
                    .plan = request.plan,
                    .method = std::string(name_of(request.plan.method)),
                    .path = track.path,
                    .suffix = track.span->suffix,
                    .measure = target.measure,
                    .sense = target.sense,
                    .search = {.low = track.span->low,
                               .high = track.span->high,
                               .target = target.value,
                               .level = request.plan.level,
                               .whole = track.span->whole},
                    .ratified = wording_of(base.file).ratified};
  std::int64_t done = 0;
  Execution at_value = execution;
  at_value.progress = [&](std::int64_t, std::int64_t) {
    const std::int64_t foreseen = std::max<std::int64_t>(solution.search.scanned + 10, done + 1);
    return !execution.progress || execution.progress(done, foreseen);
  };
  solution.found = find_roots(solution.search, [&](double value) {
    Estimate estimate = estimate_at(origin, request, track.path, track.span->text(value), at_value);
    ++done;
    return estimate;
  });
  return solution;
}

CLI::App* add_solve(CLI::App& program, SolveOptions& options) {
  CLI::App* solve =
      program.add_subcommand("solve", "Find the value that brings the result to a target");
  solve->add_option("SCENARIO", options.scenario, "Scenario file (TOML)")
      ->type_name("")
      ->required();
  solve->add_option("--vary", options.vary, "The number to move, and its range")
      ->type_name("PATH=LO..HI")
      ->required();
  solve
      ->add_option("--until", options.until,
                   "The target: ratified=0.5, or a mean, \"layoffs<1000\"")
      ->type_name("MEASURE=X")
      ->required();
  add_plan_options(*solve, options.plan, "Simulated votes at each value; 100,000 if not said");
  solve->add_option("--set", options.settings, "Change a value throughout; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  add_output_options(*solve, options.output);
  solve->footer(R"(Examples
  ayes solve my.toml --vary support.package=40%..70% --until ratified=0.5
  ayes solve my.toml --vary layoffs.rejected.threat=0..9000 --until layoffs=900
  ayes solve my.toml --vary unit.Nurses.members=100..900 --until ratified=0.6)");
  return solve;
}

int carry_out(const SolveOptions& options, const Terminal& terminal) {
  check_formats(options.output);
  const SolveRequest request{.vary = options.vary,
                             .until = options.until,
                             .target = target_argument(options.until),
                             .plan = plan_of(options.plan)};
  const Interrupt interrupt;
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  const Solution solution = [&] {
    ProgressBar bar(terminal.messages && !options.output.quiet, "values");
    Execution execution;
    execution.threads = threads_of(options.plan);
    execution.progress = bar.until(interrupt);
    return solve({options.scenario, options.settings}, request, execution);
  }();
  deliver(options.output, saved, [&](std::string_view format) {
    if (format == "json") return to_json(solution);
    if (format == "csv") return to_csv(solution);
    return text_report(solution, page_of(options.output, terminal));
  });
  return exit_code::done;
}

}  // namespace ayes
