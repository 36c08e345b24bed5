#include "models/numerics/quadrature.h"

#include <cassert>

namespace ayes::numerics {
namespace {

struct Legendre {
  double value;
  double derivative;
};

// Evaluates the Legendre polynomial of the given degree and its derivative, 0 <= x < 1. The
// recurrence runs on differences of neighbours, which keeps its digits next to x = 1.
Legendre legendre(int degree, double x) {
  const double gap = 1.0 - x;
  double value = x;
  double rise = -gap;  // P_k - P_(k-1)
  for (int k = 1; k < degree; ++k) {
    rise = (k * rise - (2 * k + 1) * gap * value) / (k + 1);
    value += rise;
  }
  return {value, degree * (gap * value - rise) / (gap * (1.0 + x))};
}

// Approximates cos(x) on [0, pi/2] to 1e-4, enough to start Newton's method.
double rough_cosine(double x) {
  const double y = x * x;
  return 1.0 - y * (1.0 / 2 - y * (1.0 / 24 - y * (1.0 / 720 - y / 40320)));
}

}  // namespace

Quadrature gauss_legendre(int points) {
  assert(points >= 1 && points <= 64);
  constexpr double kPi = 0x1.921fb54442d18p+1;
  constexpr int kNewtonSteps = 6;  // from an error of 1e-4 a step squares it; the rest is rounding
  Quadrature rule{std::vector<double>(points), std::vector<double>(points)};
  for (int i = 0; i < (points + 1) / 2; ++i) {
    const bool middle = 2 * i + 1 == points;
    double x = middle ? 0.0 : rough_cosine(kPi * (i + 0.75) / (points + 0.5));
    for (int step = 0; step < kNewtonSteps && !middle; ++step) {
      const Legendre p = legendre(points, x);
      x -= p.value / p.derivative;
    }
    // The weight 2 / ((1 - x^2) P'(x)^2) at the true node, a rounding error away from x.
    const Legendre p = legendre(points, x);
    const double left_over = p.value / p.derivative;
    const double inside = (1.0 - x) * (1.0 + x);
    const double weight =
        2.0 / (inside * p.derivative * p.derivative) * (1.0 + 2.0 * x * left_over / inside);
    rule.nodes[i] = -x;
    rule.nodes[points - 1 - i] = x;
    rule.weights[i] = rule.weights[points - 1 - i] = weight;
  }
  return rule;
}

}  // namespace ayes::numerics
