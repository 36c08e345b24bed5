// Errors of what was counted in weighted replications.
#pragma once

#include "sim/update.h"

namespace ayes {

// Sets standard errors and intervals in a result that was concluded from weighted votes: those of
// self-normalised importance sampling, se² = Σ w² (x − mean)² / (Σ w)² over the votes that have x,
// and Wilson's interval at as many trials as give that error. Numbers of replications become those
// of as many votes as were simulated; quantiles of measures get errors.
void set_weighted_errors(const Model& model, const WeightedTally& tally, Result& result);

}  // namespace ayes
