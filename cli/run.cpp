#include "cli/run.h"

#include "cli/count_argument.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/method_argument.h"
#include "cli/outcome.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "cli/progress_bar.h"
#include "io/result/json.h"
#include "io/result/number_text.h"
#include "io/result/text_report.h"
#include "models/version.h"
#include "sim/run.h"

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <thread>
#include <unistd.h>

namespace ayes {
namespace {

constexpr std::uint64_t most_replications = std::uint64_t{1} << 40;
constexpr std::uint64_t most_threads = 1024;

Plan plan_of(const RunOptions& options) {
  return {.seed = count_argument("--seed", options.seed, 0, UINT64_MAX),
          .replications = static_cast<std::int64_t>(
              count_argument("--replications", options.replications, 1, most_replications)),
          .method = method_argument(options.method),
          .points = points_argument(options.points)};
}

int threads_of(const RunOptions& options) {
  if (options.threads.empty())
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return static_cast<int>(count_argument("--threads", options.threads, 1, most_threads));
}

void check_formats(const RunOptions& options) {
  if (options.format != "text" && options.format != "json" && options.format != "csv") {
    throw UsageError("--format " + options.format +
                     ": there is no such format; write text, json or csv");
  }
  if (!options.out.empty() && !options.out.ends_with(".json") && !options.out.ends_with(".csv")) {
    throw UsageError("--out " + options.out +
                     ": the ending doesn't say what to write; end the name in .json or .csv");
  }
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

struct Stopwatch {
  std::chrono::system_clock::time_point started = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

  Provenance provenance(const Execution& execution) const {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    const auto second = std::chrono::floor<std::chrono::seconds>(started);
    return {.commit = std::string(commit()),
            .host = host_name(),
            .kernels = execution.kernels->name,
            .started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(second)),
            .threads = execution.threads,
            .seconds = passed.count()};
  }
};

std::string in_one_line(const Provenance& run) {
  return "\nRun on " + run.host + ", " + run.started + ": " + fixed(run.seconds, 2) + " seconds, " +
         std::to_string(run.threads) + (run.threads == 1 ? " thread, " : " threads, ") +
         run.kernels + " kernels, commit " + run.commit + "\n";
}

// A result in any of the formats.
struct Report {
  const Result& result;
  const ScenarioFile& file;
  std::optional<Provenance> run;
  Page page;

  std::string in(std::string_view format) const {
    if (format == "text") {
      return text_report(result, wording_of(file), page) + (run ? in_one_line(*run) : "");
    }
    std::string json = to_json(result, source_of(file), run ? &*run : nullptr);
    return format == "csv" ? to_csv(json) : json;
  }
};

}  // namespace

CLI::App* add_run(CLI::App& program, RunOptions& options) {
  CLI::App* run =
      program.add_subcommand("run", "Simulate a scenario: is it ratified, and what follows?");
  run->add_option("SCENARIO", options.scenario, "Scenario file (TOML)")
      ->type_name("FILE")
      ->required();
  run->add_option("--seed", options.seed, "Another seed is another sample; 1 if not said")
      ->type_name("N");
  run->add_option("-n,--replications", options.replications,
                  "Simulated votes, to 2^40; 100,000 if not said")
      ->type_name("N");
  run->add_option("--method", options.method,
                  "What gives P(ratified): auto (if not said), sample, conditional or exact")
      ->type_name("METHOD");
  run->add_option("--points", options.points,
                  "Points of the conditional estimate, a power of 2; 32,768 if not said")
      ->type_name("N");
  run->add_option("-j,--threads", options.threads,
                  "Threads, all if not said; the numbers are the same")
      ->type_name("N");
  run->add_option("--set", options.settings,
                  "Change a value, such as support.package=60%; repeatable")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  run->add_option("-o,--out", options.out, "Save the result as .json or .csv")->type_name("FILE");
  run->add_option("--format", options.format, "What to print: text (if not said), json or csv")
      ->type_name("FORMAT");
  run->add_flag("--provenance", options.provenance, "Add when, where and how fast it was run");
  run->add_flag("--quiet", options.quiet, "No progress, and no report when --out saves one");
  run->add_flag("--no-color", options.no_color, "No bold headings on a terminal");
  return run;
}

int carry_out(const RunOptions& options, const Terminal& terminal) {
  check_formats(options);
  const Plan plan = plan_of(options);
  const Loaded scenario = load(options.scenario, options.settings);
  check_method(plan.method, scenario);

  const Stopwatch watch;
  const Interrupt interrupt;
  std::optional<OutputFile> saved;
  if (!options.out.empty()) saved.emplace(options.out);
  Execution execution;
  execution.threads = threads_of(options);
  const Result result = [&] {
    ProgressBar bar(terminal.messages && !options.quiet);
    execution.progress = [&](std::int64_t done, std::int64_t wanted) {
      bar.update(done, wanted);
      return !interrupt.asked();
    };
    return run(scenario.model, plan, execution);
  }();

  Report report{result, scenario.file, {}, {terminal.width, terminal.colour && !options.no_color}};
  if (options.provenance) report.run = watch.provenance(execution);
  if (saved) saved->commit(report.in(options.out.ends_with(".csv") ? "csv" : "json"));
  if (!saved || !options.quiet) print(report.in(options.format));
  if (saved && !options.quiet) say("saved " + options.out + "\n");
  return exit_code::done;
}

}  // namespace ayes
