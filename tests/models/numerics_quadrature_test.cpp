#include "models/numerics/quadrature.h"
#include "tests/models/fifty_digits.h"

#include <boost/math/special_functions/legendre.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace ayes;

TEST_CASE(
    "the nodes are the zeros of the Legendre polynomial and the weights their Gauss weights") {
  double worst_node = 0.0;
  double worst_weight = 0.0;
  for (int n = 1; n <= 64; ++n) {
    const auto rule = numerics::gauss_legendre(n);
    const std::vector<Fifty> zeros = boost::math::legendre_p_zeros<Fifty>(n);
    for (std::size_t i = 0; i < zeros.size(); ++i) {  // zeros from the middle outwards
      const Fifty& x = zeros[i];
      const std::size_t place = rule.nodes.size() - zeros.size() + i;
      const std::size_t mirror = rule.nodes.size() - 1 - place;
      const Fifty slope = boost::math::legendre_p_prime(n, x);
      const Fifty weight = 2 / ((1 - x * x) * slope * slope);
      worst_node = std::max(worst_node, static_cast<double>(abs(rule.nodes[place] - x)));
      worst_weight = std::max(worst_weight, units_off(rule.weights[place], weight) * kUnit);
      CHECK(rule.nodes[mirror] == -rule.nodes[place]);
      CHECK(rule.weights[mirror] == rule.weights[place]);
    }
  }
  CHECK(worst_node <= 2e-16);
  CHECK(worst_weight <= 4e-15);
}

TEST_CASE("a rule of n points integrates x^(2n - 2) over [-1, 1]") {
  for (int n = 1; n <= 64; ++n) {
    const auto rule = numerics::gauss_legendre(n);
    double sum = 0.0;
    for (int i = 0; i < n; ++i) sum += rule.weights[i] * std::pow(rule.nodes[i], 2 * n - 2);
    // Each node is within 2e-16, which its power magnifies by 2n - 2 and 1 / node.
    CHECK(std::fabs(sum * (2 * n - 1) / 2 - 1.0) <= 4e-15 + (2 * n) * 8e-16);
  }
}
