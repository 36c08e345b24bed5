// The probit-normal law, for support and turnout: the share Phi(location + spread z) with z
// standard normal. Its median is Phi(location).
#pragma once

#include "models/numerics/central_interval.h"

namespace ayes::numerics {

struct ProbitNormal {
  double location;
  double spread;  // standard deviation on the probit scale, 0 or more
  bool operator==(const ProbitNormal&) const = default;
};

// Computes the mean of the share, Phi(location / sqrt(1 + spread^2)). Relative error at most 1e-14
// plus 4 location^2 2^-53.
double mean_of(const ProbitNormal& law);

// Computes the standard deviation of the share. Its square is Phi2(c, c; r) - Phi(c)^2 with c the
// probit of the mean and r = spread^2 / (1 + spread^2): the integral of the density of Plackett
// (1954) from 0 to r. Relative error at most 1e-12 for means from 1e-9 to 1 - 1e-9.
double sd_of(const ProbitNormal& law);

// Finds the law with this mean and standard deviation of the share, to a relative 1e-12 of the two.
// Throws std::domain_error when there is none: the mean must lie between 0 and 1, and the standard
// deviation below sqrt(mean (1 - mean)).
ProbitNormal probit_normal_from_mean_sd(double mean, double sd);

// Finds the law with this central interval of shares, 0 < low < high < 1. Throws std::domain_error
// when there is none.
ProbitNormal probit_normal_from_interval(const CentralInterval& interval);

// Computes the share that is stayed below with chance Phi(z).
double quantile_at_z(const ProbitNormal& law, double z);

}  // namespace ayes::numerics
