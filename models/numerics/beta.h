// The regularised incomplete beta function, which is the distribution function of a Beta law, and
// its inverse. Shapes a and b lie in [0.01, 1e7]; a share x comes with its complement 1 - x where
// either may be tiny.
//
// Accuracy, in units of 2^-53: the smaller tail has a relative error of at most
//   48 + 4 |log tail| + 4 slope,
// slope being that of the log tail in log(x / (1 - x)): what half a rounding of x does by itself.
// Where a shape is below 1, 1024 takes the place of 48. The tail at an inverse is right to twice as
// much.
#pragma once

#include "models/numerics/tails.h"

namespace ayes::numerics {

// Computes I_x(a, b) and 1 - I_x(a, b) for x in [0, 1] and complement = 1 - x: by the continued
// fraction of DiDonato and Morris (TOMS 708, 1992), or for shapes above 30,000 by integrating the
// density over the tail.
Tails incomplete_beta(double a, double b, double x, double complement);

// Computes I_x(a, b), the chance that a Beta(a, b) share is at most x.
double beta_cdf(double x, double a, double b);

// Finds the share x with I_x(a, b) = u, u in [0, 1]. Shares below 1e-300 come out as 0.
double beta_quantile(double u, double a, double b);

// Finds the share x with I_x(a, b) = Phi(z), to full accuracy in both tails, |z| <= 37.
double beta_quantile_at_z(double z, double a, double b);

// Finds the odds x / (1 - x) at which the lower tail I_x(a, b) has the logarithm log_tail, which
// must lie below log(0.9); 0 where the odds are below 1e-300. Swap a and b and invert for an upper
// tail.
double beta_odds(double log_tail, double a, double b);

}  // namespace ayes::numerics
