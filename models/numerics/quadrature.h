// Gauss-Legendre quadrature: the integral of a smooth function as a weighted sum of its values.
#pragma once

#include <vector>

namespace ayes::numerics {

// Points in (-1, 1), rising and symmetric, and their weights, which are positive and add up to 2.
struct Quadrature {
  std::vector<double> nodes;
  std::vector<double> weights;
};

// Computes the Gauss-Legendre rule of 1 to 64 points, exact for polynomials of degree 2 points - 1.
// Nodes are right to 2e-16, weights to a relative 4e-15. Newton's method on the Legendre
// polynomial.
Quadrature gauss_legendre(int points);

}  // namespace ayes::numerics
