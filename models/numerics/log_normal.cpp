#include "models/numerics/log_normal.h"

#include "models/numerics/elementary.h"
#include "models/numerics/impossible.h"

namespace ayes::numerics {

LogNormal log_normal_from_mean_sd(double mean, double sd) {
  if (!(mean > 0.0)) impossible("a log-normal law has a mean above 0, not " + in_words(mean));
  if (!(sd >= 0.0)) impossible("a standard deviation is not below 0, as " + in_words(sd) + " is");
  const double variation = sd / mean;
  const double spread = __builtin_sqrt(log1p(variation * variation));
  return {log(mean) - 0.5 * spread * spread, spread};
}

LogNormal log_normal_from_interval(const CentralInterval& interval) {
  check(interval);
  if (!(interval.low > 0.0)) {
    impossible("a log-normal law stays above 0; its interval cannot start at " +
               in_words(interval.low));
  }
  const double low = log(interval.low);
  const double high = log(interval.high);
  return {0.5 * (low + high), 0.5 * (high - low) / half_width_in_sds(interval)};
}

double quantile_at_z(const LogNormal& law, double z) {
  return exp(law.log_median + law.spread * z);
}

}  // namespace ayes::numerics
