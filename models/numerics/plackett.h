// Plackett's integral: the bivariate normal law at one fixed correlation, by a short sum whose
// nodes are worked out once.
#pragma once

#include "models/kernels/kernels.h"

#include <vector>

namespace ayes::numerics {

// The sum for one correlation. With the density's arc t, r = sin t (Plackett 1954),
//   Phi2(a, b; r) = Phi(a) Phi(b)
//                 + 1 / (2 pi) integral_0^asin(r) e^(-(a^2 + b^2 - 2 a b sin t) / (2 cos^2 t)) dt
// by as many Gauss-Legendre points as an absolute error of 1e-11 takes. Immutable.
class Plackett {
 public:
  // Greatest size of a correlation that has such a sum; closer to 1 the integrand has a spike.
  static constexpr double most = 0.95;

  // Works out the sum for a correlation from -most to most.
  explicit Plackett(double correlation);

  // Lends the sum to the kernels, for as long as this object lives.
  kernels::PlackettSum kernel() const;

  bool operator==(const Plackett&) const = default;

 private:
  std::vector<double> product_, square_, weight_;
};

}  // namespace ayes::numerics
