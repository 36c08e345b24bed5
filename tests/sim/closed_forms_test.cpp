// P(ratified) against closed forms and exact enumeration, every scenario run at fixed seeds.
#include "sim/run.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

constexpr std::int64_t votes = 200'000;

Tally tally_of(const Scenario& scenario, std::int64_t replications = votes) {
  const Model model = compile(scenario);
  return count_votes(model, {1, replications}, Execution{2, &kernels::best(), 0, {}});
}

bool ratified_agrees(const Scenario& scenario, double p) {
  return statistics::binomial_agrees(tally_of(scenario).votes[1], votes, p);
}

double normal_cdf(double x) { return boost::math::cdf(boost::math::normal(), x); }
double probit(double u) { return boost::math::quantile(boost::math::normal(), u); }

// P(more than half of n say yes), each with chance p.
double majority(int n, double p) {
  return boost::math::cdf(complement(boost::math::binomial(n, p), std::floor(n / 2.0)));
}

TEST_CASE("one unit gives the binomial tail") {
  for (int n : {1, 2, 7, 40, 121, 2600}) {
    Scenario scenario = equal_unions(1, n);
    scenario.support.package = 0.52;
    CHECK(ratified_agrees(scenario, majority(n, 0.52)));
  }
}

TEST_CASE("turnout thins the unit: a sum over the ballots cast") {
  Scenario scenario = equal_unions(1, 9);
  scenario.support.package = 0.6;
  scenario.turnout.share = 0.5;
  double expected = 0;
  for (int cast = 1; cast <= 9; ++cast) {
    expected += boost::math::pdf(boost::math::binomial(9, 0.5), cast) * majority(cast, 0.6);
  }
  CHECK(ratified_agrees(scenario, expected));
}

TEST_CASE("all of three independent units at p give p cubed") {
  Scenario scenario = equal_unions(3, 15);
  scenario.support.package = 0.55;
  scenario.rule = at_least("unions", count_of(3));
  CHECK(ratified_agrees(scenario, std::pow(majority(15, 0.55), 3)));
}

TEST_CASE("14 of 15 independent unions give the tail of a binomial of the binomial tail") {
  Scenario scenario = equal_unions(15, 11);
  scenario.support.package = 0.65;
  scenario.rule = at_most_no("unions", count_of(1));
  const double p = majority(11, 0.65);
  CHECK(ratified_agrees(scenario, std::pow(p, 15) + 15 * std::pow(p, 14) * (1 - p)));
}

TEST_CASE("weighted quotas agree with the enumeration of all outcomes") {
  const std::vector<std::int64_t> members = {100, 61, 47, 23, 9, 5};
  std::vector<Row> rows;
  for (std::size_t i = 0; i < members.size(); ++i)
    rows.push_back({"U" + std::to_string(i), "", members[i]});
  Scenario scenario = scenario_of(rows);
  scenario.support.package = 0.51;
  scenario.rule = at_least("unions", share_of(2, 3), "members");
  double expected = 0;
  for (unsigned outcome = 0; outcome < 64; ++outcome) {
    double chance = 1;
    std::int64_t yes = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const double p = majority(static_cast<int>(members[i]), 0.51);
      const bool says = outcome >> i & 1;
      chance *= says ? p : 1 - p;
      yes += says ? members[i] : 0;
    }
    if (3 * yes >= 2 * 245) expected += chance;
  }
  CHECK(ratified_agrees(scenario, expected));
}

TEST_CASE("perfectly correlated units are all for it or all against, with the chance of one") {
  // A matrix of ones and units so large that the count follows the opinion.
  Scenario scenario = equal_unions(5, 2'000'000);
  scenario.support.package = 0.55;
  CorrelationTable table;
  for (int i = 1; i <= 5; ++i) table.units.push_back("U" + std::to_string(i));
  table.matrix.assign(5, std::vector<double>(5, 1.0));
  table.sd = 0.5;
  scenario.support.correlation = table;
  scenario.rule = at_least("unions", count_of(5));
  const double p = normal_cdf(probit(0.55) / 0.5);
  CHECK(ratified_agrees(scenario, p));
  scenario.rule = at_least("unions", count_of(1));
  CHECK(ratified_agrees(scenario, p));
}

TEST_CASE("one common factor: 14 of 15 one-member unions by quadrature over the swing") {
  // Latent opinions of mean 0.9, variance 1 and correlation one half; the published design value.
  Scenario scenario = equal_unions(15, 1);
  scenario.support.package = normal_cdf(0.9 * std::sqrt(2.0));
  scenario.support.swing = 1.0;
  scenario.rule = at_least("unions", count_of(14));
  const auto integrand = [](double z) {
    const double p = normal_cdf(0.9 * std::sqrt(2.0) + z);
    return boost::math::pdf(boost::math::normal(), z) *
           (std::pow(p, 15) + 15 * std::pow(p, 14) * (1 - p));
  };
  const double expected =
      boost::math::quadrature::gauss_kronrod<double, 61>::integrate(integrand, -12, 12, 12, 1e-14);
  CHECK(std::abs(expected - 0.510156834659312) < 1e-13);
  CHECK(ratified_agrees(scenario, expected));
}

TEST_CASE("bundled and separate ballots move a union by their formulas") {
  Scenario scenario = equal_unions(1, 101);
  scenario.support.package = 0.54;
  scenario.support.contract.shift = -0.3;
  scenario.support.same_voter = 0.8;
  scenario.ballot.design = BallotDesign::separate;
  CHECK(ratified_agrees(scenario, majority(101, 0.54)));
  scenario.ballot.design = BallotDesign::bundled;
  const double mean = probit(0.54) - 0.15, sd = std::sqrt(0.25 + 0.25 + 0.5 * 0.8);
  CHECK(ratified_agrees(scenario, majority(101, normal_cdf(mean / sd))));
}

TEST_CASE("an uncertain share mixes: one voter says yes with its mean, whatever the law") {
  Scenario scenario = equal_unions(1, 1);
  for (const Law& law :
       {Law(BetaLaw{3, 2}), Law(MeanSd{0.6, 0.15}), Law(TriangularLaw{0.3, 0.5, 1.0}),
        Law(UniformLaw{0.4, 0.8}), Law(DiscreteLaw{{0.2, 0.7}, {1, 4}}), Law(Fixed{0.6})}) {
    scenario.support.package = SupportShare(law);
    CHECK(ratified_agrees(scenario, 0.6));
  }
  // Φ(m/√(1+s²)) for the probit-normal, its interval being central.
  scenario.support.package = SupportShare(Law(ProbitNormalLaw{0.6, 0.8}));
  CHECK(ratified_agrees(scenario, normal_cdf(probit(0.6) / std::sqrt(1 + 0.64))));
}

TEST_CASE("the range over estimates is the range of P(ratified) over the uncertain inputs") {
  // One union so large that it follows its share: P(ratified | share, swing 0.3) = Φ(probit/0.3),
  // and probit(share) is normal with SD s; its 10% and 90% points are known.
  Scenario scenario = equal_unions(1, 1'000'000);
  scenario.support.package = SupportShare(Law(ProbitNormalLaw{0.55, 0.2}));
  scenario.support.swing = 0.3;
  const Model model = compile(scenario);
  const auto range =
      range_over_estimates(model, {1, 2'000'000}, Execution{2, &kernels::best(), 0, {}});
  REQUIRE(range);
  const double low = normal_cdf((probit(0.55) - 1.2815515655446 * 0.2) / 0.3);
  const double high = normal_cdf((probit(0.55) + 1.2815515655446 * 0.2) / 0.3);
  // A quantile of 512 settings lies between order statistics: those of levels that a binomial count
  // of 512 leaves possible at 1e-6. Each setting has the noise of 2,000,000 / 2048 votes.
  const double noise = statistics::kLargestZ * std::sqrt(0.25 / (2'000'000 / 2048));
  const auto between = [&](double value, double level) {
    const boost::math::binomial law(512, level);
    const double lo = boost::math::quantile(law, 5e-7) / 512,
                 hi = boost::math::quantile(law, 1 - 5e-7) / 512;
    const auto at = [&](double q) {
      return q <= 0 ? 0 : q >= 1 ? 1 : normal_cdf((probit(0.55) + probit(q) * 0.2) / 0.3);
    };
    return at(lo) - noise <= value && value <= at(hi) + noise;
  };
  CHECK(low < high);
  CHECK(between(range->low, 0.1));
  CHECK(between(range->high, 0.9));
  CHECK(!range_over_estimates(compile(equal_unions(1, 10)), {1, 1000}, Execution{}));
}

TEST_CASE("expected layoffs are the formula's: chance of rejection times what is carried out") {
  Scenario scenario = equal_unions(2, 501);
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.package = 0.5;  // each says yes with chance one half (n odd)
  scenario.rule = at_least("unions", count_of(2));
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 100.0;
  scenario.layoffs->rejected.carried_out = 0.433;
  const Model model = compile(scenario);
  const Result result = run(model, {1, votes}, Execution{2, &kernels::best(), 0, {}});
  const MeasureResult& separated = *result.measure("separated");
  CHECK(statistics::agrees(separated.if_rejected.mean, separated.if_rejected.se, 43.3));
  CHECK(statistics::agrees(separated.all.mean, separated.all.se, 0.75 * 43.3));
  CHECK(separated.if_ratified.mean == 0);
  CHECK(statistics::agrees(result.units[0].separated->mean, result.units[0].separated->se,
                           0.375 * 43.3));
}

}  // namespace
}  // namespace ayes::tests
