// How far from the truth the alternatives lie that a sequential interval tests against.
//
// A run that wants a half-width X needs to tell a value from those X away: an interval tuned to X
// takes the fewest votes, but is wide if the run is stopped long before. So a quarter of the weight
// goes to alternatives 4, 16, 64, ... times as far away, which serve a run that is stopped short.
#pragma once

#include "models/numerics/elementary.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ayes {

struct StepAside {
  double distance = 0;
  double log_weight = 0;
};

// Returns the alternatives' distances X, 4 X, 16 X, ... below `greatest`, the weight of the k-th
// being 3/4 · 4^-k; the weights sum to less than 1. X lies above 0 and below `greatest`.
inline std::vector<StepAside> steps_aside(double half_width, double greatest) {
  std::vector<StepAside> steps;
  double weight = 0.75;
  for (double distance = half_width; distance < greatest; distance *= 4, weight /= 4) {
    steps.push_back({distance, numerics::log(weight)});
  }
  return steps;
}

// Returns log Σ e^x over the values of `term(k)` for k = 0 to `count` - 1; -infinity of nothing.
template <typename Term>
double log_of_sum(std::size_t count, const Term& term) {
  double greatest = -HUGE_VAL;
  for (std::size_t k = 0; k < count; ++k) greatest = std::max(greatest, term(k));
  if (greatest == -HUGE_VAL) return greatest;
  double sum = 0;
  for (std::size_t k = 0; k < count; ++k) sum += numerics::exp(term(k) - greatest);
  return greatest + numerics::log(sum);
}

}  // namespace ayes
