// Whether chains have seen enough of their law.
#pragma once

#include <vector>

namespace ayes::learning {

// Computes how many independent draws the draws of some chains are worth for their mean, from
// their autocorrelation up to the first pair of lags whose sum is not positive (Geyer 1992); at
// most their number. `chains` are equally long, with at least 4 draws. Draws that never change are
// worth their number.
double effective_draws(const std::vector<std::vector<double>>& chains);

// Computes the split-chain potential scale reduction (Gelman et al. 2013): 1 where halves of chains
// agree. Draws that never change give 1.
double scale_reduction(const std::vector<std::vector<double>>& chains);

}  // namespace ayes::learning
