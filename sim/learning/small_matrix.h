// Covariances of the few opinions of a unit.
#pragma once

#include "sim/learning/mixed_model.h"

namespace ayes::learning {

// A square matrix, row by row.
struct SmallMatrix {
  int n = 0;
  std::vector<double> a;
  double& at(int i, int j) { return a[static_cast<std::size_t>(i * n + j)]; }
  double at(int i, int j) const { return a[static_cast<std::size_t>(i * n + j)]; }
};

// Puts the lower Cholesky factor of a covariance matrix in its place.
void factor(SmallMatrix& m);

// Fills in the covariances between a unit's rows beyond what ratification and union give.
void fill_covariance(const Design& design, const Design::Range& unit, const Parameters& parameters,
                     SmallMatrix& m);

}  // namespace ayes::learning
