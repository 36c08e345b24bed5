// The forecast given what is known: replications are conditioned on evidence and carry weights
// (models/conditioning.h), which are counted as whole numbers.
#pragma once

#include "models/conditioning.h"
#include "sim/plan.h"
#include "sim/result.h"
#include "sim/run.h"
#include "sim/tally.h"

#include <cstdint>

namespace ayes {

// What weighted replications come to. A weight of `unit` is e^reference.
struct WeightedTally {
  Tally votes;    // each counted by its weight w
  Tally squares;  // each counted by w² / unit
  Int128 sum = 0, sum_of_squares = 0;
  std::int64_t largest = 0;
  std::int64_t unit = 1;
  double reference = 0;

  explicit WeightedTally(const Model& model) : votes(model), squares(model) {}
  void merge(const WeightedTally& other);
  // (Σw)² / Σw², and the largest weight over the sum; 0 where no replication has any weight.
  double effective() const;
  double share_of_largest() const;
};

// The fewest votes of equal weight, and the largest share of one vote in the weights, that a result
// is given for.
inline constexpr double fewest_effective = 100;
inline constexpr double largest_share = 0.05;

// The most replications of an update.
inline constexpr std::int64_t most_weighted = std::int64_t{1} << 24;

// Simulates plan.replications votes given the evidence and counts them by their weights.
WeightedTally count_weighted(const Model& model, const Conditioning& conditioning, const Plan& plan,
                             const Execution& execution);

// Says whether the weights are even enough for a result.
bool is_enough(const WeightedTally& tally);

// Works out what a tally of weighted votes says: an ordinary result, whose errors are those of the
// weights, with an UpdateResult that knows of the weights alone.
Result conclude(const Model& model, const Plan& plan, const WeightedTally& tally);

// Adds to an updated result how it was before: `before` is the result of an ordinary run.
void compare_with(const Result& before, Result& result);

}  // namespace ayes
