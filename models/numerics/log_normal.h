// The log-normal law, for positive amounts: exp(log_median + spread z) with z standard normal.
#pragma once

#include "models/numerics/central_interval.h"

namespace ayes::numerics {

struct LogNormal {
  double log_median;
  double spread;  // standard deviation of the logarithm, 0 or more
  bool operator==(const LogNormal&) const = default;
};

// Finds the law with this mean (above 0) and standard deviation (0 or more); both come back to a
// relative 1e-14. Throws std::domain_error when there is none.
LogNormal log_normal_from_mean_sd(double mean, double sd);

// Finds the law with this central interval, low above 0. Throws std::domain_error when there is
// none.
LogNormal log_normal_from_interval(const CentralInterval& interval);

// Computes the value that is stayed below with chance Phi(z).
double quantile_at_z(const LogNormal& law, double z);

}  // namespace ayes::numerics
