// The pieces of a gamma, beta or binomial probability that stay accurate when its parameters are in
// the millions, where differences of log-gammas lose half their digits: the error of Stirling's
// formula and the deviance (C. Loader, Fast and Accurate Computation of Binomial Probabilities,
// 2000).
#pragma once

namespace ayes::numerics {

// log(sqrt(2 pi)).
inline constexpr double kLogRootTwoPi = 0x1.d67f1c864beb5p-1;

// Computes log(1 + x) - x for x > -1. Relative error at most 2e-15, also near x = 0.
double log1p_minus(double x);

// Computes log Gamma(x + 1) - log(sqrt(2 pi x)) - x log x + x, what Stirling's formula leaves out,
// for x > 0. Absolute error at most 2e-15; below 1e-16 relative to the terms it corrects.
double stirling_error(double x);

// Computes observed log(observed / expected) + expected - observed, zero where they are equal and
// positive elsewhere, for observed >= 0 and expected >= 0. Relative error at most 4e-15, and
// besides that of the difference observed - expected, which the second form takes when it is known
// better.
double deviance(double observed, double expected);
double deviance(double observed, double expected, double expected_minus_observed);

}  // namespace ayes::numerics
