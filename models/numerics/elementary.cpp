#include "models/numerics/elementary.h"

#include <cstdint>

namespace ayes::numerics {

namespace scalar {
namespace {
#include "models/kernels/elementary.inl"
}  // namespace
}  // namespace scalar

double exp(double x) { return scalar::exp(x); }

double log(double x) { return scalar::log(x); }

double log1p(double x) { return scalar::log1p(x); }

double log_gamma(double x) { return scalar::log_gamma(x); }

double normal_cdf(double x) { return scalar::normal_cdf(x); }

double normal_quantile(double u) {
  if (u > 0.0 && u < 1.0) return scalar::normal_quantile(u);
  if (u == 0.0) return -scalar::infinity;
  if (u == 1.0) return scalar::infinity;
  return __builtin_nan("");
}

double normal_density(double x) { return scalar::normal_density(x); }

double bivariate_normal_cdf(double a, double b, double r) {
  return scalar::bivariate_normal_cdf(a, b, r);
}

}  // namespace ayes::numerics
