// Elementary functions in our own arithmetic, one number at a time, for what is computed once when
// a scenario is compiled. They are the functions of the column kernels, so a number has the same
// bits in both, and on every machine and compiler; the C library's own functions give no such
// promise.
#pragma once

namespace ayes::numerics {

// Computes e^x. Relative error at most 3e-16 where the result is a normal number; 0 and infinity
// beyond.
double exp(double x);

// Computes the natural logarithm: -infinity at 0, NaN below. Relative error at most 3e-16.
double log(double x);

// Computes log(1 + x) for x >= -1, to a relative error of 4e-16 also near x = 0.
double log1p(double x);

// Computes the logarithm of the gamma function, x > 0. Relative error at most 1e-14.
double log_gamma(double x);

// Computes Phi(x), the standard normal distribution function. Relative error at most 1e-15 where
// the result is a normal number (x > -37.5); exactly 0 and 1 at the infinities.
double normal_cdf(double x);

// Computes the quantile of the standard normal law: -infinity at 0, infinity at 1, NaN outside [0,
// 1]. Relative error at most 1e-15.
double normal_quantile(double u);

// Computes the standard normal density. Relative error at most 1e-15 where the result is a normal
// number.
double normal_density(double x);

// Computes Phi2(a, b; r), the chance that two standard normals with correlation r in [-1, 1] are at
// most a and b. Absolute error at most 1e-10; r = -1 and 1 are the exact limits.
double bivariate_normal_cdf(double a, double b, double r);

}  // namespace ayes::numerics
