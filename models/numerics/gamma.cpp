#include "models/numerics/gamma.h"

#include "models/numerics/elementary.h"
#include "models/numerics/quadrature.h"
#include "models/numerics/saddle_point.h"
#include "models/numerics/tail_root.h"

#include <cassert>

namespace ayes::numerics {
namespace {

// Above this the tail is integrated: series and fraction would need hundreds of terms.
constexpr double kLargeShape = 30000.0;

constexpr double kSettled = 1e-16;
constexpr int kMostTerms = 100000;  // bounds the loops; at most a thousand are used

struct Shape {
  double a;
  double log_scale;  // log of the density of log x at the mean x = a
};

Shape shape_of(double a) { return {a, 0.5 * log(a) - kLogRootTwoPi - stirling_error(a)}; }

// Computes log(x^a e^-x / Gamma(a)), the log density of log x.
double log_density(const Shape& s, double x) { return s.log_scale - deviance(s.a, x); }

// Computes log(P / density) by the power series; its terms fall from the start when x <= a + 1.
double log_lower_series(const Shape& s, double x) {
  double term = 1.0 / s.a;
  double sum = term;
  for (int k = 1; k < kMostTerms && term > kSettled * sum; ++k) {
    term *= x / (s.a + k);
    sum += term;
  }
  return log(sum);
}

// Computes log(Q / density) by Legendre's continued fraction, evaluated forwards (Lentz 1976).
double log_upper_fraction(const Shape& s, double x) {
  double denominator = x + 1.0 - s.a;
  double value = denominator;
  double c = value;
  double d = 0.0;
  for (int k = 1; k < kMostTerms; ++k) {
    const double numerator = k * (s.a - k);
    denominator += 2.0;
    d = 1.0 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const double change = c * d;
    value *= change;
    if (change - 1.0 < kSettled && change - 1.0 > -kSettled) break;
  }
  return -log(value);
}

// Computes the log of the tail beyond x on one side (-1 lower, +1 upper) for a large shape, by
// integrating the density from x. Going out from x, h standard deviations off the mean, the log
// density falls about as h t + t^2 / 2, or along its tangent where that is steeper; the range ends
// where it has dropped by some 50, and by 40 at least.
double log_tail_integral(const Shape& s, double x, double side) {
  static const Quadrature rule = gauss_legendre(48);
  const double deviation = __builtin_sqrt(s.a);
  const double h = side * (x - s.a) / deviation;
  const double tangent = h * s.a / x;
  const double fall = h > tangent ? h : tangent;
  const double length = 110.0 / (fall + __builtin_sqrt(fall * fall + 110.0)) * deviation;
  const double top = log_density(s, x);
  double sum = 0.0;
  for (int i = 0; i < 48; ++i) {
    const double at = x + side * 0.5 * length * (1.0 + rule.nodes[i]);
    sum += rule.weights[i] * exp(log_density(s, at) - top) / at;
  }
  return top + log(0.5 * length * sum);
}

// Says whether the lower tail is the one to compute, the upper being 1 minus it. A small shape has
// most of its probability next to 0, and its upper tail is wanted from a tenth upwards.
bool lower_first(const Shape& s, double x) { return x < s.a || x < 0.4; }

double log_lower(const Shape& s, double x) {
  if (x <= 0.0) return -1.0 / 0.0;
  if (s.a > kLargeShape) return log_tail_integral(s, x, -1.0);
  return log_density(s, x) + log_lower_series(s, x);
}

double log_upper(const Shape& s, double x) {
  if (s.a > kLargeShape) return log_tail_integral(s, x, 1.0);
  return log_density(s, x) + log_upper_fraction(s, x);
}

double at_most_1(double chance) { return chance < 1.0 ? chance : 1.0; }

// Searches log x for a lower tail. Two starts: the straight line that the log tail approaches far
// out, and stays below; and a normal law of log x.
double lower_quantile(double log_tail, double shape) {
  if (log_tail < -1e300) return 0.0;
  const Shape s = shape_of(shape);
  const auto tail = [&s](double x) {
    const double log_p = lower_first(s, x) ? log_lower(s, x) : log1p(-exp(log_upper(s, x)));
    return LogTail{log_p, exp(log_density(s, x) - log_p)};
  };
  const double line = (log_tail + log(shape) - s.log_scale) / shape + log(shape) - 1.0;
  const double normal = log(shape) + rough_normal_quantile(log_tail) / __builtin_sqrt(shape);
  return tail_root(tail, log_tail, line > normal ? line : normal, 1000.0);
}

// Searches log x for an upper tail from the Wilson-Hilferty cube or, for a small shape, from the
// straight line of the lower tail.
double upper_quantile(double log_tail, double shape) {
  const Shape s = shape_of(shape);
  const auto tail = [&s](double x) {
    const double log_q = lower_first(s, x) ? log1p(-exp(log_lower(s, x))) : log_upper(s, x);
    return LogTail{log_q, -exp(log_density(s, x) - log_q)};
  };
  const double cube =
      1.0 - 1.0 / (9.0 * shape) - rough_normal_quantile(log_tail) / (3.0 * __builtin_sqrt(shape));
  const double line = (log1p(-exp(log_tail)) + log(shape) - s.log_scale) / shape + log(shape) - 1.0;
  const double start = shape < 0.5 ? line : log(shape) + 3.0 * log(cube);
  return tail_root(tail, log_tail, start, 1.0);
}

}  // namespace

Tails incomplete_gamma(double shape, double x) {
  assert(shape > 0.0 && x >= 0.0);
  const Shape s = shape_of(shape);
  if (lower_first(s, x)) {
    const double lower = at_most_1(exp(log_lower(s, x)));
    return {lower, 1.0 - lower};
  }
  const double upper = at_most_1(exp(log_upper(s, x)));
  return {1.0 - upper, upper};
}

double gamma_cdf(double x, double shape) { return incomplete_gamma(shape, x).lower; }

double gamma_quantile(double u, double shape) {
  assert(u >= 0.0 && u < 1.0);
  return u <= 0.5 ? lower_quantile(log(u), shape) : upper_quantile(log1p(-u), shape);
}

double gamma_quantile_at_z(double z, double shape) {
  if (z <= 0.0) return lower_quantile(log(normal_cdf(z)), shape);
  return upper_quantile(log(normal_cdf(-z)), shape);
}

}  // namespace ayes::numerics
