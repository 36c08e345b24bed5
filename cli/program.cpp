#include "cli/program.h"

#include "cli/backtest.h"
#include "cli/calibrate.h"
#include "cli/check.h"
#include "cli/compare.h"
#include "cli/describe.h"
#include "cli/explain.h"
#include "cli/glossary.h"
#include "cli/merge.h"
#include "cli/outcome.h"
#include "cli/replay.h"
#include "cli/run.h"
#include "cli/schema.h"
#include "cli/solve.h"
#include "cli/sweep.h"
#include "cli/terminal.h"
#include "cli/update.h"
#include "cli/verify.h"
#include "models/nearest.h"
#include "models/version.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <functional>
#include <vector>

namespace ayes {
namespace {

struct Command {
  CLI::App* app;
  std::function<int()> carry_out;
};

std::string version_text() {
  return "ayes " + std::string(version()) + " (" + std::string(commit()) + ")\n";
}

// "; did you mean ...?" when something known is near, otherwise where to look.
std::string hint(const std::string& word, const std::vector<std::string>& known,
                 const std::string& otherwise) {
  const std::string near = did_you_mean(word, known);
  return "; " + (near.empty() ? otherwise : near);
}

// The first argument is a command, or an option of the program itself.
void check_command(int argc, const char* const* argv, const std::vector<Command>& commands) {
  if (argc < 2) throw UsageError("no command (ayes needs one); ayes --help lists them");
  const std::string word = argv[1];
  if (word.starts_with('-')) return;
  std::vector<std::string> known;
  for (const Command& command : commands) known.push_back(command.app->get_name());
  if (std::find(known.begin(), known.end(), word) != known.end()) return;
  throw UsageError("there is no command " + word + hint(word, known, "ayes --help lists them"));
}

// Arguments that a command has no place for.
void check_extras(const CLI::App& app) {
  const std::vector<std::string> extras = app.remaining();
  if (extras.empty()) return;
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const std::string command = app.get_parent() ? "ayes " + app.get_name() : "ayes";
  for (const std::string& extra : extras) {
    if (!extra.starts_with('-')) continue;
    const std::string option = extra.substr(0, extra.find('='));
    throw UsageError(command + " has no option " + option +
                     hint(option, known, command + " --help lists them"));
  }
  throw UsageError("nothing is expected after " + command + "'s arguments, but there is \"" +
                   extras.front() + "\"; " + command + " --help says what it takes");
}

int parse_and_carry_out(int argc, const char* const* argv) {
  const Terminal terminal = this_terminal();
  CLI::App app{"Ayes simulates the vote on a labour agreement: is it ratified, and what follows?",
               "ayes"};
  app.set_version_flag("--version", version_text(), "Print the version and leave");
  app.set_help_flag("-h,--help", "Print this help and leave");
  app.get_formatter()->column_width(25);
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.footer(R"(Start with
  ayes run scenarios/learn/one-unit.toml    a vote of one unit
  ayes COMMAND --help                       what a command takes, with examples

)" + glossary());
  app.allow_extras();

  RunOptions run;
  CheckOptions check;
  DescribeOptions describe;
  ExplainOptions explain;
  ReplayOptions replay;
  CalibrateOptions calibrate;
  BacktestOptions backtest;
  SweepOptions sweep;
  CompareOptions compare;
  SolveOptions solve;
  UpdateOptions update;
  MergeOptions merge;
  VerifyOptions verify;
  const std::vector<Command> commands = {
      {add_run(app, run), [&] { return carry_out(run, terminal); }},
      {add_check(app, check), [&] { return carry_out(check, terminal); }},
      {add_describe(app, describe), [&] { return carry_out(describe, terminal); }},
      {add_explain(app, explain), [&] { return carry_out(explain, terminal); }},
      {add_replay(app, replay), [&] { return carry_out(replay, terminal); }},
      {add_calibrate(app, calibrate), [&] { return carry_out(calibrate, terminal); }},
      {add_backtest(app, backtest), [&] { return carry_out(backtest, terminal); }},
      {add_sweep(app, sweep), [&] { return carry_out(sweep, terminal); }},
      {add_compare(app, compare), [&] { return carry_out(compare, terminal); }},
      {add_solve(app, solve), [&] { return carry_out(solve, terminal); }},
      {add_update(app, update), [&] { return carry_out(update, terminal); }},
      {add_merge(app, merge), [&] { return carry_out(merge, terminal); }},
      {add_verify(app, verify), [&] { return carry_out(verify, terminal); }},
      {add_schema(app), carry_out_schema},
  };
  for (const Command& command : commands) {
    command.app->group("Commands")->allow_extras();
    command.app->footer(command.app->get_footer() + "\n\n" + glossary());
  }

  check_command(argc, argv, commands);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print(app.help());
    return exit_code::done;
  } catch (const CLI::CallForVersion&) {
    print(version_text());
    return exit_code::done;
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string problem = error.what(), option = problem.substr(0, problem.find(':'));
    if (problem.find("At Most") != std::string::npos)
      throw UsageError(option + " is given more than once, and takes one value");
    throw UsageError(option + " needs a value");
  } catch (const CLI::ParseError& error) {
    for (const Command& command : commands) {
      if (*command.app) check_extras(*command.app);
    }
    throw UsageError(std::string(error.what()) + "; --help says what is needed");
  }
  for (const Command& command : commands) {
    if (!*command.app) continue;
    check_extras(*command.app);
    return command.carry_out();
  }
  check_extras(app);
  throw UsageError("no command (ayes needs one); ayes --help lists them");
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has seen enough, such as head, is no failure
  return outcome_of([&] { return parse_and_carry_out(argc, argv); });
}

}  // namespace ayes
