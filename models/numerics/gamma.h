// The regularised incomplete gamma function, which is the distribution function of a gamma law with
// scale 1, and its inverse. The shape lies in [0.01, 1e7].
//
// Accuracy, in units of 2^-53: the smaller tail has a relative error of at most
//   48 + 4 |log tail| + 4 slope,
// slope being that of the log tail in log x: what half a rounding of x does by itself. Where the
// shape is below 1, 1024 takes the place of 48. The tail at an inverse is right to twice as much.
#pragma once

#include "models/numerics/tails.h"

namespace ayes::numerics {

// Computes P(shape, x) and Q(shape, x) = 1 - P for x >= 0: by series, continued fraction
// (Abramowitz and Stegun 6.5.29, 6.5.31), or for shapes above 30,000 by integrating the density
// over the tail.
Tails incomplete_gamma(double shape, double x);

// Computes P(shape, x), the chance that a gamma law is at most x >= 0.
double gamma_cdf(double x, double shape);

// Finds the x with P(shape, x) = u, u in [0, 1). Values below 1e-300 come out as 0.
double gamma_quantile(double u, double shape);

// Finds the x with P(shape, x) = Phi(z), to full accuracy in both tails, |z| <= 37.
double gamma_quantile_at_z(double z, double shape);

}  // namespace ayes::numerics
