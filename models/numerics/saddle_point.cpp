#include "models/numerics/saddle_point.h"

#include "models/numerics/elementary.h"

namespace ayes::numerics {
namespace {

// Computes 1/3 + y/5 + y^2/7 + ..., the tail of atanh, for y in [0, 0.2].
double atanh_tail(double y) {
  static constexpr int kTerms = 24;
  double sum = 0.0;
  for (int k = kTerms; k >= 1; --k) sum = sum * y + 1.0 / (2 * k + 1);
  return sum;
}

// Stirling's series, B_2k / (2k (2k - 1) x^(2k - 1)), for x >= 16: the first term left out is
// below 1e-18.
double stirling_series(double x) {
  const double y = 1.0 / (x * x);
  double sum = -691.0 / 360360.0;
  sum = sum * y + 1.0 / 1188.0;
  sum = sum * y - 1.0 / 1680.0;
  sum = sum * y + 1.0 / 1260.0;
  sum = sum * y - 1.0 / 360.0;
  sum = sum * y + 1.0 / 12.0;
  return sum / x;
}

// Computes stirling_error(x) - stirling_error(x + 1) = (x + 1/2) log(1 + 1/x) - 1.
double stirling_step(double x) {
  if (x < 1.0) return (x + 0.5) * log((x + 1.0) / x) - 1.0;
  const double r = 1.0 / (2.0 * x + 1.0);  // log(1 + 1/x) = 2 atanh(r)
  return r * r * atanh_tail(r * r);
}

}  // namespace

double log1p_minus(double x) {
  if (x < -0.55 || x > 1.2) return log1p(x) - x;
  const double r = x / (2.0 + x);  // log(1 + x) = 2 atanh(r)
  const double y = r * r;
  return r * (2.0 * y * atanh_tail(y) - x);
}

double stirling_error(double x) {
  double steps = 0.0;
  for (; x < 16.0; x += 1.0) steps += stirling_step(x);
  return steps + stirling_series(x);
}

double deviance(double observed, double expected) {
  return deviance(observed, expected, expected - observed);
}

double deviance(double observed, double expected, double expected_minus_observed) {
  if (observed == 0.0) return expected;
  const double excess = expected_minus_observed / observed;
  if (excess < -0.55) return observed * log(observed / expected) + expected_minus_observed;
  return -observed * log1p_minus(excess);
}

}  // namespace ayes::numerics
