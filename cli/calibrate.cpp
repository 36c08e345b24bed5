#include "cli/calibrate.h"

#include "cli/count_argument.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/votes_argument.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <stdexcept>
#include <utility>

namespace ayes {
namespace {

constexpr std::uint64_t most_draws = 1'000'000;

void check_formats(const CalibrateOptions& options) {
  if (options.format != "text" && options.format != "json" && options.format != "toml") {
    throw UsageError("--format " + options.format +
                     ": there is no such format; write text, json or toml");
  }
  for (const std::string& out : options.out) {
    if (!out.ends_with(".json") && !out.ends_with(".toml")) {
      throw UsageError("--out " + out +
                       ": the ending doesn't say what to write; end the name in .toml for a "
                       "fragment of a scenario, or in .json");
    }
  }
}

}  // namespace

Calibrated calibrate(VotesTable table, const std::vector<std::string>& columns,
                     const std::vector<std::string>& without, const learning::Sampling& sampling,
                     int threads, const learning::Progress& progress) {
  Calibrated found{std::move(table), {}, {}, columns_argument(columns), without};
  leave_out(found.table, without);
  found.leaves = learning::leaves_of(found.table.votes, found.table.files);
  if (found.leaves.support.empty())
    throw UsageError(
        "no vote is left to learn from (no row that is used states ballots, a share or an "
        "outcome); fill in yes and no, yes_pct or outcome");
  try {
    found.calibration = learning::calibrate(found.leaves, columns, sampling, threads, progress);
  } catch (const std::invalid_argument& error) {
    throw UsageError("--column: " + std::string(error.what()) +
                     " (nothing can be learned of it); name another");
  }
  return found;
}

CLI::App* add_calibrate(CLI::App& program, CalibrateOptions& options) {
  CLI::App* calibrate =
      program.add_subcommand("calibrate", "Learn spreads and shifts from past votes");
  calibrate->add_option("VOTES", options.votes, "Tables of votes (CSV)")->type_name("")->required();
  calibrate
      ->add_option("-o,--out", options.out,
                   "Write a fragment that a scenario extends\n(.toml), or all numbers (.json); "
                   "repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  calibrate
      ->add_option("--column", options.columns,
                   "Learn the coefficient of a column of numbers,\nor of a text of a column; "
                   "repeatable")
      ->type_name("NAME[=TEXT]")
      ->allow_extra_args(false);
  calibrate->add_option("--without", options.without, "Leave a ratification out; repeatable")
      ->type_name("CASE")
      ->allow_extra_args(false);
  calibrate->add_option("--seed", options.seed, "Seed of the draws; 1 if not said")->type_name("N");
  calibrate->add_option("--draws", options.draws, "Draws of each of 4 chains; 1000 if not said")
      ->type_name("N");
  calibrate->add_option("-j,--threads", options.threads, "Threads; all processors if not said")
      ->type_name("N");
  calibrate
      ->add_option("--format", options.format, "What to print: text (if not said), json or toml")
      ->type_name("FORMAT");
  calibrate->add_flag("--no-color", options.no_color, "No bold headings on a terminal");
  calibrate->footer(R"(Examples
  ayes calibrate scenarios/data/*-votes.csv
  ayes calibrate votes.csv -o prior.toml     for extends = "prior.toml"
  ayes calibrate votes.csv --without sebac_2011 --column leaders=yes)");
  return calibrate;
}

int carry_out(const CalibrateOptions& options, const Terminal& terminal) {
  check_formats(options);
  learning::Sampling sampling;
  sampling.seed = count_argument("--seed", options.seed, 0, UINT64_MAX);
  sampling.draws = static_cast<int>(count_argument("--draws", options.draws, 50, most_draws));
  const int threads = threads_argument(options.threads);
  VotesTable table = read_votes(options.votes, columns_argument(options.columns));
  std::vector<std::unique_ptr<OutputFile>> files;
  for (const std::string& out : options.out) files.push_back(std::make_unique<OutputFile>(out));
  const Calibrated calibrated =
      calibrate(std::move(table), options.columns, options.without, sampling, threads);
  const CalibrationReport report = calibrated.report();
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i]->commit(options.out[i].ends_with(".json") ? calibration_json(report)
                                                       : calibration_fragment(report));
  }
  if (options.format == "json") {
    print(calibration_json(report));
  } else if (options.format == "toml") {
    print(calibration_fragment(report));
  } else {
    print(calibration_page(report, {terminal.width, terminal.colour && !options.no_color}));
  }
  return exit_code::done;
}

}  // namespace ayes
