#include "sim/run.h"

#include "models/replication.h"
#include "models/support.h"
#include "sim/method.h"
#include "sim/parallel.h"
#include "sim/precision.h"

#include <algorithm>
#include <atomic>

namespace ayes {
namespace {

constexpr std::int64_t block = 4096;  // replications a block of work
constexpr int settings = 128;         // of the uncertain inputs

struct Progress {
  const Execution& execution;
  std::atomic<std::int64_t> wanted;
  std::atomic<std::int64_t> done{0};
  void add(std::int64_t replications) {
    const std::int64_t now = done += replications;
    if (execution.progress && !execution.progress(now, wanted)) throw Interrupted{};
  }
};

int batch_capacity(const Model& model, const Execution& execution) {
  return execution.batch > 0 ? execution.batch : batch_size(model);
}

std::int64_t votes_per_setting(const Plan& plan) {
  return std::clamp<std::int64_t>(plan.replications / 512, 64, block);
}

bool has_estimates(const Model& model) {
  return std::any_of(model.inputs.begin(), model.inputs.end(),
                     [](const Input& input) { return !input.fixed(); });
}

// Replications in which the gain of 5 points is counted: 65,536, or fewer where there are so many
// bodies that asking each about each would take longer than the votes themselves.
std::int64_t moved_votes(const Model& model) {
  const auto unions = static_cast<std::int64_t>(model.unions.size());
  const auto bodies = static_cast<std::int64_t>(model.units.size()) + unions;
  return block * std::clamp<std::int64_t>((std::int64_t{1} << 20) / (bodies * unions), 1, 16);
}

struct Worker {
  Batch batch;
  Tally tally;
};

// Votes counted by threads that keep what they have until all is done.
class Count {
 public:
  Count(const Model& model, const Plan& plan, const Execution& execution, Progress& progress)
      : model_(model),
        execution_(execution),
        progress_(progress),
        capacity_(batch_capacity(model, execution)),
        moved_(moved_votes(model)),
        workers_([&model, &execution, seed = plan.seed, capacity = capacity_] {
          return Worker{Batch(model, seed, capacity, *execution.kernels), Tally(model)};
        }) {}

  // Counts the votes of a range, in blocks that don't depend on where ranges begin or end. Tells
  // `enough` how many votes each block had; once it says so no block is begun. Returns the end of
  // the votes counted: all before it are.
  template <typename Enough>
  std::int64_t add(Range range, Enough&& enough) {
    const std::int64_t blocks = for_blocks_in_order(
        execution_.threads, range.first / block, (range.last + block - 1) / block, workers_,
        [&](Worker& worker, std::int64_t number) {
          const std::int64_t first = std::max(number * block, range.first);
          const std::int64_t last = std::min((number + 1) * block, range.last);
          for (std::int64_t start = first; start < last; start += capacity_) {
            worker.batch.first = start;
            worker.batch.size = static_cast<int>(std::min<std::int64_t>(capacity_, last - start));
            simulate(model_, worker.batch);
            worker.tally.add(model_, worker.batch, first < moved_);
          }
          progress_.add(last - first);
          return !enough(last - first);
        });
    return std::min(blocks * block, range.last);
  }

  // Returns the moments of what is watched over all votes counted.
  Moments moments(const Watched& what) {
    Moments total;
    for (const Worker& worker : workers_) total.merge(moments_of(what, worker.tally));
    return total;
  }

  Tally total() {
    Tally total(model_);
    for (const Worker& worker : workers_) total.merge(worker.tally);
    return total;
  }

 private:
  const Model& model_;
  const Execution& execution_;
  Progress& progress_;
  const int capacity_;
  const std::int64_t moved_;
  PerThread<Worker> workers_;
};

// Values of the uncertain inputs in each setting: the ones that replications 2^47, 2^47 + 1, ...
// draw, which no run of votes reaches.
Columns draw_settings(const Model& model, const Plan& plan, const Execution& execution) {
  Batch batch(model, plan.seed, settings, *execution.kernels);
  batch.first = std::int64_t{1} << 47;
  batch.size = settings;
  draw_inputs(model, batch);
  return batch.shared.leftCols(static_cast<Eigen::Index>(model.inputs.size()));
}

std::optional<Bounds> range_over_estimates(const Model& model, const Plan& plan,
                                           const Execution& execution, Progress& progress) {
  if (!has_estimates(model)) return std::nullopt;
  const std::int64_t votes = votes_per_setting(plan);
  const Columns inputs = draw_settings(model, plan, execution);
  const int capacity = batch_capacity(model, execution);
  std::vector<std::int64_t> ratified(settings, 0);
  for_blocks(
      execution.threads, settings,
      [&] { return Batch(model, plan.seed, capacity, *execution.kernels); },
      [&](Batch& batch, std::int64_t setting) {
        const Eigen::ArrayXd values = inputs.row(setting);
        give_inputs(model, batch, {values.data(), static_cast<std::size_t>(values.size())});
        for (std::int64_t start = 0; start < votes; start += capacity) {
          batch.first = start;
          batch.size = static_cast<int>(std::min<std::int64_t>(capacity, votes - start));
          simulate_decision(model, batch);
          ratified[static_cast<std::size_t>(setting)] += batch.ratified.head(batch.size).sum();
        }
        progress.add(votes);
      },
      [](const Batch&) {});

  // Frequencies spread more than the chances behind them; the mean binomial variance is taken off.
  std::vector<double> chances;
  double sum = 0, noise = 0, squares = 0;
  const auto n = static_cast<double>(votes);
  for (std::int64_t count : ratified) chances.push_back(static_cast<double>(count) / n);
  for (double chance : chances) {
    sum += chance;
    noise += chance * (1 - chance) / (n - 1);
  }
  const double centre = sum / settings;
  for (double chance : chances) squares += (chance - centre) * (chance - centre);
  const double variance = squares / (settings - 1);
  const double kept = variance > 0 ? std::max(0.0, 1 - noise / settings / variance) : 0;
  std::sort(chances.begin(), chances.end());
  const auto quantile = [&](double level) {
    const double place = level * settings - 0.5;
    const auto below = static_cast<std::size_t>(place);
    const double value = chances[below] + (place - static_cast<double>(below)) *
                                              (chances[below + 1] - chances[below]);
    return std::clamp(centre + (value - centre) * __builtin_sqrt(kept), 0.0, 1.0);
  };
  return Bounds{quantile(0.1), quantile(0.9)};
}

std::int64_t votes_over_estimates(const Model& model, const Plan& plan) {
  return has_estimates(model) ? settings * votes_per_setting(plan) : 0;
}

std::int64_t votes_in_all(const Model& model, Plan plan, std::int64_t replications) {
  plan.replications = replications;
  return replications + votes_over_estimates(model, plan);
}

// Whether time is up: whether what was done, and what is then left to do, take all of it at the
// pace so far.
class TimeUp {
 public:
  TimeUp(const Model& model, const Plan& plan, const Execution& execution)
      : model_(model), plan_(plan), time_spent_(execution.time_spent) {}

  bool operator()(std::int64_t votes) {
    const std::int64_t done = done_ += votes;
    if (!time_spent_) return false;
    const std::int64_t all = votes_in_all(model_, plan_, done);
    return time_spent_() * static_cast<double>(all) >= static_cast<double>(done);
  }

 private:
  const Model& model_;
  const Plan& plan_;
  const std::function<double()>& time_spent_;
  std::atomic<std::int64_t> done_{0};
};

// Counts from one look to the next until the precision is reached, or the planned number, or time
// is up. Returns the number of votes.
std::int64_t count_until(PrecisionWatch& watch, const Model& model, const Plan& plan, Count& count,
                         TimeUp& time_up, Progress& progress) {
  std::int64_t votes = 0;
  while (true) {
    const std::int64_t look = std::min(watch.next_look(), plan.replications);
    progress.wanted =
        votes_in_all(model, plan, std::clamp(watch.foreseen(), look, plan.replications));
    votes = count.add({votes, look}, time_up);
    watch.look(votes, count.moments(watch.watched()));
    if (watch.reached() || votes < look || votes == plan.replications) return votes;
  }
}

}  // namespace

Tally count_votes(const Model& model, const Plan& plan, Range range, const Execution& execution) {
  Progress progress{execution, range.last - range.first};
  Count count(model, plan, execution, progress);
  count.add(range, [](std::int64_t) { return false; });
  return count.total();
}

Tally count_votes(const Model& model, const Plan& plan, const Execution& execution) {
  return count_votes(model, plan, {0, plan.replications}, execution);
}

std::optional<Bounds> range_over_estimates(const Model& model, const Plan& plan,
                                           const Execution& execution) {
  Progress progress{execution, votes_over_estimates(model, plan)};
  return range_over_estimates(model, plan, execution, progress);
}

Result run(const Model& model, const Plan& plan, const Execution& execution) {
  Progress progress{execution, votes_in_all(model, plan, plan.replications)};
  Count count(model, plan, execution, progress);
  TimeUp time_up(model, plan, execution);
  Plan carried_out = plan;
  std::optional<PrecisionResult> precision;
  if (plan.precision) {
    PrecisionWatch watch(model, *plan.precision, plan.level);
    carried_out.replications = count_until(watch, model, plan, count, time_up, progress);
    precision = watch.result();
  } else {
    carried_out.replications = count.add({0, plan.replications}, time_up);
  }
  progress.wanted = votes_in_all(model, plan, carried_out.replications);
  Result result = conclude(model, carried_out, count.total());
  result.precision = precision;
  refine(model, carried_out, execution, result);
  result.over_estimates = range_over_estimates(model, carried_out, execution, progress);
  return result;
}

}  // namespace ayes
