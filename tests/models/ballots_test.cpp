#include "models/ballots.h"

#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <doctest/doctest.h>

#include <array>
#include <cmath>

namespace ayes::tests {
namespace {

using statistics::binomial_agrees;
using statistics::chi_square_agrees;

double normal_cdf(double x) { return boost::math::cdf(boost::math::normal(), x); }
double normal_pdf(double x) { return boost::math::pdf(boost::math::normal(), x); }
double probit(double u) { return boost::math::quantile(boost::math::normal(), u); }

// P(X > -a, Y > -b) for standard normals of correlation r: ∫ φ(x) Φ((b + r x)/√(1−r²)) over x > -a.
double both_positive(double a, double b, double r) {
  const auto integrand = [&](double x) {
    return normal_pdf(x) * normal_cdf((b + r * x) / std::sqrt(1 - r * r));
  };
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(integrand, -a, -a + 24, 12,
                                                                       1e-13);
}

// One unit of one voter, so that every replication shows one voter's answers.
Scenario one_voter(double package, double contract, double same_voter) {
  Scenario scenario = scenario_of({{"a", "", 1}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.units["a"].package = package;
  scenario.support.units["a"].contract = contract;
  scenario.support.same_voter = same_voter;
  return scenario;
}

constexpr int votes = 200'000;

std::int64_t yes_votes(const Scenario& scenario) {
  return simulated(compile(scenario), votes).votes.package_yes.cast<std::int64_t>().sum();
}

TEST_CASE(
    "two questions are answered by the same voters: the four answers follow the bivariate law") {
  for (double r : {-0.6, 0.0, 0.8}) {
    const double p = 0.55, c = 0.7;
    const Batch batch = simulated(compile(one_voter(p, c, r)), votes);
    std::array<std::int64_t, 4> seen{};
    for (int i = 0; i < votes; ++i) {
      ++seen[static_cast<std::size_t>(2 * batch.votes.package_yes(i, 0) +
                                      batch.votes.contract_yes(i, 0))];
    }
    const double both = both_positive(probit(p), probit(c), r);
    const std::array<double, 4> expected = {votes * (1 - p - c + both), votes * (c - both),
                                            votes * (p - both), votes * both};
    CHECK(chi_square_agrees(seen, expected));
  }
}

TEST_CASE("opinions that are one opinion give one answer, opposite ones opposite answers") {
  const Batch same = simulated(compile(one_voter(0.6, 0.6, 1)), 10'000);
  CHECK((same.votes.package_yes == same.votes.contract_yes).all());
  const Batch opposite = simulated(compile(one_voter(0.5, 0.5, -1)), 10'000);
  CHECK((opposite.votes.package_yes + opposite.votes.contract_yes == 1).all());
}

TEST_CASE("a bundled ballot is a balance of both opinions, less a protest at the bundling") {
  const double p = 0.55, c = 0.7, r = 0.8, w = 0.3, penalty = 0.1;
  Scenario scenario = one_voter(p, c, r);
  scenario.ballot.design = BallotDesign::bundled;
  scenario.ballot.weight = w;
  scenario.ballot.penalty = penalty;
  // The balance is normal: mean w s_p + (1−w) s_c − penalty, variance w² + (1−w)² + 2 w (1−w) r.
  const double mean = w * probit(p) + (1 - w) * probit(c) - penalty;
  const double sd = std::sqrt(w * w + (1 - w) * (1 - w) + 2 * w * (1 - w) * r);
  CHECK(binomial_agrees(yes_votes(scenario), votes, normal_cdf(mean / sd)));
  const Batch batch = simulated(compile(scenario), 1000);
  CHECK((batch.votes.package_yes == batch.votes.contract_yes).all());
}

TEST_CASE("a bundled ballot may ask for content with both, or with either") {
  const double p = 0.55, c = 0.7, r = 0.5, penalty = 0.2;
  Scenario scenario = one_voter(p, c, r);
  scenario.ballot.design = BallotDesign::bundled;
  scenario.ballot.penalty = penalty;
  scenario.ballot.bundled_yes_if = BundledYesIf::both;
  const double a = probit(p) - penalty, b = probit(c) - penalty;
  CHECK(binomial_agrees(yes_votes(scenario), votes, both_positive(a, b, r)));
  scenario.ballot.bundled_yes_if = BundledYesIf::either;
  const double either = normal_cdf(a) + normal_cdf(b) - both_positive(a, b, r);
  CHECK(binomial_agrees(yes_votes(scenario), votes, either));
}

TEST_CASE("a balance of opposite opinions with nothing between them goes by its sign") {
  Scenario scenario = one_voter(0.7, 0.7, -1);
  scenario.ballot.design = BallotDesign::bundled;
  CHECK(yes_votes(scenario) == votes);
  scenario.ballot.penalty = 1.0;
  CHECK(yes_votes(scenario) == 0);
}

TEST_CASE("a unit's own ballot overrides the scenario's") {
  Scenario scenario = scenario_of({{"a", "", 40}, {"b", "", 40}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.ballot.units["b"].design = BallotDesign::bundled;
  scenario.support.contract.shift = 0.4;
  const Batch batch = simulated(compile(scenario), 1000);
  CHECK((batch.votes.package_yes.col(0) != batch.votes.contract_yes.col(0)).any());
  CHECK((batch.votes.package_yes.col(1) == batch.votes.contract_yes.col(1)).all());
}

TEST_CASE("ballots cast are a binomial count of those eligible") {
  Scenario scenario = scenario_of({{"a", "", 60}});
  scenario.unit[0].eligible = 50;
  scenario.turnout.share = 0.7;
  const Batch batch = simulated(compile(scenario), 20'000);
  CHECK(batch.votes.cast.maxCoeff() <= 50);
  CHECK(binomial_agrees(batch.votes.cast.cast<std::int64_t>().sum(), 20'000 * 50, 0.7));
}

TEST_CASE("unreturned ballots count as nothing, as yes, or as no") {
  Scenario scenario = scenario_of({{"a", "", 50}});
  scenario.turnout.share = 0.7;
  scenario.support.package = 0.6;
  const Batch plain = simulated(compile(scenario), 20'000);
  scenario.ballot.unreturned = Unreturned::yes;
  const Batch as_yes = simulated(compile(scenario), 20'000);
  scenario.ballot.unreturned = Unreturned::no;
  const Batch as_no = simulated(compile(scenario), 20'000);
  CHECK((as_yes.votes.cast == 50).all());
  CHECK((as_yes.votes.package_yes == plain.votes.package_yes + 50 - plain.votes.cast).all());
  CHECK((as_no.votes.cast == 50).all());
  CHECK((as_no.votes.package_yes == plain.votes.package_yes).all());
  CHECK((as_yes.votes.returned == plain.votes.cast).all());
  // The law of rejections: Bin(eligible, turnout · (1 − share)).
  const std::int64_t rejections = (50 - as_yes.votes.package_yes.cast<std::int64_t>()).sum();
  CHECK(binomial_agrees(rejections, 20'000 * 50, 0.7 * 0.4));
}

TEST_CASE("unreturned ballots count on every question asked, and on none that is not") {
  for (const BallotDesign design : {BallotDesign::separate, BallotDesign::bundled}) {
    Scenario scenario = scenario_of({{"a", "", 50}});
    scenario.ballot.design = design;
    scenario.turnout.share = 0.7;
    const Batch plain = simulated(compile(scenario), 500);
    scenario.ballot.unreturned = Unreturned::yes;
    const Batch as_yes = simulated(compile(scenario), 500);
    scenario.ballot.unreturned = Unreturned::no;
    const Batch as_no = simulated(compile(scenario), 500);
    CHECK((as_yes.votes.contract_yes == plain.votes.contract_yes + 50 - plain.votes.cast).all());
    CHECK((as_no.votes.contract_yes == plain.votes.contract_yes).all());
  }
  Scenario scenario = scenario_of({{"a", "", 50}});  // package only
  scenario.ballot.unreturned = Unreturned::yes;
  scenario.turnout.share = 0.7;
  CHECK((simulated(compile(scenario), 500).votes.contract_yes == 0).all());
}

TEST_CASE("more package support never loses a package vote on the same draws") {
  Scenario scenario = scenario_of({{"a", "", 173}});
  scenario.support.swing = 0.4;
  scenario.turnout.share = 0.8;
  Counts before = Counts::Zero(5000);
  for (double share = 0.05; share < 1; share += 0.05) {
    scenario.support.package = share;
    const Batch batch = simulated(compile(scenario), 5000);
    const Counts now = batch.votes.package_yes.col(0);
    CHECK((now >= before).all());
    before = now;
  }
}

}  // namespace
}  // namespace ayes::tests
