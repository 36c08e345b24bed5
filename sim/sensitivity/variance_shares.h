// Where the variance of a number comes from that depends on independent terms of chance: Sobol's
// indices and Shapley effects, estimated by picking some terms anew and freezing the others.
//
// Whatever the function is, a simulated vote or a line of algebra, it is given as one that can take
// each term from either of two independent samples (see user_function.h).
#pragma once

#include "sim/intervals.h"
#include "sim/run.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace ayes::sensitivity {

// Fills out[i] with the function at point first + i, n of them: each term taken from the first
// sample or, where second[term] is not 0, from the second.
using TwoSampleFunction = std::function<void(std::span<const std::uint8_t> second,
                                             std::int64_t first, int n, double* out)>;

struct Experiment {
  int terms = 0;
  std::function<TwoSampleFunction()> make;  // one for each thread
};

// Terms that are looked at together.
using TermGroup = std::vector<int>;

struct Sampling {
  std::int64_t points = 0;  // 2 or more
  double level = 0.95;
};

// A share of the variance, estimated: it may fall below 0 or above 1, and is never clipped.
struct Share {
  double value = 0, se = 0;
  Bounds interval{0, 0};
  // Whether the interval holds what no share can be, below 0 or above 1: more points are needed
  // before the number is believed.
  bool reaches_nonsense() const { return interval.low < 0 || interval.high > 1; }
};

struct VarianceShares {
  // Alone: Var(E[f | group]) / Var(f). In all it takes part in: 1 - Var(E[f | others]) / Var(f).
  Share first_order, total;
  // Its fair part, with every joint effect divided evenly among those who make it (Owen 2014);
  // the effects of all groups add up to 1 but for the error of sampling.
  Share shapley;
};

// Estimates first order and total of each group (Saltelli et al. 2010; Jansen 1999), at the cost of
// points · (groups + 2) evaluations. Standard errors are those of ratios of means. All are 0 when
// the function doesn't vary. Calls execution.progress with evaluations done and wanted.
std::vector<VarianceShares> variance_shares(const Experiment& experiment,
                                            const std::vector<TermGroup>& groups,
                                            const Sampling& sampling, const Execution& execution);

// The same with Shapley effects, from all subsets of up to 10 groups: points · 2^groups
// evaluations. A term in no group counts as noise of its own that is in no share.
std::vector<VarianceShares> shapley_effects(const Experiment& experiment,
                                            const std::vector<TermGroup>& groups,
                                            const Sampling& sampling, const Execution& execution);

}  // namespace ayes::sensitivity
