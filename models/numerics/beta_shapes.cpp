#include "models/numerics/beta_shapes.h"

#include "models/numerics/beta.h"
#include "models/numerics/bracketed_root.h"
#include "models/numerics/elementary.h"
#include "models/numerics/impossible.h"

namespace ayes::numerics {
namespace {

constexpr double kSmallestShape = 0.01;
constexpr double kLargestShape = 1e7;

BetaShapes in_range(const BetaShapes& shapes) {
  const bool large = shapes.a > kLargestShape || shapes.b > kLargestShape;
  const bool small = shapes.a < kSmallestShape || shapes.b < kSmallestShape;
  if (large || small) {
    impossible("the Beta law with shapes " + in_words(shapes.a) + " and " + in_words(shapes.b) +
               " is too " + (large ? "narrow" : "wide") + ": shapes range from 0.01 to 1e7");
  }
  return shapes;
}

// Computes the z at which a standard normal has the same tails, within [-37, 37].
double z_of(const Tails& tails) {
  constexpr double kSmallest = 1e-298;
  if (tails.lower < tails.upper) {
    return normal_quantile(tails.lower > kSmallest ? tails.lower : kSmallest);
  }
  return -normal_quantile(tails.upper > kSmallest ? tails.upper : kSmallest);
}

double z_below(const BetaShapes& law, double share) {
  return z_of(incomplete_beta(law.a, law.b, share, 1.0 - share));
}

// Finds the Beta law with shapes adding up to exp(log_total) that stays below `low` with chance
// `tail`. The mean lies between low (1 - tail) and 1 - tail (1 - low), and the chance falls as it
// rises.
BetaShapes with_lower_end(double log_total, double low, double tail) {
  const double total = exp(log_total);
  const double z = normal_quantile(tail);
  const auto law = [total](double log_odds) {
    return BetaShapes{total / (1.0 + exp(-log_odds)), total / (1.0 + exp(log_odds))};
  };
  const double least = low * (1.0 - tail);
  const double most_left = tail * (1.0 - low);
  const auto excess = [&](double log_odds) { return z_below(law(log_odds), low) - z; };
  return law(
      bracketed_root(excess, log(least) - log1p(-least), log1p(-most_left) - log(most_left)));
}

}  // namespace

BetaShapes beta_from_mean_sd(double mean, double sd) {
  if (!(mean > 0.0 && mean < 1.0)) {
    impossible("the mean of a Beta law lies between 0 and 1, not at " + in_words(mean));
  }
  if (!(sd > 0.0)) impossible("a Beta law has a standard deviation above 0, not " + in_words(sd));
  const double variance = mean * (1.0 - mean);
  const double limit = __builtin_sqrt(variance);
  if (!(sd < limit)) {
    impossible("a Beta law with mean " + in_words(mean) + " has a standard deviation below " +
               in_words(limit));
  }
  const double total = (limit - sd) * (limit + sd) / (sd * sd);
  return in_range({mean * total, (1.0 - mean) * total});
}

BetaShapes beta_from_interval(const CentralInterval& interval) {
  check(interval);
  if (!(interval.low > 0.0 && interval.high < 1.0)) {
    impossible("an interval for a share lies between 0 and 1, both left out; this one is " +
               in_words(interval.low) + " to " + in_words(interval.high));
  }
  // The law that has the lower end right stays below the upper end the more often the larger its
  // shapes.
  const double tail = tail_of(interval);
  const double z = half_width_in_sds(interval);
  const auto excess = [&](double log_total) {
    return z_below(with_lower_end(log_total, interval.low, tail), interval.high) - z;
  };
  const double least = log(kSmallestShape);
  const double most = log(2.0 * kLargestShape);
  const bool too_narrow = excess(most) < 0.0;
  if (too_narrow || excess(least) > 0.0) {
    impossible("the interval from " + in_words(interval.low) + " to " + in_words(interval.high) +
               " is too " + (too_narrow ? "narrow" : "wide") +
               " for a Beta law with shapes from 0.01 to 1e7");
  }
  return in_range(with_lower_end(bracketed_root(excess, least, most), interval.low, tail));
}

double quantile_at_z(const BetaShapes& law, double z) {
  return beta_quantile_at_z(z, law.a, law.b);
}

}  // namespace ayes::numerics
