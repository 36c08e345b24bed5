// Many replications of one model, and what we learn.
#pragma once

#include "models/kernels/kernels.h"
#include "models/model.h"
#include "sim/plan.h"
#include "sim/result.h"
#include "sim/tally.h"

#include <cstdint>
#include <functional>

namespace ayes {

struct Part;
struct Draws;

// How a run is carried out. Nothing here changes a byte of the result, but for the number of
// replications when time is up.
struct Execution {
  int threads = 1;
  const kernels::Kernels* kernels = &kernels::best();
  int batch = 0;  // replications a batch; 0: the size that fits the cache
  // Called from any thread with replications done and wanted; returns false to stop the run.
  std::function<bool(std::int64_t done, std::int64_t wanted)> progress;
  // Called from any thread: the share of the time allowed that has passed. Once it foretells that
  // the rest won't fit, no more votes are begun; those counted are always the first of the run.
  std::function<double()> time_spent;
  // Called from any thread: whether it is time to keep what was done, lest it be lost.
  std::function<bool()> keep_due;
  // Called by one thread while no votes are counted, when that is due or the run is to stop.
  std::function<void(const Part&)> keep;
  // Hands out what each vote counted by carry_on() came to, if it is not null.
  const Draws* draws = nullptr;
};

// Thrown when `progress` asked a run to stop.
struct Interrupted {};

// Replications `first` to `last` - 1 of a run.
struct Range {
  std::int64_t first, last;
};

// Simulates the votes of a range and counts them; tallies of ranges merge to that of the whole.
Tally count_votes(const Model& model, const Plan& plan, Range range, const Execution& execution);

// Simulates plan.replications votes and counts them.
Tally count_votes(const Model& model, const Plan& plan, const Execution& execution);

// Simulates, counts, and works out chances, means, quantiles and their errors. The plan of the
// result states the replications that were done: fewer than planned if a precision is reached or
// time is up before. A plan with that number gives the same bytes.
Result run(const Model& model, const Plan& plan, const Execution& execution);

// Works out what a tally says.
Result conclude(const Model& model, const Plan& plan, const Tally& tally);

// Finds the range in which 8 in 10 values of P(ratified) lie as the uncertain inputs move within
// their laws. Each of 512 settings of the inputs is simulated with replications / 2048 votes (48 to
// 1024) on draws of its own, and the simulation noise of each is taken off the spread. None without
// such inputs.
std::optional<Bounds> range_over_estimates(const Model& model, const Plan& plan,
                                           const Execution& execution);

}  // namespace ayes
