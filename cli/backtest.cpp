#include "cli/backtest.h"

#include "cli/count_argument.h"
#include "cli/interrupt.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "cli/votes_argument.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <utility>

namespace ayes {
namespace {

constexpr std::uint64_t most_draws_of_chain = 100'000, most_reveals = 1000;

learning::BacktestPlan plan_of(const BacktestOptions& options) {
  learning::BacktestPlan plan;
  plan.sampling.seed = count_argument("--seed", options.seed, 0, UINT64_MAX);
  plan.sampling.draws =
      static_cast<int>(count_argument("--draws", options.draws, 25, most_draws_of_chain));
  plan.reveals = static_cast<int>(count_argument("--reveals", options.reveals, 1, most_reveals));
  return plan;
}

}  // namespace

Backtested backtest(VotesTable table, const std::vector<std::string>& columns,
                    const std::vector<std::string>& without, const learning::BacktestPlan& plan,
                    int threads, const std::function<bool(std::int64_t, std::int64_t)>& progress) {
  Backtested found{std::move(table), {}, {}, columns, without};
  leave_out(found.table, without);
  found.leaves = learning::leaves_of(found.table.votes, found.table.files);
  try {
    found.backtest = learning::backtest(found.leaves, columns, plan, threads, progress);
  } catch (const learning::NothingToFit& error) {
    throw UsageError(std::string(error.what()) +
                     (error.of_column ? "; leave this --column out, or name another"
                                      : "; a back-test hides one and learns from the others"));
  }
  return found;
}

CLI::App* add_backtest(CLI::App& program, BacktestOptions& options) {
  CLI::App* backtest =
      program.add_subcommand("backtest", "How good would forecasts of past votes have been?");
  backtest->add_option("VOTES", options.votes, "Tables of votes (CSV)")->type_name("")->required();
  backtest
      ->add_option("--reveals", options.reveals,
                   "Random orders in which a ratification's units\nbecome known; 4 if not said")
      ->type_name("N");
  backtest->add_option("--plot", options.plot, "Draw coverage, comparison and PIT (.svg)")
      ->type_name("FILE");
  backtest
      ->add_option("--column", options.columns,
                   "Learn the coefficient of a column, as calibrate does;\nrepeatable")
      ->type_name("NAME[=TEXT]")
      ->allow_extra_args(false);
  backtest->add_option("--without", options.without, "Leave a ratification out; repeatable")
      ->type_name("CASE")
      ->allow_extra_args(false);
  backtest->add_option("--seed", options.seed, "Seed of draws and reveals; 1 if not said")
      ->type_name("N");
  backtest
      ->add_option("--draws", options.draws, "Draws of each of 4 chains of a fit; 250 if not said")
      ->type_name("N");
  backtest
      ->add_option("-j,--threads", options.threads,
                   "Threads, all if not said; the numbers are the same")
      ->type_name("N");
  add_output_options(*backtest, options.output);
  backtest->footer(R"(JSON has every mean with its intervals and each ratification's scores, CSV
every forecast.

Examples
  ayes backtest scenarios/data/*-votes.csv
  ayes backtest votes.csv -o backtest.json --plot backtest.svg
  ayes backtest votes.csv --column leaders=yes --format csv)");
  return backtest;
}

int carry_out(const BacktestOptions& options, const Terminal& terminal) {
  check_formats(options.output);
  if (!options.plot.empty() && !options.plot.ends_with(".svg"))
    throw UsageError("--plot " + options.plot + ": the plot is an SVG; end the name in .svg");
  const learning::BacktestPlan plan = plan_of(options);
  const int threads = threads_argument(options.threads);
  VotesTable table = read_votes(options.votes, columns_argument(options.columns));
  std::optional<OutputFile> saved, plot;
  if (!options.output.out.empty()) saved.emplace(options.output.out);
  if (!options.plot.empty()) plot.emplace(options.plot);
  const Backtested backtested = [&] {
    const Interrupt interrupt;
    ProgressBar bar(terminal.messages && !options.output.quiet, "fits");
    return backtest(std::move(table), options.columns, options.without, plan, threads,
                    [&](std::int64_t done, std::int64_t wanted) {
                      bar.update(done, wanted);
                      return !interrupt.asked();
                    });
  }();
  const BacktestReport report = backtested.report();
  if (plot) {
    plot->commit(backtest_svg(report));
    if (!options.output.quiet) say("saved " + options.plot + "\n");
  }
  deliver(options.output, saved, [&](std::string_view format) {
    if (format == "json") return backtest_json(report);
    if (format == "csv") return backtest_csv(report);
    return backtest_page(report, page_of(options.output, terminal));
  });
  return exit_code::done;
}

}  // namespace ayes
