// The chi-squared law: the common scale of a multivariate Student t, one draw a replication.
#pragma once

namespace ayes::numerics {

// Finds the x that a chi-squared law with the given degrees of freedom, 0.02 to 2e7, stays below
// with chance Phi(z), to full accuracy in both tails, |z| <= 37. Accuracy: that of
// gamma_quantile_at_z.
double chi_squared_quantile_at_z(double z, double degrees_of_freedom);

// Computes the chance of at most x >= 0. Accuracy: that of incomplete_gamma.
double chi_squared_cdf(double x, double degrees_of_freedom);

}  // namespace ayes::numerics
