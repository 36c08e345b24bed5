// What Python can ask for: what the program's commands do, on values instead of options.
//
// Everything here throws what the commands throw; nothing here touches Python, and every call may
// take long.
#pragma once

#include "cli/axes.h"
#include "cli/backtest.h"
#include "cli/calibrate.h"
#include "cli/long_run.h"
#include "cli/long_sweep.h"
#include "io/load.h"
#include "models/scenario/date.h"
#include "python/report.h"
#include "sim/run.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ayes {

// A scenario that never changes, shared with the results that came of it.
using Held = std::shared_ptr<const Loaded>;

// Returns where to read the scenario anew: from what was read, so that files which have changed, or
// are on another machine, are not asked for.
Origin origin_of(const Loaded& scenario);

// DrawnColumns of draws, a value a replication, in the quantity's own unit; NaN where a vote has
// none.
using DrawnColumns = std::vector<std::vector<double>>;

struct RunOutcome {
  Report report;
  DrawnColumns draws;  // as named in RunRequest::draws, unless they went to a file
};

struct RunRequest {
  Plan plan;
  LongRunOptions long_run;         // where to keep the state
  std::vector<std::string> draws;  // wanted of each vote
  std::string draws_file;          // where to, .npy or .csv; empty: into memory
  bool provenance = false;         // whether the JSON tells when, where and how fast
};

RunOutcome run(const Held& scenario, const RunRequest& request, const Execution& execution);

// Counts a shard of a run and returns its state, as `ayes run --shard` saves it.
std::string run_part(const Held& scenario, const Plan& plan, Shard shard,
                     const Execution& execution);

Report sweep(const Held& scenario, SweepRequest request, const LongRunOptions& options,
             const Execution& execution);

// Returns the states of the `parts` shards of a sweep (one a point, if there are fewer points), of
// which nothing is counted.
std::vector<std::string> sweep_parts(const Held& scenario, SweepRequest request,
                                     std::int64_t parts);

// Counts what a state of a sweep has left, and returns the state that it is then.
std::string carry_on_sweep(const Held& scenario, const std::string& state,
                           const Execution& execution);

// Puts the parts of a run or a sweep together: their texts, and names for messages.
struct Merged {
  std::string kind;  // run or sweep
  Report report;
};
Merged merge(const std::vector<std::string>& states, const std::vector<std::string>& names);

// Compares the first of some scenarios with each of the others, vote by vote. An empty label is
// replaced by the title.
Report compare(const std::vector<Held>& scenarios, const std::vector<std::string>& labels,
               const Plan& plan, const LongRunOptions& options, const Execution& execution);

// Counts a shard of a comparison and returns its state, as `ayes compare --shard` saves it.
std::string compare_part(const std::vector<Held>& scenarios, const std::vector<std::string>& labels,
                         const Plan& plan, Shard shard, const Execution& execution);

// Compares results, given as JSON with the names of their files; the plan is that of scenarios run
// for it.
Report compare(const std::vector<std::string>& results, const std::vector<std::string>& files,
               const std::vector<std::string>& labels, const Plan& plan);

Report explain(const Held& scenario, const Plan& plan, const Execution& execution);

Report solve(const Held& scenario, const std::string& vary, const std::string& until,
             const Plan& plan, const Execution& execution);

// What is known of a vote: the text of a file of results, or where to read it.
struct KnownResults {
  std::string path;
  std::optional<std::string> text;
};

// The forecast given results that were known on a day (all, if none is named). Throws NoResult.
Report update(const Held& scenario, const KnownResults& results, const std::optional<Date>& until,
              const Plan& plan, const Execution& execution);
Report update_by_date(const Held& scenario, const KnownResults& results, const Plan& plan,
                      const Execution& execution);

// Learns from tables of votes. The report knows "toml", a fragment of a scenario, and no "csv".
Report calibrate(const std::vector<TableSource>& tables, const std::vector<std::string>& columns,
                 const std::vector<std::string>& without, const learning::Sampling& sampling,
                 const Execution& execution);

// Scores forecasts of votes that the fit was not shown.
Report backtest(const std::vector<TableSource>& tables, const std::vector<std::string>& columns,
                const std::vector<std::string>& without, const learning::BacktestPlan& plan,
                const Execution& execution);

// Runs a scenario as a result, given as JSON with the name of its file, says; returns where the
// bytes differ first, or nothing.
std::string verify(const std::string& result, const std::string& name, const Held& scenario,
                   const Execution& execution);

// Returns the file of the scenario that a result is of.
std::string scenario_of_result(const std::string& result, const std::string& name);

// Returns what can hardly be meant, placed in the scenario's files.
std::vector<Mistake> warnings_of(const Loaded& scenario);

std::string describe(const Loaded& scenario, int width, const Execution& execution);

// Tells one vote, in lines of `width` characters or, if that is 0, as JSON.
std::string story(const Loaded& scenario, std::int64_t replication, std::uint64_t seed, int width);

}  // namespace ayes
