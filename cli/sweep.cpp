#include "cli/sweep.h"

#include "cli/interrupt.h"
#include "cli/measure_argument.h"
#include "cli/method_argument.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "io/places.h"
#include "io/result/text_report.h"
#include "io/sweep/sweep.h"
#include "sim/method.h"
#include "sim/point.h"

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
void keep(const std::vector<std::string>& names, std::vector<Estimate>& estimates) {
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
  for (std::size_t p = 0; p < sweep.points.size(); ++p) {
    for (const Mistake& mistake : sweep.points[p].mistakes)
      say("point " + std::to_string(p + 1) + " is left out: " + to_text(mistake) + "\n");
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
  check_formats(options.output);
  std::vector<Axis> axes = read_axes(options.axes);
  const DesignArgument design = design_argument(options.design);
  const Plan plan = plan_of(options.plan);
  const Loaded base = load(options.scenario, options.settings);
  for (const std::string& measure : options.measures)
    check_measure("--measure " + measure, base.model, measure);
  settle_whole_numbers(options.scenario, options.settings, axes);

  Sweep sweep{.source = source_of(base.file),
              .plan = plan,
              .method = std::string(name_of(plan.method)),
              .design = name_of(design),
              .paths = paths_of(axes)};
  for (auto& values : points_of(axes, design, plan.seed))
    sweep.points.push_back({.values = std::move(values)});
  const std::size_t failed = check_points(options, plan.method, sweep);

  const Interrupt interrupt;
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  const Wanted wanted = only_ratified(options.measures) ? Wanted::ratified : Wanted::all;
  {
    ProgressBar bar(terminal.messages && !options.output.quiet, "points");
    const auto all = static_cast<std::int64_t>(sweep.points.size() - failed);
    std::int64_t done = 0;
    Execution execution;
    execution.threads = threads_of(options.plan);
    execution.progress = [&](std::int64_t, std::int64_t) {
      bar.update(done, all);
      return !interrupt.asked();
    };
    for (SweepPoint& point : sweep.points) {
      if (!point.mistakes.empty()) continue;
      const Loaded scenario =
          load_at(options.scenario, options.settings, sweep.paths, point.values);
      point.estimates = estimate_point(scenario.model, plan, wanted, execution);
      keep(options.measures, point.estimates);
      ++done;
    }
  }
  sweep.ratified = wording_of(base.file).ratified;
  if (axes.size() == 1) find_peak(sweep);

  const std::vector<std::string> shown =
      options.measures.empty() ? std::vector<std::string>{"layoffs", "saved"} : options.measures;
  deliver(options.output, saved, [&](std::string_view format) {
    if (format == "json") return to_json(sweep);
    if (format == "csv") return to_csv(sweep);
    return text_report(sweep, shown, page_of(options.output, terminal));
  });
  return failed > 0 ? exit_code::mistake : exit_code::done;
}

}  // namespace ayes
