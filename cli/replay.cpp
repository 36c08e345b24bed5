#include "cli/replay.h"

#include "cli/count_argument.h"
#include "cli/outcome.h"
#include "cli/program.h"
#include "io/load.h"
#include "io/story/story.h"
#include "sim/replay.h"

#include <CLI/CLI.hpp>

namespace ayes {

CLI::App* add_replay(CLI::App& program, ReplayOptions& options) {
  CLI::App* replay = program.add_subcommand("replay", "Tell one simulated vote, step by step");
  replay->add_option("SCENARIO", options.scenario, "Scenario file (TOML)")
      ->type_name("")
      ->required();
  replay->add_option("--replication", options.replication, "Which of a run's votes; 0 is the first")
      ->type_name("K")
      ->required();
  replay->add_option("--seed", options.seed, "The seed of the run; 1 if not said")->type_name("N");
  replay
      ->add_option("--set", options.settings,
                   "Change a value, such as support.package=60%; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  replay->add_option("--format", options.format, "What to print: text (if not said) or json")
      ->type_name("FORMAT");
  replay->add_flag("--no-color", options.no_color, "No bold headings on a terminal");
  replay->footer(R"(Examples
  ayes replay scenarios/sebac-2011-june.toml --replication 1
  ayes replay my.toml --replication 7 --seed 2 --format json)");
  return replay;
}

int carry_out(const ReplayOptions& options, const Terminal& terminal) {
  if (options.format != "text" && options.format != "json") {
    throw UsageError("--format " + options.format +
                     ": there is no such format; write text or json");
  }
  constexpr std::uint64_t last_replication = (std::uint64_t{1} << 48) - 1;
  const std::uint64_t seed = count_argument("--seed", options.seed, 0, UINT64_MAX);
  const auto replication = static_cast<std::int64_t>(
      count_argument("--replication", options.replication, 0, last_replication));
  const Loaded scenario = load(options.scenario, options.settings);
  const Story story = replay(scenario.model, seed, replication);
  print(options.format == "json" ? to_json(story)
                                 : tell(story, scenario.model, scenario.file.scenario.words,
                                        {terminal.width, terminal.colour && !options.no_color}));
  return exit_code::done;
}

}  // namespace ayes
