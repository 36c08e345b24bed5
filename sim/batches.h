// Walks over the votes of a plan, a batch at a time, for counts that need more than one model or
// less than a whole tally.
#pragma once

#include "models/replication.h"
#include "sim/parallel.h"
#include "sim/run.h"

#include <algorithm>
#include <atomic>
#include <vector>

namespace ayes {

// Calls add(tally, batches) for all of the plan's votes, batches[m] being the same replications of
// models[m], simulated by `simulate_one(model, batch)`. Each thread counts into a tally of its own,
// made by make_tally(); returns them merged. The blocks are those of run().
template <typename MakeTally, typename Simulate, typename Add>
auto count_batches(const std::vector<const Model*>& models, const Plan& plan, Range range,
                   const Execution& execution, MakeTally make_tally, Simulate simulate_one,
                   Add add) {
  int capacity = execution.batch;
  if (capacity <= 0) {
    capacity = batch_size(*models.front());
    for (const Model* model : models) capacity = std::min(capacity, batch_size(*model));
  }
  struct Worker {
    std::vector<Batch> batches;
    decltype(make_tally()) tally;
  };
  auto total = make_tally();
  std::atomic<std::int64_t> done{0};
  const std::int64_t first_block = range.first / votes_a_block;
  for_blocks(
      execution.threads, (range.last + votes_a_block - 1) / votes_a_block - first_block,
      [&] {
        Worker worker{{}, make_tally()};
        for (const Model* model : models) {
          worker.batches.emplace_back(*model, plan.seed, capacity, *execution.kernels);
        }
        return worker;
      },
      [&](Worker& worker, std::int64_t number) {
        const std::int64_t first = std::max((first_block + number) * votes_a_block, range.first);
        const std::int64_t last = std::min((first_block + number + 1) * votes_a_block, range.last);
        for (std::int64_t start = first; start < last; start += capacity) {
          for (std::size_t m = 0; m < models.size(); ++m) {
            worker.batches[m].first = start;
            worker.batches[m].size =
                static_cast<int>(std::min<std::int64_t>(capacity, last - start));
            simulate_one(*models[m], worker.batches[m]);
          }
          add(worker.tally, worker.batches);
        }
        const std::int64_t now = done += last - first;
        if (execution.progress && !execution.progress(now, range.last - range.first)) {
          throw Interrupted{};
        }
      },
      [&](const Worker& worker) { total.merge(worker.tally); });
  return total;
}

}  // namespace ayes
