#include "sim/run.h"

#include "models/replication.h"
#include "models/support.h"
#include "sim/method.h"
#include "sim/parallel.h"

#include <algorithm>
#include <atomic>

namespace ayes {
namespace {

constexpr std::int64_t block = 4096;  // replications a block of work
constexpr std::int64_t moved_votes =
    1 << 16;                   // replications in which the gain of 5 points is counted
constexpr int settings = 128;  // of the uncertain inputs

struct Progress {
  const Execution& execution;
  std::int64_t wanted;
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

struct Worker {
  Batch batch;
  Tally tally;
};

Tally count_votes(const Model& model, const Plan& plan, const Execution& execution,
                  Progress& progress) {
  const int capacity = batch_capacity(model, execution);
  Tally total(model);
  for_blocks(
      execution.threads, (plan.replications + block - 1) / block,
      [&] {
        return Worker{Batch(model, plan.seed, capacity, *execution.kernels), Tally(model)};
      },
      [&](Worker& worker, std::int64_t number) {
        const std::int64_t first = number * block;
        const std::int64_t last = std::min(first + block, plan.replications);
        for (std::int64_t start = first; start < last; start += capacity) {
          worker.batch.first = start;
          worker.batch.size = static_cast<int>(std::min<std::int64_t>(capacity, last - start));
          simulate(model, worker.batch);
          worker.tally.add(model, worker.batch, first < moved_votes);
        }
        progress.add(last - first);
      },
      [&](const Worker& worker) { total.merge(worker.tally); });
  return total;
}

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
          simulate(model, batch);
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

}  // namespace

Tally count_votes(const Model& model, const Plan& plan, const Execution& execution) {
  Progress progress{execution, plan.replications};
  return count_votes(model, plan, execution, progress);
}

std::optional<Bounds> range_over_estimates(const Model& model, const Plan& plan,
                                           const Execution& execution) {
  Progress progress{execution, votes_over_estimates(model, plan)};
  return range_over_estimates(model, plan, execution, progress);
}

Result run(const Model& model, const Plan& plan, const Execution& execution) {
  Progress progress{execution, plan.replications + votes_over_estimates(model, plan)};
  Result result = conclude(model, plan, count_votes(model, plan, execution, progress));
  refine(model, plan, execution, result);
  result.over_estimates = range_over_estimates(model, plan, execution, progress);
  return result;
}

}  // namespace ayes
