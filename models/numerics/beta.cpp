#include "models/numerics/beta.h"

#include "models/numerics/elementary.h"
#include "models/numerics/quadrature.h"
#include "models/numerics/saddle_point.h"
#include "models/numerics/tail_root.h"

#include <cassert>

namespace ayes::numerics {
namespace {

// Above this, for both shapes, the tail is integrated: the fraction would need hundreds of terms.
constexpr double kLargeShape = 30000.0;

// What the density of a Beta law needs of its shapes.
struct Shapes {
  double a, b;
  double log_scale;  // log of the density of log(x / (1 - x)) at the mean x = a / (a + b)
};

Shapes shapes_of(double a, double b) {
  return {a, b,
          0.5 * log(a / (a + b) * b) - kLogRootTwoPi + stirling_error(a + b) - stirling_error(a) -
              stirling_error(b)};
}

Shapes swapped(const Shapes& s) { return {s.b, s.a, s.log_scale}; }

// Computes (a + b) x - a.
double above_mean(const Shapes& s, double x, double complement) {
  return x < complement ? (s.a + s.b) * x - s.a : s.b - (s.a + s.b) * complement;
}

// Computes log(x^a (1 - x)^b / B(a, b)), the log density of log(x / (1 - x)).
double log_density(const Shapes& s, double x, double complement) {
  const double n = s.a + s.b;
  const double above = above_mean(s, x, complement);
  return s.log_scale - deviance(s.a, n * x, above) - deviance(s.b, n * complement, -above);
}

// Says whether the lower tail is the one to compute, the upper being 1 minus it: below the mean. A
// shape near 0 has most of its probability beside its end of the scale, where the fraction for the
// other tail is slow, so its own tail is taken somewhat further than the mean.
bool lower_first(const Shapes& s, double x, double complement) {
  const double n = s.a + s.b;
  const double further = n < 0.8 ? 0.5 * n : 0.4;
  if (s.a <= s.b) return n * x <= (s.a > further ? s.a : further);
  return n * complement > (s.b > further ? s.b : further);
}

// Computes log(I_x(a, b) / density), x not far above a / (a + b), by the continued fraction of TOMS
// 708, evaluated forwards (Lentz 1976).
double log_fraction(const Shapes& s, double x, double complement) {
  constexpr double kSettled = 1e-16;
  constexpr int kMostTerms = 100000;  // bounds the loop; a few hundred are used
  const double a = s.a;
  const double b = s.b;
  const double below = -above_mean(s, x, complement);
  double value = a * (below + 1.0) / (a + 1.0);
  double c = value;
  double d = 0.0;
  for (int m = 1; m < kMostTerms; ++m) {
    const double odd = a + (2 * m - 1);  // whole numbers first: a may be tiny
    const double ratio = m * (b - m) * x / odd;
    const double numerator = (a + (m - 1)) * (a + b + (m - 1)) / odd * x * ratio;
    const double denominator =
        m + ratio + (a + m) * (below + 1.0 + m * (1.0 + complement)) / (odd + 2.0);
    d = 1.0 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const double change = c * d;
    value *= change;
    if (change - 1.0 < kSettled && change - 1.0 > -kSettled) break;
  }
  return -log(value);
}

// Computes log I_x(a, b) for x <= a / (a + b) and large shapes by integrating the density from
// below up to x. Going down from x, h standard deviations below the mean, the log density falls
// about as h t + t^2 / 2, or along its tangent where that is steeper; the range ends where it has
// dropped by some 50, and by 40 at least.
double log_tail_integral(const Shapes& s, double x, double complement) {
  static const Quadrature rule = gauss_legendre(48);
  const double n = s.a + s.b;
  const double variance = s.a / n * s.b / n / n;
  const double deviation = __builtin_sqrt(variance);
  const double h = -above_mean(s, x, complement) / (n * deviation);
  const double tangent = h * (n * variance / x / complement);
  const double fall = h > tangent ? h : tangent;
  const double length = 110.0 / (fall + __builtin_sqrt(fall * fall + 110.0)) * deviation;
  const double top = log_density(s, x, complement);
  double sum = 0.0;
  for (int i = 0; i < 48; ++i) {
    const double back = 0.5 * length * (1.0 + rule.nodes[i]);
    const double at = x - back;
    const double rest = complement + back;
    sum += rule.weights[i] * exp(log_density(s, at, rest) - top) / (at * rest);
  }
  return top + log(0.5 * length * sum);
}

// Computes log I_x(a, b), x not far above a / (a + b).
double log_small_tail(const Shapes& s, double x, double complement) {
  if (x <= 0.0) return -1.0 / 0.0;
  if (s.a > kLargeShape && s.b > kLargeShape) return log_tail_integral(s, x, complement);
  return log_density(s, x, complement) + log_fraction(s, x, complement);
}

double at_most_1(double chance) { return chance < 1.0 ? chance : 1.0; }

Tails tails(const Shapes& s, double x, double complement) {
  if (lower_first(s, x, complement)) {
    const double lower = at_most_1(exp(log_small_tail(s, x, complement)));
    return {lower, 1.0 - lower};
  }
  const double upper = at_most_1(exp(log_small_tail(swapped(s), complement, x)));
  return {1.0 - upper, upper};
}

// Computes the share with the given odds, rounded as from its exact value at either end.
double share(double odds) { return odds <= 1.0 ? odds / (1.0 + odds) : 1.0 - 1.0 / (1.0 + odds); }

}  // namespace

Tails incomplete_beta(double a, double b, double x, double complement) {
  assert(a > 0.0 && b > 0.0 && x >= 0.0 && complement >= 0.0);
  return tails(shapes_of(a, b), x, complement);
}

double beta_cdf(double x, double a, double b) { return incomplete_beta(a, b, x, 1.0 - x).lower; }

double beta_odds(double log_tail, double a, double b) {
  if (log_tail < -1e300) return 0.0;
  const Shapes s = shapes_of(a, b);
  const auto tail = [&s](double odds) {
    const double x = odds / (1.0 + odds);
    const double complement = 1.0 / (1.0 + odds);
    const double log_p = lower_first(s, x, complement) ? log_small_tail(s, x, complement)
                                                       : log(tails(s, x, complement).lower);
    return LogTail{log_p, exp(log_density(s, x, complement) - log_p)};
  };
  // Two starts: the straight line that the log tail approaches far out, and stays below; and a
  // normal law of the log odds.
  const double n = a + b;
  const double line = (log_tail + log(a) - s.log_scale + b * log(b / n)) / a + log(a / n);
  const double normal =
      log(a / b) + rough_normal_quantile(log_tail) * __builtin_sqrt(1 / a + 1 / b);
  return tail_root(tail, log_tail, line > normal ? line : normal, 1000.0);
}

double beta_quantile(double u, double a, double b) {
  assert(u >= 0.0 && u <= 1.0);
  if (u <= 0.5) return share(beta_odds(log(u), a, b));
  return share(1.0 / beta_odds(log1p(-u), b, a));
}

double beta_quantile_at_z(double z, double a, double b) {
  if (z <= 0.0) return share(beta_odds(log(normal_cdf(z)), a, b));
  return share(1.0 / beta_odds(log(normal_cdf(-z)), b, a));
}

}  // namespace ayes::numerics
