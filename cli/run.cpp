#include "cli/run.h"

#include "cli/amount_argument.h"
#include "cli/draws_file.h"
#include "cli/interrupt.h"
#include "cli/method_argument.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "cli/result_report.h"
#include "cli/stopwatch.h"
#include "io/load.h"
#include "io/precision_fault.h"
#include "io/result/number_text.h"
#include "io/result/precision_text.h"
#include "sim/run.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace ayes {
namespace {

Plan plan_of(const RunOptions& options) {
  // With a precision the number of votes has no limit of its own.
  Plan plan =
      plan_of(options.plan, options.precision.empty() ? usual_replications : most_replications);
  if (!options.precision.empty()) {
    plan.precision = Precision{options.measure.empty() ? "ratified" : options.measure,
                               amount_argument("--precision", options.precision)};
    if (plan.method == Method::conditional || plan.method == Method::exact) {
      throw UsageError("--method " + options.plan.method +
                       " with --precision: a precision is reached by simulating votes; leave one "
                       "out (more --points narrow a conditional estimate)");
    }
    plan.method = Method::sample;
  } else if (!options.measure.empty()) {
    throw UsageError("--measure " + options.measure +
                     ": there is no precision to reach; add --precision X");
  }
  return plan;
}

// Whether the measure is one of the scenario's, and the precision one it can have.
void check_precision(const Model& model, const Precision& precision, double level) {
  const auto fault = fault_of(model, precision, level);
  if (!fault) return;
  const std::string given =
      fault->option == "measure" ? precision.measure : shortest(precision.half_width);
  throw UsageError("--" + fault->option + " " + given + ": " + fault->problem);
}

// Says on stderr why a run has fewer votes or less precision than asked; returns the exit code.
int tell_shortfall(const Plan& plan, const Result& result, const RunOptions& options) {
  const bool time_up = result.plan.replications < plan.replications;
  const std::string votes = grouped(result.plan.replications);
  if (result.precision && !result.precision->reached) {
    const PrecisionResult& precision = *result.precision;
    say("stopped short after " + votes + " votes (" +
        (time_up ? "--max-time " + options.max_time + " was over"
                 : "--replications allows no more") +
        "): " + subject_of(precision) + " is known to " +
        plus_minus(precision, precision.half_width) + ", wanted is " +
        plus_minus(precision, precision.wanted) + "; allow more " + (time_up ? "time" : "votes") +
        " or ask for less\n");
    return exit_code::stopped_short;
  }
  if (!result.precision && time_up) {
    say("time was up after " + votes + " of " + grouped(plan.replications) + " votes\n");
  }
  return exit_code::done;
}

// Draws are of one unbroken run.
void check_draws(const RunOptions& options) {
  if (options.draws.empty()) {
    if (options.draws_of.empty()) return;
    throw UsageError("--draws-of " + options.draws_of.front() +
                     ": there is no file to write it to; add --draws FILE.npy");
  }
  const LongRunOptions& long_run = options.long_run;
  if (long_run.resume.empty() && long_run.shard.empty()) return;
  throw UsageError("--draws " + options.draws + " with " +
                   (long_run.shard.empty() ? "--resume" : "--shard") +
                   ": single votes are written by an unbroken run only (a state holds counts); "
                   "leave one out");
}

// Options that ask for the whole result, which a part of a run can't give.
void check_part(const RunOptions& options, const Shard& shard) {
  if (shard.whole()) return;
  const auto refuse = [&](const std::string& option, const std::string& why) {
    throw UsageError("--shard " + options.long_run.shard + option + why);
  };
  if (!options.precision.empty()) {
    refuse(" with --precision",
           ": a part can't tell when the whole is precise enough; say how many votes with -n, or "
           "run it unbroken with --resume");
  }
  if (!options.max_time.empty() && options.long_run.resume.empty()) {
    refuse(" with --max-time", ": what is counted when time is up must be kept; add --resume FILE");
  }
  if (options.provenance)
    refuse(" with --provenance", ": a part has no result to add it to; leave it out");
}

}  // namespace

CLI::App* add_run(CLI::App& program, RunOptions& options) {
  CLI::App* run =
      program.add_subcommand("run", "Simulate a scenario: is it ratified, and what follows?");
  run->add_option("SCENARIO", options.scenario, "Scenario file (TOML)")->type_name("")->required();
  add_plan_options(*run, options.plan, "Simulated votes, to 2^40; 100,000 if not said");
  run->add_option("--precision", options.precision,
                  "Count votes until P(ratified) is known to +-X: 0.005")
      ->type_name("X");
  run->add_option("--measure", options.measure, "... or the mean of a measure, such as layoffs")
      ->type_name("NAME");
  run->add_option("--max-time", options.max_time,
                  "Stop with the votes there are after 30s, 5m or 2h")
      ->type_name("TIME");
  run->add_option("--set", options.settings,
                  "Change a value, such as support.package=60%; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  add_long_run_options(*run, options.long_run);
  add_output_options(*run, options.output);
  run->add_option("--draws", options.draws, "Write each vote to a .npy or .csv as it is counted")
      ->type_name("FILE");
  run->add_option("--draws-of", options.draws_of,
                  "... of this measure (or ratified); all if not said")
      ->type_name("NAME")
      ->allow_extra_args(false);
  run->add_flag("--provenance", options.provenance, "Add when, where and how fast it was run");
  run->footer(R"(Examples
  ayes run scenarios/sebac-2011-june.toml
  ayes run my.toml -n 1000000 -o result.json
  ayes run my.toml --set turnout.share=60% --set ballot.units.P-4=separate)");
  return run;
}

int carry_out(const RunOptions& options, const Terminal& terminal) {
  const Plan plan = plan_of(options);
  const Shard shard = shard_of(options.long_run);
  check_part(options, shard);
  check_output(options.long_run, options.output);
  check_draws(options);
  const std::optional<double> seconds =
      options.max_time.empty() ? std::nullopt
                               : std::optional(duration_argument("--max-time", options.max_time));
  const Loaded scenario = load(options.scenario, options.settings);
  if (plan.precision) check_precision(scenario.model, *plan.precision, plan.level);
  check_method(plan.method, scenario);

  const Stopwatch watch;
  const Interrupt interrupt;
  LongRun long_run(options.long_run, scenario, plan, options.output.quiet);
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  std::optional<DrawsFile> draws;
  if (!options.draws.empty()) draws.emplace(options.draws, scenario.model, options.draws_of);
  Execution execution;
  execution.threads = threads_of(options.plan);
  execution.draws = draws ? &draws->draws() : nullptr;
  if (seconds) execution.time_spent = [&] { return watch.seconds() / *seconds; };
  const bool carried_on = [&] {
    ProgressBar bar(terminal.messages && !options.output.quiet);
    execution.progress = bar.until(interrupt);
    return long_run.carry_on(execution);
  }();
  if (!carried_on) return exit_code::interrupted;
  if (!shard.whole()) return long_run.save(options.output, saved);

  const Result result = finish(scenario.model, plan, long_run.part());
  if (draws) draws->commit();
  ResultReport report{result, scenario.file, {}, page_of(options.output, terminal)};
  if (options.provenance) report.run = watch.provenance(execution);
  deliver(options.output, saved, [&](std::string_view format) { return report.in(format); });
  return tell_shortfall(plan, result, options);
}

}  // namespace ayes
