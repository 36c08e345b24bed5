#include "sim/explain/tornado.h"

#include "models/numerics/elementary.h"
#include "models/replication.h"
#include "models/support.h"
#include "sim/counted.h"
#include "sim/parallel.h"

#include <algorithm>
#include <array>
#include <atomic>

namespace ayes {
namespace {

constexpr double low_point = 0.1, high_point = 0.9;

// The value of an input at the uniform u, on the scale in which the steps use it.
double value_at(const Input& input, double u) {
  const double z = numerics::normal_quantile(u);
  if (const auto* constant = std::get_if<input::Constant>(&input.source)) return constant->value;
  if (const auto* normal = std::get_if<input::Normal>(&input.source))
    return normal->mean + normal->sd * z;
  if (const auto* log_normal = std::get_if<input::LogNormal>(&input.source))
    return numerics::exp(log_normal->mean + log_normal->sd * z);
  if (const auto* table = std::get_if<input::Tabulated>(&input.source))
    return table->curve.evaluate(z);
  const auto& discrete = std::get<input::Discrete>(input.source);
  std::size_t k = 0;
  while (u > discrete.cumulative[k]) ++k;
  return discrete.values[k];
}

// What came of the votes with one input at both its points.
struct BarCount {
  std::array<std::int64_t, 2> ratified{};  // at the low and the high point
  std::array<std::int64_t, 2> only{};      // at this point and not at the other
};

struct Count {
  std::int64_t as_drawn = 0;
  std::vector<BarCount> bars;
};

// Mean and error of numbers that are 1, -1 or 0.
Mean mean_of_signs(std::int64_t plus, std::int64_t minus, std::int64_t n) {
  const auto count = static_cast<double>(n);
  const double mean = static_cast<double>(plus - minus) / count;
  const double square = static_cast<double>(plus + minus) / count;
  return {mean, __builtin_sqrt(std::max(0.0, square - mean * mean) / count)};
}

}  // namespace

Tornado tornado(const Model& model, const Plan& plan, std::int64_t votes,
                const Execution& execution) {
  std::vector<Eigen::Index> uncertain;
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (!model.inputs[i].fixed()) uncertain.push_back(static_cast<Eigen::Index>(i));
  }
  const int capacity = execution.batch > 0 ? execution.batch : batch_size(model);
  const auto bars = static_cast<std::int64_t>(uncertain.size());
  std::atomic<std::int64_t> done{0};

  struct Worker {
    Batch batch;
    Count count;
  };
  Count total{0, std::vector<BarCount>(uncertain.size())};
  for_blocks(
      execution.threads, (votes + votes_a_block - 1) / votes_a_block,
      [&] {
        return Worker{Batch(model, plan.seed, capacity, *execution.kernels), total};
      },
      [&](Worker& worker, std::int64_t number) {
        Batch& batch = worker.batch;
        const std::int64_t last = std::min(votes, (number + 1) * votes_a_block);
        for (std::int64_t start = number * votes_a_block; start < last; start += capacity) {
          batch.first = start;
          batch.size = static_cast<int>(std::min<std::int64_t>(capacity, last - start));
          batch.inputs_given = false;
          simulate_decision(model, batch);
          worker.count.as_drawn += batch.ratified.head(batch.size).sum();
          batch.inputs_given = true;
          for (std::size_t b = 0; b < uncertain.size(); ++b) {
            const Input& input = model.inputs[static_cast<std::size_t>(uncertain[b])];
            const Column drawn = batch.shared.col(uncertain[b]);
            std::array<Counts, 2> ratified;
            for (std::size_t end : {0u, 1u}) {
              batch.shared.col(uncertain[b])
                  .setConstant(value_at(input, end == 0 ? low_point : high_point));
              simulate_decision(model, batch);
              ratified[end] = batch.ratified.head(batch.size);
            }
            batch.shared.col(uncertain[b]) = drawn;
            BarCount& bar = worker.count.bars[b];
            for (std::size_t end : {0u, 1u}) {
              bar.ratified[end] += ratified[end].sum();
              bar.only[end] += (ratified[end] > ratified[1 - end]).cast<std::int64_t>().sum();
            }
          }
        }
        const std::int64_t now = done += (last - number * votes_a_block) * (2 * bars + 1);
        if (execution.progress && !execution.progress(now, votes * (2 * bars + 1)))
          throw Interrupted{};
      },
      [&](const Worker& worker) {
        total.as_drawn += worker.count.as_drawn;
        for (std::size_t b = 0; b < uncertain.size(); ++b) {
          for (std::size_t end : {0u, 1u}) {
            total.bars[b].ratified[end] += worker.count.bars[b].ratified[end];
            total.bars[b].only[end] += worker.count.bars[b].only[end];
          }
        }
      });

  Tornado result{votes, chance_of(total.as_drawn, votes, plan.level), {}};
  for (std::size_t b = 0; b < uncertain.size(); ++b) {
    const Input& input = model.inputs[static_cast<std::size_t>(uncertain[b])];
    const auto stated = [&](double u) {
      const double value = value_at(input, u);
      return input.probit ? numerics::normal_cdf(value) : value;
    };
    const BarCount& bar = total.bars[b];
    result.bars.push_back({input.path, input.kind, stated(low_point), stated(high_point),
                           chance_of(bar.ratified[0], votes, plan.level),
                           chance_of(bar.ratified[1], votes, plan.level),
                           mean_of_signs(bar.only[1], bar.only[0], votes)});
  }
  const auto length = [](const TornadoBar& bar) {
    return bar.difference.mean < 0 ? -bar.difference.mean : bar.difference.mean;
  };
  std::stable_sort(result.bars.begin(), result.bars.end(),
                   [&](const TornadoBar& a, const TornadoBar& b) { return length(a) > length(b); });
  return result;
}

}  // namespace ayes
