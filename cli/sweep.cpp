#include "cli/sweep.h"

#include "cli/interrupt.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "io/places.h"
#include "io/sweep/sweep.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace ayes {
namespace {

// Puts --vary and --with in the order in which they were written.
void put_in_order(const CLI::App& sweep, SweepOptions& options) {
  options.axes.clear();
  std::size_t varied = 0, moved = 0;
  for (const CLI::Option* option : sweep.parse_order()) {
    if (option->check_name("--vary") && varied < options.vary.size())
      options.axes.emplace_back("--vary", options.vary[varied++]);
    if (option->check_name("--with") && moved < options.with.size())
      options.axes.emplace_back("--with", options.with[moved++]);
  }
}

// Says which points are left out, and why unless the report says it; returns whether some are.
bool tell_mistakes(const Sweep& sweep, bool told_below) {
  bool failed = false;
  for (std::size_t p = 0; p < sweep.points.size(); ++p) {
    const std::string left_out = "point " + std::to_string(p + 1) + " is left out: ";
    if (told_below && !sweep.points[p].mistakes.empty())
      say(left_out + "its mistake stands below the table\n");
    for (const Mistake& mistake : sweep.points[p].mistakes) {
      if (!told_below) say(left_out + to_text(mistake) + "\n");
      failed = true;
    }
  }
  return failed;
}

}  // namespace

CLI::App* add_sweep(CLI::App& program, SweepOptions& options) {
  CLI::App* sweep =
      program.add_subcommand("sweep", "Vary numbers of a scenario: how does the result move?");
  sweep->add_option("SCENARIO", options.scenario, "Scenario file (TOML)")
      ->type_name("")
      ->required();
  sweep
      ->add_option("--vary", options.vary,
                   "What varies: PATH=A:B:STEP, PATH=V1,V2,... or, with\n"
                   "--design, PATH=LO..HI; repeatable: axes cross")
      ->type_name("PATH=VALUES")
      ->allow_extra_args(false);
  sweep->add_option("--with", options.with, "What moves with the --vary before it, value by value")
      ->type_name("PATH=VALUES")
      ->allow_extra_args(false);
  sweep
      ->add_option("--design", options.design,
                   "N points that fill the space: lhs:N (Latin hypercube)\nor sobol:N")
      ->type_name("NAME:N");
  sweep
      ->add_option("--measure", options.measures,
                   "A measure to report; repeatable; all in files if not\nsaid")
      ->type_name("NAME")
      ->allow_extra_args(false);
  add_plan_options(*sweep, options.plan, "Simulated votes at each point; 100,000 if not said");
  sweep->add_option("--set", options.settings, "Change a value at all points; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  add_long_run_options(*sweep, options.long_run, "sweep");
  add_output_options(*sweep, options.output);
  sweep->parse_complete_callback([sweep, &options] { put_in_order(*sweep, options); });
  sweep->footer(R"(Examples
  ayes sweep my.toml --vary support.swing=0.1:0.5:0.1
  ayes sweep my.toml --vary ballot.units.P-4=bundled,separate
  ayes sweep my.toml --vary support.tails=4,6 --vary rule.unions.at_most=0:3:1
  ayes sweep my.toml --vary layoffs.rejected.threat=0:9000:1500 -o threat.csv
  ayes sweep my.toml --vary support.union=0.1..0.4 \
      --vary support.unit=0.1..0.4 --design sobol:64 -o spreads.csv)");
  return sweep;
}

int carry_out(const SweepOptions& options, const Terminal& terminal) {
  const Shard shard = shard_of(options.long_run);
  check_output(options.long_run, options.output);
  const Origin origin{options.scenario, options.settings};
  SweepPart part = lay_out(origin, {.axes = read_axes(options.axes),
                                    .design = design_argument(options.design),
                                    .measures = options.measures,
                                    .plan = plan_of(options.plan),
                                    .shard = shard});
  // A report of text on stdout tells the mistakes as well: once is enough.
  const bool failed = tell_mistakes(
      part.sweep, options.output.format == "text" && options.output.out.empty() && shard.whole());

  const Interrupt interrupt;
  LongSweep long_sweep(origin, options.long_run, std::move(part), options.output.quiet);
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  const bool carried_on = [&] {
    ProgressBar bar(terminal.messages && !options.output.quiet, "points");
    Execution execution;
    execution.threads = threads_of(options.plan);
    execution.progress = bar.until(interrupt);
    return long_sweep.carry_on(execution);
  }();
  if (!carried_on) return exit_code::interrupted;
  if (shard.whole()) return report(long_sweep.part(), options.output, saved, terminal);
  long_sweep.save(options.output, saved);
  return failed ? exit_code::mistake : exit_code::done;
}

int report(SweepPart whole, const OutputOptions& output, std::optional<OutputFile>& file,
           const Terminal& terminal) {
  Sweep& sweep = whole.sweep;
  if (whole.one_axis) find_peak(sweep);
  deliver(output, file, [&](std::string_view format) {
    if (format == "json") return to_json(sweep);
    if (format == "csv") return to_csv(sweep);
    return text_report(sweep, shown_of(whole), page_of(output, terminal));
  });
  const bool failed = std::any_of(sweep.points.begin(), sweep.points.end(),
                                  [](const SweepPoint& point) { return !point.mistakes.empty(); });
  return failed ? exit_code::mistake : exit_code::done;
}

}  // namespace ayes
