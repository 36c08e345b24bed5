#include "models/numerics/plackett.h"

#include "models/numerics/quadrature.h"

#include <cassert>

namespace ayes::numerics {
namespace {

struct Turn {
  double sine, cosine;
};

// Sums the Taylor series of sine and cosine, 0 <= t <= 3/2, until nothing changes.
Turn turn(double t) {
  Turn sum{0, 1};
  double term = 1;
  for (int k = 1; k < 40; ++k) {
    term *= t / k;
    const double sign = k % 4 < 2 ? 1 : -1;
    (k % 2 == 1 ? sum.sine : sum.cosine) += sign * term;
  }
  return sum;
}

// Solves sin t = r for 0 <= r <= Plackett::most by Newton's method.
double arc_sine(double r) {
  double t = r;
  for (int step = 0; step < 40; ++step) {
    const Turn at = turn(t);
    t -= (at.sine - r) / at.cosine;
  }
  return t;
}

// Points that keep the absolute error below 1e-11 (tests/models/kernels_bivariate_test.cpp).
int points(double size) {
  if (size == 0) return 0;
  if (size <= 0.5) return 6;
  if (size <= 0.7) return 8;
  if (size <= 0.8) return 10;
  return size <= 0.9 ? 12 : 16;
}

}  // namespace

Plackett::Plackett(double correlation) {
  const double size = correlation < 0 ? -correlation : correlation;
  assert(size <= most);
  if (size == 0) return;
  constexpr double two_pi = 6.283185307179586;
  const double sign = correlation < 0 ? -1 : 1;
  const double end = arc_sine(size);
  const Quadrature rule = gauss_legendre(points(size));
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    const Turn at = turn(end * (rule.nodes[k] + 1) / 2);
    const double square = 0.5 / (at.cosine * at.cosine);
    square_.push_back(square);
    product_.push_back(sign * 2 * at.sine * square);
    weight_.push_back(sign * end * rule.weights[k] / 2 / two_pi);
  }
}

kernels::PlackettSum Plackett::kernel() const {
  return {static_cast<int>(product_.size()), product_.data(), square_.data(), weight_.data()};
}

}  // namespace ayes::numerics
