#include "sim/sensitivity/variance_shares.h"

#include "models/numerics/elementary.h"
#include "sim/parallel.h"

#include <algorithm>
#include <atomic>
#include <cassert>

namespace ayes::sensitivity {
namespace {

constexpr std::int64_t block = 1024;  // points

using Values = std::vector<double>;

// Evaluates the function at all points for one choice of samples after another. Every value has a
// place of its own, so threads need not agree about anything.
class Evaluator {
 public:
  Evaluator(const Experiment& experiment, const Sampling& sampling, const Execution& execution,
            std::int64_t choices)
      : experiment_(experiment),
        points_(sampling.points),
        execution_(execution),
        wanted_(choices * sampling.points),
        functions_(experiment.make) {}

  Values operator()(const std::vector<std::uint8_t>& second) {
    Values values(static_cast<std::size_t>(points_));
    for_blocks_in_order(execution_.threads, 0, (points_ + block - 1) / block, functions_,
                        [&](TwoSampleFunction& function, std::int64_t number) {
                          const std::int64_t first = number * block;
                          const std::int64_t n = std::min(block, points_ - first);
                          function(second, first, static_cast<int>(n), values.data() + first);
                          const std::int64_t now = done_ += n;
                          if (execution_.progress && !execution_.progress(now, wanted_))
                            throw Interrupted{};
                          return true;
                        });
    return values;
  }

  Values with(const std::vector<const TermGroup*>& groups) {
    std::vector<std::uint8_t> second(static_cast<std::size_t>(experiment_.terms), 0);
    for (const TermGroup* group : groups) {
      for (int term : *group) second[static_cast<std::size_t>(term)] = 1;
    }
    return (*this)(second);
  }

  Values all_second() {
    return (*this)(std::vector<std::uint8_t>(static_cast<std::size_t>(experiment_.terms), 1));
  }

 private:
  const Experiment& experiment_;
  const std::int64_t points_;
  const Execution& execution_;
  const std::int64_t wanted_;
  std::atomic<std::int64_t> done_{0};
  PerThread<TwoSampleFunction> functions_;
};

// Both samples, centred on their common mean, and what each point adds to the variance.
struct Spread {
  Values a, b, square;
  double mean = 0, variance = 0;

  Spread(Values first, Values second) : a(std::move(first)), b(std::move(second)) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] + b[i];
    mean = sum / (2 * static_cast<double>(a.size()));
    for (std::size_t i = 0; i < a.size(); ++i) {
      a[i] -= mean;
      b[i] -= mean;
      square.push_back((a[i] * a[i] + b[i] * b[i]) / 2);
      variance += square[i];
    }
    variance /= static_cast<double>(a.size());
  }
};

// The ratio of the mean of `part` to the variance. Its error is that of a ratio of means: the
// spread of part − ratio · square. The common mean adds nothing to it: where it is the mean,
// neither numerator nor denominator move with it.
Share share(const Values& part, const Spread& spread, double level) {
  if (!(spread.variance > 0)) return {};
  const auto n = static_cast<double>(part.size());
  double sum = 0, squares = 0;
  for (double each : part) sum += each;
  const double ratio = sum / n / spread.variance;
  for (std::size_t i = 0; i < part.size(); ++i) {
    const double rest = part[i] - ratio * spread.square[i];
    squares += rest * rest;
  }
  const double se = __builtin_sqrt(squares / (n - 1) / n) / spread.variance;
  const double width = numerics::normal_quantile((1 + level) / 2) * se;
  return {ratio, se, {ratio - width, ratio + width}};
}

// Cov(f(B), f(its terms from B, the others from A)).
Values first_order_parts(const Spread& spread, const Values& mixed) {
  Values parts(mixed.size());
  for (std::size_t i = 0; i < mixed.size(); ++i)
    parts[i] = spread.b[i] * (mixed[i] - spread.mean - spread.a[i]);
  return parts;
}

// Half the mean square of what changes when its terms alone are drawn anew.
Values total_parts(const Spread& spread, const Values& mixed) {
  Values parts(mixed.size());
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    const double change = mixed[i] - spread.mean - spread.a[i];
    parts[i] = change * change / 2;
  }
  return parts;
}

// How much of a Shapley effect each subset of the other groups makes: s! (g - 1 - s)! / g!.
std::vector<double> shapley_weights(int groups) {
  std::vector<double> weights = {1.0 / groups};
  for (int s = 1; s < groups; ++s) weights.push_back(weights.back() * s / (groups - s));
  return weights;
}

}  // namespace

std::vector<VarianceShares> variance_shares(const Experiment& experiment,
                                            const std::vector<TermGroup>& groups,
                                            const Sampling& sampling, const Execution& execution) {
  Evaluator evaluate(experiment, sampling, execution, static_cast<std::int64_t>(groups.size()) + 2);
  Values first = evaluate.with({});
  const Spread spread(std::move(first), evaluate.all_second());
  std::vector<VarianceShares> shares;
  for (const TermGroup& group : groups) {
    const Values mixed = evaluate.with({&group});
    shares.push_back({share(first_order_parts(spread, mixed), spread, sampling.level),
                      share(total_parts(spread, mixed), spread, sampling.level),
                      {}});
  }
  return shares;
}

std::vector<VarianceShares> shapley_effects(const Experiment& experiment,
                                            const std::vector<TermGroup>& groups,
                                            const Sampling& sampling, const Execution& execution) {
  const auto count = static_cast<int>(groups.size());
  assert(count <= 10);
  const std::size_t subsets = std::size_t{1} << count;
  Evaluator evaluate(experiment, sampling, execution, static_cast<std::int64_t>(subsets) + 1);
  std::vector<Values> mixed;  // by subset of groups that are taken from the second sample
  for (std::size_t set = 0; set < subsets; ++set) {
    std::vector<const TermGroup*> second;
    for (int g = 0; g < count; ++g) {
      if (set >> g & 1) second.push_back(&groups[static_cast<std::size_t>(g)]);
    }
    mixed.push_back(evaluate.with(second));
  }
  const Spread spread(mixed[0], evaluate.all_second());

  const std::vector<double> weights = shapley_weights(count);
  std::vector<VarianceShares> shares;
  for (int g = 0; g < count; ++g) {
    const std::size_t own = std::size_t{1} << g;
    Values parts(mixed[0].size(), 0.0);
    for (std::size_t set = 0; set < subsets; ++set) {
      if (set & own) continue;
      const auto size = static_cast<std::size_t>(__builtin_popcountll(set));
      const Values &with = mixed[set | own], &without = mixed[set];
      for (std::size_t i = 0; i < parts.size(); ++i)
        parts[i] += weights[size] * spread.b[i] * (with[i] - without[i]);
    }
    shares.push_back({share(first_order_parts(spread, mixed[own]), spread, sampling.level),
                      share(total_parts(spread, mixed[own]), spread, sampling.level),
                      share(parts, spread, sampling.level)});
  }
  return shares;
}

}  // namespace ayes::sensitivity
