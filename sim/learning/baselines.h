// Plain forecasts that the mixed model must beat, each with a fitted dispersion
// (docs/model.md, "Learning").
#pragma once

#include "sim/learning/forecast.h"

namespace ayes::learning {

// Returns the leaves as votes of which nothing is told but the ratification: no unions, no later
// votes, no contracts, no columns, each of a unit of its own.
std::vector<Leaf> plain(const std::vector<Leaf>& leaves);

// Independent votes: s = mean + unit, with the prior of the mean and, for the one spread, the
// length of the scales of swing, union and unit. For plain leaves.
Priors independent_priors();

// A common swing: s = mean + swing + unit. For plain leaves.
Priors common_swing_priors();

// Computes the share of yes of all ballots, or the mean of the shares where one is known without
// ballots; leaves of which only the outcome is known tell nothing. Between 0.005 and 0.995; a half
// of no leaves.
double pooled_share(const std::vector<Leaf>& leaves);

// Computes what the pooled share so far forecasts for any further vote of a ratification of which
// `of_it` are known: an opinion normal about the probit of their pooled share, with variance
// dispersion^2 (1 + 1/n), n being how many of them state a share. The dispersion makes each known
// vote, forecast in this way by the others of its own ratification, most likely. With nothing known
// of it, the pooled share is that of all `known` votes, and so is the dispersion. `known` includes
// `of_it`.
NormalLaw pooled_share_so_far(const std::vector<Leaf>& known, const std::vector<Leaf>& of_it);

}  // namespace ayes::learning
