#include "cli/verify.h"

#include "cli/interrupt.h"
#include "cli/method_argument.h"
#include "cli/outcome.h"
#include "cli/plan_options.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "io/result/json.h"
#include "io/result/number_text.h"
#include "io/text_file.h"
#include "models/version.h"
#include "sim/method.h"
#include "sim/precision.h"
#include "sim/run.h"

#include <CLI/CLI.hpp>

#include <filesystem>

namespace ayes {
namespace {

constexpr std::int64_t largest_result = std::int64_t{256} << 20;

void check_claim(const Claim& claim, const std::string& name, const Loaded& scenario) {
  if (scenario.file.sha256 != claim.sha256) {
    throw UsageError(name + " is of another scenario than " + scenario.file.path +
                     " (their digests differ: " + claim.sha256.substr(0, 12) + " and " +
                     scenario.file.sha256.substr(0, 12) +
                     "); name the right one with --scenario, and each --set it was run with");
  }
  check_method(claim.plan.method, scenario);
  if (!claim.plan.precision) return;
  const auto watched = find_watched(scenario.model, claim.plan.precision->measure);
  if (!watched || claim.plan.precision->half_width >= greatest_value(*watched))
    throw UsageError(name + ": its precision is of no measure that this scenario has");
}

}  // namespace

Claim claim_of(const std::string& result, const std::string& name) {
  Claim claim = read_claim(result, name);
  if (claim.version != version()) {
    throw UsageError(name + " was made by ayes " + claim.version + ", this is " +
                     std::string(version()) +
                     " (results may change with a version); verify it with that ayes");
  }
  return claim;
}

std::string find_scenario(const Claim& claim, const std::string& name) {
  const auto beside = std::filesystem::path(name).parent_path() / claim.file;
  for (const std::filesystem::path& path : {beside, std::filesystem::path(claim.file)}) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) return path.string();
  }
  throw UsageError(name + " is of " + claim.file +
                   ", which is neither beside it nor here; add --scenario FILE");
}

std::string difference(const Claim& claim, const std::string& name, const Loaded& scenario,
                       const Execution& execution) {
  check_claim(claim, name, scenario);
  Result result = run(scenario.model, claim.plan, execution);
  result.method = claim.method;
  Source source = source_of(scenario.file);
  source.file = claim.file;
  const std::string again = to_json(result, source);
  return again == claim.bytes ? "" : first_difference(claim.bytes, again);
}

CLI::App* add_verify(CLI::App& program, VerifyOptions& options) {
  CLI::App* verify =
      program.add_subcommand("verify", "Run a saved result again: does it give the same bytes?");
  verify->add_option("RESULT", options.result, "Result that ayes run or merge saved (.json)")
      ->type_name("")
      ->required();
  verify
      ->add_option("--scenario", options.scenario, "Its scenario, if that isn't beside it or here")
      ->type_name("FILE");
  verify->add_option("--set", options.settings, "Each --set that it was run with; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  verify->add_option("-j,--threads", options.threads, "Threads, all if not said")->type_name("N");
  verify->add_flag("--quiet", options.quiet, "No progress, and no word when it is the same");
  verify->footer(R"(The exit code is 0 when the bytes are the same, 1 when they are not.

Example
  ayes run my.toml -n 1000000 -o result.json
  ayes verify result.json)");
  return verify;
}

int carry_out(const VerifyOptions& options, const Terminal& terminal) {
  const Claim claim = claim_of(read_text_file(options.result, largest_result), options.result);
  const Loaded scenario =
      load(options.scenario.empty() ? find_scenario(claim, options.result) : options.scenario,
           options.settings);

  const Interrupt interrupt;
  Execution execution;
  execution.threads = threads_of({.threads = options.threads});
  const std::string differs = [&] {
    ProgressBar bar(terminal.messages && !options.quiet);
    execution.progress = bar.until(interrupt);
    return difference(claim, options.result, scenario, execution);
  }();
  if (differs.empty()) {
    if (!options.quiet) {
      print(options.result + ": the same bytes again, from " + grouped(claim.plan.replications) +
            " votes and seed " + std::to_string(claim.plan.seed) + "\n");
    }
    return exit_code::done;
  }
  say(options.result + " is not what its scenario and plan give; it and the run made now differ " +
      differs + "\n");
  return exit_code::no_file;
}

}  // namespace ayes
