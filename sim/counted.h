// From whole-number tallies to a chance or a mean with its error.
#pragma once

#include "sim/intervals.h"
#include "sim/moments.h"
#include "sim/result.h"

#include <array>
#include <cstdint>

namespace ayes {

// The quantiles of a measure that results give.
inline constexpr std::array quantile_levels = {0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975};

// The chance of what happened in `successes` of `trials` replications, its standard error and its
// Wilson interval at the level given; zeros where there was no trial.
inline Chance chance_of(std::int64_t successes, std::int64_t trials, double level) {
  if (trials == 0) return {};
  const double p = static_cast<double>(successes) / static_cast<double>(trials);
  return {p, __builtin_sqrt(p * (1 - p) / static_cast<double>(trials)),
          wilson(successes, trials, level)};
}

// The mean of a tally and its standard error, in units of `scale`.
inline Mean mean_of(const Moments& moments, double scale = 1) {
  return {scale * mean(moments), scale * standard_error(moments)};
}

}  // namespace ayes
