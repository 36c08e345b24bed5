// Forecasts of votes that a fit has not seen, by the draws of its chains.
#pragma once

#include "sim/learning/mixed_model.h"
#include "sim/learning/opinion_law.h"

#include <functional>
#include <vector>

namespace ayes::learning {

// Forecasts of some votes, each by itself; votes of which the fit knows the same share a law.
struct Forecasts {
  std::vector<OpinionLaw> laws;
  std::vector<std::size_t> law_of;  // by vote
};

// Fits the mixed model to the leaves that are known, and forecasts the others: in each draw a vote
// is normal given the spreads, the fixed numbers, what the draw says of its ratification and its
// union where votes of them are known, and the opinions of its own unit's known votes. Chains are
// run one after another; there is at least one leaf that is known. Columns are standardised
// already. `swept`, if any, is called after each sweep of a chain; what it throws ends the fit.
Forecasts forecast(const std::vector<Leaf>& known, const std::vector<Leaf>& hidden,
                   const Priors& priors, const Sampling& sampling,
                   const std::function<void()>& swept = {});

}  // namespace ayes::learning
