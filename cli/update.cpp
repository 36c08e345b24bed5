#include "cli/update.h"

#include "cli/count_argument.h"
#include "cli/interrupt.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/plan_options.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "cli/result_report.h"
#include "io/load.h"
#include "io/result/number_text.h"
#include "io/result/text_report.h"
#include "io/update/by_date.h"
#include "io/update/results_file.h"
#include "sim/update.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <set>

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

// How to condition on lines; mistakes are placed in the file.
Conditioning condition_on(const std::vector<ResultLine>& lines, const UpdateOptions& options,
                          const Model& model) {
  std::vector<Evidence> evidence;
  for (const ResultLine& line : lines) evidence.push_back(line.evidence);
  try {
    return condition(model, std::move(evidence));
  } catch (const ScenarioError& error) {
    std::vector<Mistake> mistakes = error.mistakes();
    for (Mistake& mistake : mistakes) mistake.file = options.results;
    throw ScenarioError(std::move(mistakes));
  }
}

// The line that is farthest from what was expected, in words.
std::string farthest(const Conditioning& conditioning) {
  std::size_t far = 0;
  for (std::size_t e = 0; e < conditioning.evidence.size(); ++e) {
    if (std::abs(conditioning.surprise[e]) > std::abs(conditioning.surprise[far])) far = e;
  }
  const double off = conditioning.surprise[far];
  if (off == 0) return "";
  const Evidence& evidence = conditioning.evidence[far];
  return " Farthest from what the scenario expects is line " + std::to_string(evidence.line) +
         " (" + evidence.body + "), " + fixed(std::abs(off), 1) + " standard deviations " +
         (off < 0 ? "below" : "above") + " it.";
}

// Says why there is no result; returns the exit code.
int refuse(const WeightedTally& tally, const Conditioning& conditioning, const Plan& plan,
           const UpdateOptions& options) {
  const std::string votes = grouped(plan.replications);
  std::string text = "ayes: no result: ";
  if (tally.sum == 0) {
    text += "none of " + votes + " votes agrees with " + options.results +
            " (the scenario holds these results for all but impossible)";
  } else {
    text += "of " + votes + " votes too few carry the weight (they say as much as " +
            fixed(tally.effective(), tally.effective() < 10 ? 1 : 0) + " votes of equal weight, " +
            fixed(fewest_effective, 0) + " are needed; the heaviest has " +
            fixed(100 * tally.share_of_largest(), 1) + "% of all weight, " +
            fixed(100 * largest_share, 0) + "% is the most)";
  }
  text += ";" + farthest(conditioning);
  const double factor = std::max(fewest_effective / std::max(tally.effective(), 1e-9),
                                 tally.share_of_largest() / largest_share);
  const double more = 2 * factor * static_cast<double>(plan.replications);
  if (tally.sum != 0 && more <= static_cast<double>(most_weighted)) {
    const double step = std::pow(10, std::floor(std::log10(more)));
    text += " About -n " + fixed(std::ceil(more / step) * step, 0) + " may be enough; so may";
  } else {
    text += " What may help:";
  }
  say(text +
      " a coarser line (a range for its share in place of a count), wider estimates in the "
      "scenario, or leaving out a line that is not of this vote.\n");
  return exit_code::stopped_short;
}

// Simulates with a progress bar.
class Simulation {
 public:
  Simulation(const UpdateOptions& options, const Terminal& terminal)
      : bar_(terminal.messages && !options.output.quiet) {
    execution_.threads = threads_of({.threads = options.threads});
    execution_.progress = [this](std::int64_t done, std::int64_t wanted) {
      bar_.update(done, wanted);
      return !interrupt_.asked();
    };
  }

  Result before(const Model& model, const Plan& plan) const {
    return conclude(model, plan, count_votes(model, plan, execution_));
  }
  WeightedTally given(const Conditioning& conditioning, const Model& model,
                      const Plan& plan) const {
    return count_weighted(model, conditioning, plan, execution_);
  }

 private:
  Interrupt interrupt_;
  ProgressBar bar_;
  Execution execution_;
};

void describe_lines(const std::vector<ResultLine>& lines, const Conditioning& conditioning,
                    UpdateResult& update) {
  for (const ResultLine& line : lines) {
    KnownLine known{line.evidence.line, line.evidence.body,
                    line.evidence.question == Question::package ? "package" : "contract", line.says,
                    line.date};
    for (std::size_t e = 0; e < conditioning.evidence.size(); ++e) {
      if (conditioning.evidence[e].line == known.line) known.surprise = conditioning.surprise[e];
    }
    update.lines.push_back(std::move(known));
  }
}

int tell_by_date(const UpdateOptions& options, const Terminal& terminal, const Loaded& scenario,
                 const ResultsFile& file, const Plan& plan) {
  std::set<Date> days;
  bool undated = false;
  for (const ResultLine& line : file.lines) {
    if (line.date) days.insert(*line.date);
    undated = undated || !line.date;
  }
  if (days.empty()) {
    throw UsageError("--by-date: no line of " + options.results +
                     " has a date; add a column date, such as 2011-06-24");
  }
  std::optional<OutputFile> saved, plot;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  if (!options.plot.empty()) plot.emplace(options.plot);
  ByDate by_date{source_of(scenario.file),           plan, file.name, file.sha256,
                 wording_of(scenario.file).ratified, {}};
  {
    const Simulation simulation(options, terminal);
    const Result before = simulation.before(scenario.model, plan);
    by_date.days.push_back({{}, 0, {}, before.ratified, static_cast<double>(plan.replications)});
    const auto add = [&](const std::optional<Date>& day, const std::vector<ResultLine>& lines) {
      DayOfUpdate told{day, static_cast<int>(lines.size()), {}, {}, 0};
      for (const ResultLine& line : lines) {
        if (line.date == day) told.news.push_back(line.evidence.body);
      }
      const Conditioning conditioning = condition_on(lines, options, scenario.model);
      const WeightedTally tally = simulation.given(conditioning, scenario.model, plan);
      told.effective = tally.effective();
      if (is_enough(tally)) told.ratified = conclude(scenario.model, plan, tally).ratified;
      by_date.days.push_back(std::move(told));
    };
    if (undated) {
      std::vector<ResultLine> lines;
      for (const ResultLine& line : file.lines) {
        if (!line.date) lines.push_back(line);
      }
      add({}, lines);
    }
    for (const Date& day : days) add(day, known_on(file, day));
  }
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

  const std::vector<ResultLine> lines = known_on(file, until);
  if (lines.empty()) {
    throw UsageError("--until " + options.until + ": no result of " + options.results +
                     " was known then; ayes run gives the forecast without any");
  }
  const Conditioning conditioning = condition_on(lines, options, scenario.model);
  std::optional<OutputFile> saved;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  const auto result = [&]() -> std::optional<Result> {
    const Simulation simulation(options, terminal);
    const WeightedTally tally = simulation.given(conditioning, scenario.model, plan);
    if (!is_enough(tally)) {
      refuse(tally, conditioning, plan, options);
      return {};
    }
    Result given = conclude(scenario.model, plan, tally);
    compare_with(simulation.before(scenario.model, plan), given);
    given.update->file = file.name;
    given.update->sha256 = file.sha256;
    given.update->until = until;
    describe_lines(lines, conditioning, *given.update);
    return given;
  }();
  if (!result) return exit_code::stopped_short;
  const ResultReport report{*result, scenario.file, {}, page_of(options.output, terminal)};
  deliver(options.output, saved, [&](std::string_view format) { return report.in(format); });
  return exit_code::done;
}

}  // namespace ayes
