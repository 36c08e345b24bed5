// A union of one unit against brute force: sums over ballots cast and dense quadrature over all
// noise, with Boost's binomial law.
#include "models/numerics/student_t.h"
#include "sim/conditional/cast_ballots.h"
#include "sim/conditional/conditional.h"
#include "sim/conditional/scheme.h"
#include "sim/conditional/yes_table.h"
#include "tests/models/small_scenarios.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

using conditional::Grid;
using conditional::MajorityLaw;
using conditional::Span;
using conditional::UnionNoise;
using conditional::YesTable;

// The error of a union's chance that docs/model.md declares.
constexpr double declared = conditional::table_error;

double cdf(double x) { return boost::math::cdf(boost::math::normal(), x); }
double pdf(double x) { return boost::math::pdf(boost::math::normal(), x); }

// P(more than half of n), n from 0.
double majority(int n, double p) {
  return n == 0 ? 0 : boost::math::cdf(complement(boost::math::binomial(n, p), n / 2));
}

struct Noise {
  double of_union, of_unit, tails;
  double turnout_union, turnout_unit, with_support;
};

Scenario one_union(std::int64_t members, const Noise& noise) {
  Scenario scenario = equal_unions(1, members);
  scenario.support.union_spread = noise.of_union;
  scenario.support.unit_spread = noise.of_unit;
  scenario.support.tails = noise.tails;
  scenario.turnout.share = 0.5;
  scenario.turnout.union_spread = noise.turnout_union;
  scenario.turnout.unit_spread = noise.turnout_unit;
  scenario.turnout.with_support = noise.with_support;
  return scenario;
}

// Points of a normal by the trapezoid rule; with step h its error falls like exp(−2π²/h²).
std::vector<std::pair<double, double>> normal_points(double spread, double step) {
  if (spread == 0) return {{0, 1}};
  std::vector<std::pair<double, double>> points;
  for (double z = -8; z <= 8.001; z += step) points.emplace_back(z, step * pdf(z));
  return points;
}

// The chance by brute force: over the normals of the union and the unit, the rest of the turnout's
// noise, and every number of ballots.
double by_force(int members, const Noise& noise, double m, double h, double step) {
  const auto t = [&](double z) {
    if (std::isinf(noise.tails)) return z;
    return std::sqrt((noise.tails - 2) / noise.tails) *
           numerics::student_t_quantile_at_z(z, noise.tails);
  };
  const double rho = noise.with_support;
  const double rest =
      std::sqrt(1 - rho * rho) * std::hypot(noise.turnout_union, noise.turnout_unit);
  const auto of_rest = normal_points(rest, step);
  double sum = 0;
  for (const auto& [zu, wu] : normal_points(noise.of_union + rho * noise.turnout_union, step)) {
    for (const auto& [zv, wv] : normal_points(noise.of_unit + rho * noise.turnout_unit, step)) {
      if (wu * wv < 1e-13) continue;
      const double p = cdf(m + noise.of_union * t(zu) + noise.of_unit * t(zv));
      const double place = h + rho * (noise.turnout_union * zu + noise.turnout_unit * zv);
      std::vector<double> cast(static_cast<std::size_t>(members) + 1, 0.0);
      for (const auto& [zr, wr] : of_rest) {
        if (wr < 1e-10) continue;
        const boost::math::binomial law(members, cdf(place + rest * zr));
        for (int n = 1; n <= members; ++n) {
          cast[static_cast<std::size_t>(n)] += wr * boost::math::pdf(law, n);
        }
      }
      for (int n = 1; n <= members; ++n) {
        if (cast[static_cast<std::size_t>(n)] < 1e-12) continue;
        sum += wu * wv * cast[static_cast<std::size_t>(n)] * majority(n, p);
      }
    }
  }
  return sum;
}

// The chance as the estimator reads it from its table.
double by_table(std::int64_t members, const Noise& noise, double m, double h) {
  const Model model = compile(one_union(members, noise));
  const UnionNoise terms = *conditional::noise_of(model, 0);
  const Span opinions{m - 0.3, m + 0.4}, turnouts{h - 0.3, h + 0.4};
  MajorityLaw law(
      terms,
      conditional::opinion_grid(opinions, MajorityLaw::scale(terms, static_cast<double>(members))),
      1, static_cast<double>(members), kernels::best());
  for (int piece = 0; piece < law.pieces(); ++piece) law.tabulate(piece);
  YesTable table(members, turnouts, law.opinions());
  for (int row = 0; row < table.rows(); ++row) table.tabulate(law, row);
  double chance = 0;
  table.read(kernels::best(), 1, &m, &h, &chance);
  return chance;
}

void agree(int members, const Noise& noise, double step) {
  for (const auto& [m, h] : {std::pair{0.13, 0.5}, {-0.31, 0.9}, {0.02, -0.4}}) {
    CAPTURE(members);
    CAPTURE(m);
    CHECK(std::abs(by_table(members, noise, m, h) - by_force(members, noise, m, h, step)) <=
          declared);
  }
}

constexpr double inf = std::numeric_limits<double>::infinity();

TEST_CASE("without noise a union's chance is the sum of binomial tails") {
  for (int members : {1, 2, 3, 7, 40, 121, 900}) agree(members, {0, 0, inf, 0, 0, 0}, 0.5);
}

TEST_CASE("with noise of its own it is their integral") {
  for (int members : {1, 2, 7, 40, 120}) {
    agree(members, {0.2, 0.31, 6, 0, 0, 0}, 0.2);
    agree(members, {0.3, 0, inf, 0, 0, 0}, 0.2);
  }
  agree(70, {0.2, 0.31, 6, 0, 0, 0}, 0.2);
  agree(500, {0, 0.4, 4, 0, 0, 0}, 0.1);
}

TEST_CASE("turnout that varies and goes with support is part of the integral") {
  for (int members : {1, 4, 30}) {
    agree(members, {0.2, 0.31, 6, 0.1, 0.22, 0.2}, 0.4);
    agree(members, {0.15, 0.2, inf, 0.3, 0.1, -0.6}, 0.4);
  }
  agree(90, {0, 0.25, inf, 0, 0.3, 0.5}, 0.2);
}

TEST_CASE("a few ballots stand for all of a wide law: its first six moments") {
  for (const auto& [members, turnout] :
       {std::pair{std::int64_t{400}, 0.7}, {2600, 0.31}, {100'000, 0.001}}) {
    const auto few = conditional::cast_ballots(members, turnout);
    CHECK(few.size() == 6);
    const boost::math::binomial law(static_cast<double>(members), turnout);
    const double mean = static_cast<double>(members) * turnout;
    const double sd = std::sqrt(mean * (1 - turnout));
    for (int power = 0; power <= 5; ++power) {
      double found = 0, expected = 0, size = 0;
      for (const auto& each : few) found += each.weight * std::pow((each.cast - mean) / sd, power);
      for (std::int64_t n = 0; n <= members; ++n) {
        const double term = boost::math::pdf(law, static_cast<double>(n)) *
                            std::pow((static_cast<double>(n) - mean) / sd, power);
        expected += term;
        size += std::abs(term);
      }
      // Roundings of the sum over all numbers, and of a mass: 1e-11 of its terms' size.
      CHECK(std::abs(found - expected) <= 1e-11 * size);
    }
  }
}

TEST_CASE("a narrow law is listed in full") {
  for (const auto& [members, turnout] :
       {std::pair{std::int64_t{1}, 0.4}, {9, 0.5}, {120, 0.7}, {3000, 0.999}, {7, 1.0}}) {
    double sum = 0, mean = 0;
    for (const auto& each : conditional::cast_ballots(members, turnout)) {
      CHECK(each.even == (static_cast<std::int64_t>(each.cast) % 2 == 0));
      sum += each.weight;
      mean += each.weight * each.cast;
    }
    const double none = std::pow(1 - turnout, static_cast<double>(members));
    CHECK(std::abs(sum + none - 1) <= 1e-11);
    CHECK(std::abs(mean / (static_cast<double>(members) * turnout) - 1) <= 1e-11);
  }
}

TEST_CASE("a union whose noise isn't the same in all replications is left to be drawn") {
  const auto drawn = [](const Scenario& scenario) {
    return !conditional::noise_of(compile(scenario), 0);
  };
  Scenario scenario = one_union(50, {0.2, 0.3, 6, 0.1, 0.1, 0.2});
  CHECK_FALSE(drawn(scenario));
  scenario.support.unit_spread = Spread(Law(MeanSd{0.3, 0.1}));
  CHECK(drawn(scenario));
  scenario.support.unit_spread = 0.3;
  scenario.ballot.unreturned = Unreturned::yes;
  CHECK(drawn(scenario));
  scenario.ballot.unreturned = Unreturned::not_counted;
  scenario.turnout.with_support = 0.99;
  CHECK(drawn(scenario));
}

}  // namespace
}  // namespace ayes::tests
