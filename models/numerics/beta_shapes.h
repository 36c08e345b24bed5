// The Beta law that a mean and a standard deviation, or an interval, describe.
#pragma once

#include "models/numerics/central_interval.h"

namespace ayes::numerics {

// Shapes of a Beta law, each from 0.01 to 1e7.
struct BetaShapes {
  double a;
  double b;
  bool operator==(const BetaShapes&) const = default;
};

// Finds the Beta law with this mean and standard deviation: a = mean k, b = (1 - mean) k with
// k = mean (1 - mean) / sd^2 - 1. Throws std::domain_error when there is none, or when a shape
// falls out of range.
BetaShapes beta_from_mean_sd(double mean, double sd);

// Finds the Beta law with this central interval, 0 < low < high < 1: it exists and is the only one
// (Shih, 2015). The chances below and above the interval come back to a relative 1e-10. Throws
// std::domain_error when a shape falls out of range.
BetaShapes beta_from_interval(const CentralInterval& interval);

// Computes the share that is stayed below with chance Phi(z), to full accuracy in both tails.
double quantile_at_z(const BetaShapes& law, double z);

}  // namespace ayes::numerics
