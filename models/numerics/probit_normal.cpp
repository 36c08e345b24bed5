#include "models/numerics/probit_normal.h"

#include "models/numerics/bracketed_root.h"
#include "models/numerics/elementary.h"
#include "models/numerics/impossible.h"
#include "models/numerics/quadrature.h"

namespace ayes::numerics {
namespace {

// Computes the log of the variance of the share, c the probit of its mean and away = 1 - 1 / sqrt(1
// + spread^2). Plackett's density exp(-c^2 / (1 + r)) / (2 pi sqrt(1 - r^2)), integrated from r =
// 0, with r = 1 - w^2: smooth in w, and nothing cancels when the spread is small.
double log_variance(double c, double away) {
  constexpr double kLogPi = 0x1.250d048e7a1bdp+0;
  static const Quadrature rule = gauss_legendre(48);
  const double square = c * c;
  double sum = 0.0;
  for (int i = 0; i < 48; ++i) {
    const double w = 1.0 - 0.5 * away * (1.0 + rule.nodes[i]);
    const double v = 2.0 - w * w;
    sum += rule.weights[i] * exp(0.5 * square - square / v) / __builtin_sqrt(v);
  }
  return log(0.5 * away * sum) - 0.5 * square - kLogPi;
}

// Computes the square root of 1 + spread^2.
double widening(double spread) { return __builtin_sqrt(1.0 + spread * spread); }

}  // namespace

double mean_of(const ProbitNormal& law) { return normal_cdf(law.location / widening(law.spread)); }

double sd_of(const ProbitNormal& law) {
  if (law.spread == 0.0) return 0.0;
  const double wide = widening(law.spread);
  const double away = law.spread * law.spread / (wide * (wide + 1.0));
  return exp(0.5 * log_variance(law.location / wide, away));
}

ProbitNormal probit_normal_from_mean_sd(double mean, double sd) {
  if (!(mean > 0.0 && mean < 1.0)) {
    impossible("the mean of an uncertain share lies between 0 and 1, not at " + in_words(mean));
  }
  if (!(sd >= 0.0)) impossible("a standard deviation is not below 0, as " + in_words(sd) + " is");
  const double c = normal_quantile(mean);
  if (sd == 0.0) return {c, 0.0};
  const double limit = __builtin_sqrt(mean * (1.0 - mean));
  const double target = 2.0 * log(sd);
  // The integrand lies between exp(-c^2) / sqrt(2) and exp(-c^2 / 2), which brackets the root.
  constexpr double kLogPi = 0x1.250d048e7a1bdp+0;
  const double lowest = target + kLogPi + 0.5 * c * c;
  const double highest = target + kLogPi + c * c + 0.35;
  const auto excess = [&](double log_away) { return log_variance(c, exp(log_away)) - target; };
  constexpr double kWidest = -1e-9;  // log of the largest `away`; a spread of 1e9
  const double upper = highest < kWidest ? highest : kWidest;
  if (!(sd < limit) || !(lowest < upper) || !(excess(upper) >= 0.0)) {
    impossible("an uncertain share with mean " + in_words(mean) +
               " has a standard deviation below " + in_words(limit));
  }
  const double away = exp(bracketed_root(excess, lowest - 0.01, upper));
  const double near = 1.0 - away;
  return {c / near, __builtin_sqrt(away * (2.0 - away)) / near};
}

ProbitNormal probit_normal_from_interval(const CentralInterval& interval) {
  check(interval);
  if (!(interval.low > 0.0 && interval.high < 1.0)) {
    impossible("an interval for a share lies between 0 and 1, both left out; this one is " +
               in_words(interval.low) + " to " + in_words(interval.high));
  }
  const double low = normal_quantile(interval.low);
  const double high = normal_quantile(interval.high);
  return {0.5 * (low + high), 0.5 * (high - low) / half_width_in_sds(interval)};
}

double quantile_at_z(const ProbitNormal& law, double z) {
  return normal_cdf(law.location + law.spread * z);
}

}  // namespace ayes::numerics
