// What an uncertain number is in a replication, against Boost.Math at the same uniform.
#include "models/stream.h"
#include "models/support.h"
#include "tests/models/small_scenarios.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

namespace ayes::tests {
namespace {

constexpr int votes = 512;
constexpr double beta_table = 1e-9;  // what models/compile/inputs.cpp promises of a Beta table

double uniform_of(const std::string& path, int k) {
  return uniform(1, stream_name("first", "input", "value", path), k, 0);
}

// The values of an input in replications 0 to 511, as the steps use them.
struct Values {
  Model model;
  Batch batch;
  int column = -1;

  Values(const Scenario& scenario, const std::string& path)
      : model(compile(scenario)), batch(model, 1, votes, kernels::best()) {
    batch.size = votes;
    draw_inputs(model, batch);
    for (std::size_t i = 0; i < model.inputs.size(); ++i) {
      if (model.inputs[i].path == path) column = static_cast<int>(i);
    }
    REQUIRE(column >= 0);
  }
  double operator[](int k) const { return batch.shared(k, column); }
};

Scenario one_unit() { return scenario_of({{"a", "", 100}}); }

Scenario with_same_voter(const Law& law) {
  Scenario scenario = one_unit();
  scenario.support.same_voter = Correlation(law);
  return scenario;
}

Scenario with_weight(const Law& law) {
  Scenario scenario = one_unit();
  scenario.ballot.weight = Share(law);
  return scenario;
}

Scenario with_turnout(const Law& law) {
  Scenario scenario = one_unit();
  scenario.turnout.share = Share(law);
  return scenario;
}

using BoostBeta = boost::math::beta_distribution<>;

TEST_CASE("an interval of a correlation is passed equally often at either end") {
  const std::string path = "support.same_voter";
  const Values values(with_same_voter(Interval{{-0.5, 0.7}, 0.8}), path);
  for (int k = 0; k < votes; ++k) {
    CHECK((values[k] < -0.5) == (uniform_of(path, k) < 0.1));
    CHECK((values[k] > 0.7) == (uniform_of(path, k) > 0.9));
  }
}

TEST_CASE("a Beta law is read to nine digits, however small its shapes") {
  for (const BetaLaw law : {BetaLaw{1, 1}, BetaLaw{2, 5}, BetaLaw{0.5, 0.5}, BetaLaw{0.26, 0.26},
                            BetaLaw{0.1, 0.3}, BetaLaw{0.02, 0.02}, BetaLaw{0.01, 0.01}}) {
    CAPTURE(law.a);
    const Values values(with_weight(law), "ballot.weight");
    for (int k = 0; k < votes; ++k) {
      const double truth = quantile(BoostBeta(law.a, law.b), uniform_of("ballot.weight", k));
      CHECK(std::abs(values[k] - truth) < beta_table);
    }
  }
}

TEST_CASE("the probit of a Beta share is as exact near 1 as near 0") {
  for (const BetaLaw law : {BetaLaw{0.3, 0.3}, BetaLaw{0.1, 0.1}, BetaLaw{5, 0.2}}) {
    CAPTURE(law.a);
    const BetaLaw mirrored{law.b, law.a};
    const Values values(with_turnout(law), "turnout.share");
    for (int k = 0; k < votes; ++k) {
      const double u = uniform_of("turnout.share", k);
      const double share = quantile(BoostBeta(law.a, law.b), u);
      const double rest = quantile(complement(BoostBeta(mirrored.a, mirrored.b), u));
      if (std::min(share, rest) < 1e-290) continue;  // where the probits are held
      const boost::math::normal normal;
      const double truth =
          share < rest ? quantile(normal, share) : quantile(complement(normal, rest));
      CHECK(std::abs(values[k] - truth) < beta_table);
    }
  }
}

TEST_CASE("uniform, triangular and probit-normal numbers have their closed form") {
  const double ulp = 0x1p-52;
  const Values flat(with_weight(UniformLaw{0.25, 0.75}), "ballot.weight");
  const Values peaked(with_weight(TriangularLaw{0.2, 0.3, 0.6}), "ballot.weight");
  const Values steep(with_weight(ProbitNormalLaw{0.5, 60}), "ballot.weight");
  for (int k = 0; k < votes; ++k) {
    const double u = uniform_of("ballot.weight", k);
    CHECK(std::abs(flat[k] - (0.25 + 0.5 * u)) <= 8 * ulp);
    // F = (x - 0.2)^2 / 0.04 up to the mode, where it is 1/4; 1 - F = (0.6 - x)^2 / 0.12 after it.
    const double x = u < 0.25 ? 0.2 + std::sqrt(0.04 * u) : 0.6 - std::sqrt(0.12 * (1 - u));
    CHECK(std::abs(peaked[k] - x) <= 8 * ulp);
    const boost::math::normal normal;
    const double probit = 60 * quantile(normal, u);
    // 60 times a relative error of 2^-50 in z moves a probit of at most 10 or so, else Phi is flat.
    CHECK(std::abs(steep[k] - cdf(normal, probit)) <= 10 * 4 * ulp);
  }
}

TEST_CASE("a discrete number takes each value for its part of the uniforms, edges exactly") {
  const Values values(with_weight(DiscreteLaw{{0.1, 0.2, 0.9}, {1, 2, 5}}), "ballot.weight");
  for (int k = 0; k < votes; ++k) {
    const double u = uniform_of("ballot.weight", k);
    CHECK(values[k] == (u <= 0.125 ? 0.1 : u <= 0.375 ? 0.2 : 0.9));
  }
}

}  // namespace
}  // namespace ayes::tests
