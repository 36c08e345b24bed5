#include "sim/chance_sequence.h"

#include "sim/steps_aside.h"

namespace ayes {
namespace {

// Where the values that are refused for being too low end: the ratio falls as p rises.
double low_end(double successes, double failures, double level,
               const std::vector<StepAside>& steps) {
  if (successes == 0) return 0;
  const double refused = numerics::log(2 / (1 - level));
  const auto evidence = [&](double p) {
    return log_of_sum(steps.size(), [&](std::size_t k) {
      const double d = steps[k].distance;
      if (p + d < 1) {
        return steps[k].log_weight + successes * numerics::log1p(d / p) +
               failures * numerics::log1p(-d / (1 - p));
      }
      return failures > 0 ? -HUGE_VAL : steps[k].log_weight - successes * numerics::log(p);
    });
  };
  double low = 0, high = successes / (successes + failures);
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = low + (high - low) / 2;
    (evidence(middle) >= refused ? low : high) = middle;
  }
  return low;
}

}  // namespace

Bounds chance_under_looking(std::int64_t successes, std::int64_t trials, double level,
                            double half_width) {
  const std::vector<StepAside> steps = steps_aside(half_width, 1);
  const auto yes = static_cast<double>(successes), no = static_cast<double>(trials - successes);
  return {low_end(yes, no, level, steps), 1 - low_end(no, yes, level, steps)};
}

}  // namespace ayes
