#include "sim/update.h"

#include "models/numerics/elementary.h"
#include "models/replication.h"
#include "sim/measures.h"
#include "sim/parallel.h"
#include "sim/weighted_errors.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>

namespace ayes {
namespace {

constexpr std::int64_t asked_votes =
    16 * votes_a_block;  // of those asked what 5 points would change
// A weight may be so many times the reference.
constexpr std::int64_t headroom = 16;
constexpr double nothing = -1e299;  // logarithms below are of no weight

// The unit of weights: as many halvings of the reference's weight as keep every sum of weights,
// and of their products with what is measured, within 62 bits (126 for squares).
std::int64_t unit_of(const Model& model, std::int64_t replications) {
  double greatest = 1'000'000;
  for (const Measure& measure : measures_of(model))
    greatest = std::max(greatest, static_cast<double>(measure.greatest));
  const double most = static_cast<double>(replications) * headroom * headroom;
  std::int64_t unit = std::int64_t{1} << 20;
  while (unit > 16 && (most * static_cast<double>(unit) * greatest > 0x1p62 ||
                       most * static_cast<double>(unit) * greatest * greatest > 0x1p126))
    unit /= 2;
  return unit;
}

struct WeighingWorker {
  Batch batch;
  std::unique_ptr<Conditioned> conditioned;
  WeightedTally tally;
  double greatest = nothing;
  std::vector<std::int64_t> weights, squares;
};

// One pass over votes 0 to `replications`; returns the greatest logarithm of a weight.
double pass(const Model& model, const Conditioning& conditioning, const Plan& plan,
            std::int64_t replications, const Execution& execution, bool counts,
            WeightedTally& total) {
  const int capacity = execution.batch > 0 ? execution.batch : batch_size(model);
  double greatest = nothing;
  std::atomic<std::int64_t> done{0};
  for_blocks(
      execution.threads, (replications + votes_a_block - 1) / votes_a_block,
      [&] {
        WeighingWorker worker{Batch(model, plan.seed, capacity, *execution.kernels),
                              std::make_unique<Conditioned>(conditioning, capacity),
                              WeightedTally(model),
                              nothing,
                              {},
                              {}};
        worker.tally.unit = total.unit;
        worker.tally.reference = total.reference;
        return worker;
      },
      [&](WeighingWorker& worker, std::int64_t number) {
        const std::int64_t last = std::min((number + 1) * votes_a_block, replications);
        for (std::int64_t start = number * votes_a_block; start < last; start += capacity) {
          Batch& batch = worker.batch;
          batch.first = start;
          batch.size = static_cast<int>(std::min<std::int64_t>(capacity, last - start));
          batch.conditioned = worker.conditioned.get();
          if (counts) {
            simulate(model, batch);
          } else {
            hold_vote(model, batch, Questions::both);
          }
          // Votes that meet evidence take long: tell of each batch.
          const std::int64_t now = done += batch.size;
          if (execution.progress && !execution.progress(now, replications)) throw Interrupted{};
          const Column& logs = worker.conditioned->log_weight;
          for (int i = 0; i < batch.size; ++i) worker.greatest = std::max(worker.greatest, logs[i]);
          if (!counts) continue;
          worker.weights.assign(static_cast<std::size_t>(batch.size), 0);
          worker.squares = worker.weights;
          WeightedTally& tally = worker.tally;
          for (int i = 0; i < batch.size; ++i) {
            if (logs[i] < nothing) continue;
            const double relative = numerics::exp(std::min(logs[i] - tally.reference, 40.0));
            const double most = static_cast<double>(headroom);
            const auto w = static_cast<std::int64_t>(
                std::min(relative, most) * static_cast<double>(tally.unit) + 0.5);
            worker.weights[static_cast<std::size_t>(i)] = w;
            worker.squares[static_cast<std::size_t>(i)] = (w * w + tally.unit / 2) / tally.unit;
            tally.sum += w;
            tally.sum_of_squares += static_cast<Int128>(w) * w;
            tally.largest = std::max(tally.largest, w);
          }
          tally.votes.add(model, batch, start < asked_votes, worker.weights.data());
          tally.squares.add(model, batch, start < asked_votes, worker.squares.data());
        }
      },
      [&](const WeighingWorker& worker) {
        greatest = std::max(greatest, worker.greatest);
        total.merge(worker.tally);
      });
  return greatest;
}

}  // namespace

void WeightedTally::merge(const WeightedTally& other) {
  votes.merge(other.votes);
  squares.merge(other.squares);
  sum += other.sum;
  sum_of_squares += other.sum_of_squares;
  largest = std::max(largest, other.largest);
}

double WeightedTally::effective() const {
  if (sum == 0) return 0;
  const auto all = static_cast<double>(sum);
  return all / static_cast<double>(sum_of_squares) * all;
}

double WeightedTally::share_of_largest() const {
  return sum == 0 ? 0 : static_cast<double>(largest) / static_cast<double>(sum);
}

WeightedTally count_weighted(const Model& model, const Conditioning& conditioning, const Plan& plan,
                             const Execution& execution) {
  // The reference is the greatest weight of the first block; where a later one is far
  // above, the votes are counted again with that one.
  Execution quiet = execution;
  if (execution.progress) {
    quiet.progress = [&](std::int64_t, std::int64_t) {
      return execution.progress(0, plan.replications);
    };
  }
  WeightedTally unread(model);
  double reference = pass(model, conditioning, plan, std::min(votes_a_block, plan.replications),
                          quiet, false, unread);
  while (true) {
    WeightedTally tally(model);
    tally.unit = unit_of(model, plan.replications);
    tally.reference = reference;
    const double greatest =
        pass(model, conditioning, plan, plan.replications, execution, true, tally);
    if (greatest <= reference + numerics::log(static_cast<double>(headroom))) return tally;
    reference = greatest;
  }
}

bool is_enough(const WeightedTally& tally) {
  return tally.effective() >= fewest_effective && tally.share_of_largest() <= largest_share;
}

Result conclude(const Model& model, const Plan& plan, const WeightedTally& tally) {
  Result result = conclude(model, plan, tally.votes);
  set_weighted_errors(model, tally, result);
  // Correlations are of normals that the evidence moved: no measure of anything.
  result.influences.clear();
  UpdateResult& update = result.update.emplace();
  update.effective = tally.effective();
  update.largest = tally.share_of_largest();
  update.log_evidence = tally.reference + numerics::log(static_cast<double>(tally.sum) /
                                                        static_cast<double>(plan.replications) /
                                                        static_cast<double>(tally.unit));
  return result;
}

void compare_with(const Result& before, Result& result) {
  UpdateResult& update = *result.update;
  update.before = before.ratified;
  for (std::size_t m = 0; m < result.measures.size(); ++m) {
    const MeasureResult &now = result.measures[m], &then = before.measures[m];
    update.measures.push_back(
        {now.name, now.unit, {then.all.mean, then.all.se}, {now.all.mean, now.all.se}});
  }
  for (std::size_t u = 0; u < result.unions.size(); ++u) {
    update.moved.push_back(
        {result.unions[u].name, true, before.unions[u].yes, result.unions[u].yes});
  }
  for (std::size_t u = 0; u < result.units.size(); ++u) {
    const UnitResult& unit = result.units[u];
    if (result.unions[static_cast<std::size_t>(unit.union_index)].units.size() == 1) continue;
    update.moved.push_back({unit.name, false, before.units[u].package_yes, unit.package_yes});
  }
  std::stable_sort(update.moved.begin(), update.moved.end(),
                   [](const MovedBody& a, const MovedBody& b) {
                     const auto move = [](const MovedBody& body) {
                       return std::abs(body.after.probability - body.before.probability);
                     };
                     return move(a) > move(b);
                   });
}

}  // namespace ayes
