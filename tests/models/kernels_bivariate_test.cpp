// The bivariate normal law against Plackett's integral over the correlation.
#include "models/kernels/kernels.h"
#include "models/numerics/elementary.h"
#include "models/numerics/plackett.h"

#include <boost/math/constants/constants.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

namespace numerics = ayes::numerics;

constexpr double infinite = std::numeric_limits<double>::infinity();

double lower(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

// Phi2(a, b; 1) less the density of (a, b) integrated over the correlations from r to 1 (Plackett
// 1954), the correlation being cos t; negative correlations turn the second variable round.
double plackett(double a, double b, double r) {
  if (r < 0.0) return lower(a) - plackett(a, -b, -r);
  const double gap = a - b;
  const auto density = [&](double t) {
    const double sine = std::sin(t);
    const double cosine = std::cos(t / 2);
    if (sine == 0.0) return gap == 0.0 ? std::exp(-a * b / 2) : 0.0;
    return std::exp(-gap * gap / (2 * sine * sine) - a * b / (2 * cosine * cosine));
  };
  const double end = 2 * std::asin(std::sqrt((1 - r) / 2));
  // The density rises from 0 within a few gaps of t = 0.
  double integral = 0.0;
  double from = 0.0;
  for (double to : {std::fabs(gap) / 8, std::fabs(gap), 8 * std::fabs(gap), end}) {
    to = std::min(to, end);
    if (to > from) {
      integral += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(density, from, to,
                                                                                10, 1e-12);
    }
    from = std::max(from, to);
  }
  return lower(std::min(a, b)) - integral / boost::math::constants::two_pi<double>();
}

struct Points {
  std::vector<double> a, b, r;

  void add(double one, double two, double correlation) {
    a.push_back(one);
    b.push_back(two);
    r.push_back(correlation);
  }
};

Points hard_and_random_points() {
  Points points;
  const std::vector<double> limits = {-8,    -5,   -2.5, -1, -0.3, -1e-3, -1e-12, 0,
                                      1e-12, 1e-3, 0.3,  1,  2.5,  5,     8};
  const std::vector<double> correlations = {0,        1e-9,      0.1,        0.5,    0.7071,
                                            0.9,      0.925,     0.99,       0.9999, 1 - 1e-6,
                                            1 - 1e-9, 1 - 1e-12, 1 - 0x1p-53};
  for (double a : limits) {
    for (double b : limits) {
      for (double r : correlations) {
        for (double nudge : {0.0, 1e-5}) {
          points.add(a, b + nudge, r);
          points.add(a, -b - nudge, -r);
        }
      }
    }
  }
  const int n = 20'000;
  std::vector<double> a(n), b(n), r(n);
  const ayes::kernels::Kernels& kernels = ayes::kernels::best();
  kernels.uniform_pairs(5, 5, 0, 0, n, a.data(), b.data());
  kernels.uniforms(5, 5, 0, 2, n, r.data());
  kernels.normal_quantiles(n, a.data(), a.data());
  kernels.normal_quantiles(n, b.data(), b.data());
  for (int i = 0; i < n; ++i) {
    // Half of the correlations crowd towards -1 and 1.
    const double spread = 2 * r[i] - 1;
    points.add(1.5 * a[i], 1.5 * b[i],
               i % 2 == 0 ? spread : std::copysign(1 - std::exp(-20 * std::fabs(spread)), spread));
  }
  return points;
}

TEST_CASE("the bivariate normal law is within 1e-10 for every correlation") {
  const Points points = hard_and_random_points();
  const int n = static_cast<int>(points.a.size());
  std::vector<double> p(n);
  ayes::kernels::best().bivariate_normal_cdfs(n, points.a.data(), points.b.data(), points.r.data(),
                                              p.data());
  double worst = 0.0;
  for (int i = 0; i < n; ++i) {
    worst = std::max(worst, std::fabs(p[i] - plackett(points.a[i], points.b[i], points.r[i])));
  }
  CHECK(worst <= 1e-10);
}

TEST_CASE("for one correlation the sum is within 1e-11 and within the Frechet bounds") {
  const Points all = hard_and_random_points();
  Points points;  // every eighth, since the reference is slow
  for (std::size_t i = 0; i < all.a.size(); i += 8) points.add(all.a[i], all.b[i], 0.0);
  const int n = static_cast<int>(points.a.size());
  std::vector<double> one(n), two(n), p(n);
  const ayes::kernels::Kernels& kernels = ayes::kernels::best();
  kernels.normal_cdfs(n, points.a.data(), one.data());
  kernels.normal_cdfs(n, points.b.data(), two.data());
  for (double r : {0.0, 1e-9, 0.3, 0.5, 0.51, 0.7, 0.72, 0.8, 0.81, 0.9, 0.91, 0.95}) {
    for (double signed_r : {r, -r}) {
      CAPTURE(signed_r);
      const numerics::Plackett sum(signed_r);
      kernels.plackett_sums(sum.kernel(), n, points.a.data(), points.b.data(), one.data(),
                            two.data(), p.data());
      double worst = 0.0;
      bool inside = true;
      for (int i = 0; i < n; ++i) {
        const double exact = plackett(points.a[i], points.b[i], signed_r);
        worst = std::max(worst, std::fabs(p[i] - exact));
        inside = inside && p[i] >= 0.0 && p[i] <= std::min(one[i], two[i]) &&
                 p[i] >= one[i] + two[i] - 1.0;
      }
      CHECK(worst <= 1e-11);
      CHECK(inside);
    }
  }
}

TEST_CASE("the bivariate normal law stays within the Frechet bounds") {
  const Points points = hard_and_random_points();
  for (std::size_t i = 0; i < points.a.size(); ++i) {
    const double p = numerics::bivariate_normal_cdf(points.a[i], points.b[i], points.r[i]);
    const double one = numerics::normal_cdf(points.a[i]);
    const double two = numerics::normal_cdf(points.b[i]);
    REQUIRE(p >= 0.0);
    REQUIRE(p <= std::min(one, two));
    REQUIRE(p >= one + two - 1.0 - 0x1p-52);
  }
}

TEST_CASE("at correlation 1 two opinions are one, at -1 they are opposites") {
  for (double a : {-infinite, -1e12, -9.0, -1.5, 0.0, 0.2, 3.0, 1e12, infinite}) {
    for (double b : {-infinite, -1e12, -9.0, -1.5, 0.0, 0.2, 3.0, 1e12, infinite}) {
      CHECK(numerics::bivariate_normal_cdf(a, b, 1.0) ==
            std::min(numerics::normal_cdf(a), numerics::normal_cdf(b)));
      const double overlap = a < 0 ? numerics::normal_cdf(a) - numerics::normal_cdf(-b)
                                   : numerics::normal_cdf(b) - numerics::normal_cdf(-a);
      CHECK(std::fabs(numerics::bivariate_normal_cdf(a, b, -1.0) - std::max(0.0, overlap)) <=
            0x1p-52);
    }
  }
}

TEST_CASE("a limit that everybody meets leaves the other variable's own law") {
  for (double a : {-30.0, -2.0, 0.0, 0.7, 6.0}) {
    for (double r : {-1.0, -0.6, 0.0, 0.95, 1.0}) {
      for (double all : {41.0, 1e12, 1e13, infinite}) {
        CHECK(numerics::bivariate_normal_cdf(a, all, r) ==
              doctest::Approx(numerics::normal_cdf(a)).epsilon(1e-15));
        CHECK(numerics::bivariate_normal_cdf(all, a, r) ==
              doctest::Approx(numerics::normal_cdf(a)).epsilon(1e-15));
        CHECK(numerics::bivariate_normal_cdf(a, -all, r) == 0.0);
        CHECK(numerics::bivariate_normal_cdf(-all, a, r) == 0.0);
      }
    }
  }
}

TEST_CASE("at the medians the bivariate law is a quarter plus an arc sine (Sheppard 1899)") {
  for (double r : {-1.0, -0.99, -0.5, 0.0, 0.3, 0.5, 0.8, 1.0}) {
    const double exact = 0.25 + std::asin(r) / boost::math::constants::two_pi<double>();
    CHECK(std::fabs(numerics::bivariate_normal_cdf(0.0, 0.0, r) - exact) <= 1e-10);
  }
}

}  // namespace
