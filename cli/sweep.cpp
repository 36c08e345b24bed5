#include "cli/sweep.h"

#include "cli/interrupt.h"
#include "cli/measure_argument.h"
#include "cli/method_argument.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "io/places.h"
#include "io/result/number_text.h"
#include "io/result/text_report.h"
#include "io/sweep/sweep.h"
#include "sim/method.h"
#include "sim/point.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>

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

std::string name_of(const DesignArgument& design) {
  switch (design.kind) {
    case DesignArgument::Kind::latin_hypercube:
      return "Latin hypercube";
    case DesignArgument::Kind::sobol:
      return "scrambled Sobol";
    case DesignArgument::Kind::grid:
      break;
  }
  return "grid";
}

// Keeps P(ratified) and the measures named; all if none is.
void keep_measures(const std::vector<std::string>& names, std::vector<Estimate>& estimates) {
  if (names.empty()) return;
  std::erase_if(estimates, [&](const Estimate& estimate) {
    return estimate.name != "ratified" &&
           std::find(names.begin(), names.end(), estimate.name) == names.end();
  });
}

bool only_ratified(const std::vector<std::string>& measures) {
  return !measures.empty() && std::all_of(measures.begin(), measures.end(),
                                          [](const auto& name) { return name == "ratified"; });
}

// Finds the mistakes of all points before anything runs, and says them. Returns how many points
// have some; throws what the first point says if all have.
std::size_t check_points(const SweepOptions& options, Method method, Sweep& sweep) {
  std::size_t failed = 0;
  for (SweepPoint& point : sweep.points) {
    try {
      const Loaded scenario =
          load_at(options.scenario, options.settings, sweep.paths, point.values);
      check_method(method, scenario);
      point.sha256 = scenario.file.sha256;
    } catch (const ScenarioError& error) {
      point.mistakes = error.mistakes();
      ++failed;
    }
  }
  if (failed == sweep.points.size()) throw ScenarioError(sweep.points.front().mistakes);
  // A report of text on stdout tells the mistakes as well: once is enough.
  const bool told_below = options.output.format == "text" && options.output.out.empty() &&
                          shard_of(options.long_run).whole();
  for (std::size_t p = 0; p < sweep.points.size(); ++p) {
    const std::string left_out = "point " + std::to_string(p + 1) + " is left out: ";
    if (told_below && !sweep.points[p].mistakes.empty())
      say(left_out + "its mistake stands below the table\n");
    for (const Mistake& mistake : sweep.points[p].mistakes)
      if (!told_below) say(left_out + to_text(mistake) + "\n");
  }
  return failed;
}

// A sweep that is carried on, and kept in a file if that is wanted.
class LongSweep {
 public:
  // Goes on from the state that is there. Throws UsageError when that is of another sweep.
  LongSweep(const SweepOptions& options, SweepPart part)
      : options_(options), part_(std::move(part)) {
    if (options.long_run.resume.empty()) return;
    file_.emplace(options.long_run.resume, seconds_between_states(options.long_run));
    if (const auto text = file_->read()) go_on_from(read_sweep(*text, file_->path()));
    keep();  // tells at once if it can't be written
  }

  // Counts what is left. When interrupted, says on stderr that the state is saved and returns
  // false; throws Interrupted when it isn't kept anywhere.
  bool carry_on(const Interrupt& interrupt, const Terminal& terminal) {
    ProgressBar bar(terminal.messages && !options_.output.quiet, "points");
    const std::int64_t before = part_.done(), all = part_.all() - before;
    std::int64_t done = 0;
    Execution execution;
    execution.threads = threads_of(options_.plan);
    execution.progress = [&](std::int64_t, std::int64_t) {
      bar.update(done, all);
      return !interrupt.asked();
    };
    try {
      for (std::size_t p = 0; p < part_.sweep.points.size(); ++p) {
        if (!part_.sees_to(p) || part_.is_done(p)) continue;
        count(p, execution);
        ++done;
        if (file_ && file_->due()) keep();
        if (interrupt.asked()) throw Interrupted{};
      }
    } catch (const Interrupted&) {
      if (!file_) throw;
      keep();
      say("interrupted; state saved in " + file_->path() + ", the same command goes on from it\n");
      return false;
    }
    if (file_) keep();
    return true;
  }

  const SweepPart& part() const { return part_; }

  // Saves what a shard has counted, also to `file` if there is one, and says so.
  void save(std::optional<OutputFile>& file) const {
    if (file) file->commit(write_state(part_));
    if (options_.output.quiet) return;
    say("saved " + (file ? options_.output.out : file_->path()) + ": part " + name_of(part_.shard) +
        ", " + grouped(part_.all()) + " of " +
        grouped(static_cast<std::int64_t>(part_.sweep.points.size())) +
        " points; ayes merge puts the parts together\n");
  }

 private:
  void go_on_from(SweepPart saved) {
    std::string differs = difference(part_, saved);
    if (differs.empty() && part_.shard != saved.shard)
      differs = "parts " + name_of(part_.shard) + " and " + name_of(saved.shard);
    if (!differs.empty()) refuse_state(file_->path(), "sweep", differs);
    for (std::size_t p = 0; p < part_.sweep.points.size(); ++p)
      part_.sweep.points[p].estimates = std::move(saved.sweep.points[p].estimates);
    part_.begun = std::move(saved.begun);
    if (options_.output.quiet) return;
    say("going on from " + file_->path() + ": " + grouped(part_.done()) + " of " +
        grouped(part_.all()) + " points were counted\n");
  }

  void count(std::size_t p, const Execution& execution) {
    SweepPoint& point = part_.sweep.points[p];
    const Loaded scenario =
        load_at(options_.scenario, options_.settings, part_.sweep.paths, point.values);
    const Wanted wanted = only_ratified(part_.measures) ? Wanted::ratified : Wanted::all;
    if (!part_.begun || part_.begun->point != p ||
        part_.begun->progress.tally.measures.size() != measures_counted(scenario.model, wanted)) {
      part_.begun = {.point = p};
    }
    const auto rest = [this] {
      if (file_->due()) keep();
    };
    point.estimates =
        estimate_point(scenario.model, part_.sweep.plan, wanted, execution, part_.begun->progress,
                       file_ ? std::function<void()>(rest) : nullptr);
    keep_measures(part_.measures, point.estimates);
    part_.begun.reset();
  }

  void keep() {
    file_->write([this] { return write_state(part_); });
  }

  const SweepOptions& options_;
  SweepPart part_;
  std::optional<StateFile> file_;
};

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
  std::vector<Axis> axes = read_axes(options.axes);
  const DesignArgument design = design_argument(options.design);
  const Plan plan = plan_of(options.plan);
  const Loaded base = load(options.scenario, options.settings);
  for (const std::string& measure : options.measures)
    check_measure("--measure " + measure, base.model, measure);
  settle_whole_numbers(options.scenario, options.settings, axes);

  SweepPart part{.sweep = {.source = source_of(base.file),
                           .plan = plan,
                           .method = std::string(name_of(plan.method)),
                           .design = name_of(design),
                           .paths = paths_of(axes),
                           .ratified = wording_of(base.file).ratified},
                 .one_axis = axes.size() == 1,
                 .measures = options.measures,
                 .shard = shard};
  for (auto& values : points_of(axes, design, plan.seed))
    part.sweep.points.push_back({.values = std::move(values)});
  const std::size_t failed = check_points(options, plan.method, part.sweep);

  const Interrupt interrupt;
  LongSweep long_sweep(options, std::move(part));
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  if (!long_sweep.carry_on(interrupt, terminal)) return exit_code::interrupted;
  if (shard.whole()) return report(long_sweep.part(), options.output, saved, terminal);
  long_sweep.save(saved);
  return failed > 0 ? exit_code::mistake : exit_code::done;
}

int report(SweepPart whole, const OutputOptions& output, std::optional<OutputFile>& file,
           const Terminal& terminal) {
  Sweep& sweep = whole.sweep;
  if (whole.one_axis) find_peak(sweep);
  const std::vector<std::string> shown =
      whole.measures.empty() ? std::vector<std::string>{"layoffs", "saved"} : whole.measures;
  deliver(output, file, [&](std::string_view format) {
    if (format == "json") return to_json(sweep);
    if (format == "csv") return to_csv(sweep);
    return text_report(sweep, shown, page_of(output, terminal));
  });
  const bool failed = std::any_of(sweep.points.begin(), sweep.points.end(),
                                  [](const SweepPoint& point) { return !point.mistakes.empty(); });
  return failed ? exit_code::mistake : exit_code::done;
}

}  // namespace ayes
