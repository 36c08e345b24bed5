// The conditional and the exact estimator against closed forms, enumeration and each other.
#include "sim/conditional/conditional.h"

#include "sim/conditional/exact.h"
#include "sim/method.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

using conditional::Findings;

// The error of one union's exact chance that docs/model.md declares, without noise.
constexpr double of_exact = 1e-9;

Findings estimate(const Scenario& scenario, std::int64_t points = 4096, int threads = 2,
                  const kernels::Kernels& kernels = kernels::best()) {
  const Model model = compile(scenario);
  REQUIRE(!conditional::why_not(model));
  Plan plan{.seed = 1, .replications = 1};
  plan.points = points;
  return conditional::estimate(model, plan, Execution{threads, &kernels, 0, {}});
}

Findings exactly(const Scenario& scenario) {
  const Model model = compile(scenario);
  REQUIRE(!conditional::why_not_exact(model));
  return conditional::exact(model);
}

double normal_cdf(double x) { return boost::math::cdf(boost::math::normal(), x); }
double probit(double u) { return boost::math::quantile(boost::math::normal(), u); }
double majority(int n, double p) {
  return boost::math::cdf(complement(boost::math::binomial(n, p), std::floor(n / 2.0)));
}

// A sensitivity of 1 to each union's chance at most.
bool is(double found, double expected, double unions) {
  return std::abs(found - expected) <= unions * of_exact;
}

TEST_CASE("exact: one unit gives the binomial tail, with turnout a mixture of them") {
  for (int n : {1, 2, 7, 40, 121, 2600}) {
    Scenario scenario = equal_unions(1, n);
    scenario.support.package = 0.52;
    CHECK(is(exactly(scenario).ratified.probability, majority(n, 0.52), 1));
  }
  Scenario scenario = equal_unions(1, 9);
  scenario.support.package = 0.6;
  scenario.turnout.share = 0.5;
  double expected = 0;
  for (int cast = 1; cast <= 9; ++cast) {
    expected += boost::math::pdf(boost::math::binomial(9, 0.5), cast) * majority(cast, 0.6);
  }
  CHECK(is(exactly(scenario).ratified.probability, expected, 1));
}

TEST_CASE("exact: all of three give p cubed, 14 of 15 the tail of a binomial") {
  Scenario three = equal_unions(3, 15);
  three.support.package = 0.55;
  three.rule = at_least("unions", count_of(3));
  CHECK(is(exactly(three).ratified.probability, std::pow(majority(15, 0.55), 3), 3));
  Scenario fifteen = equal_unions(15, 11);
  fifteen.support.package = 0.65;
  fifteen.rule = at_most_no("unions", count_of(1));
  const double p = majority(11, 0.65);
  const Findings found = exactly(fifteen);
  CHECK(is(found.ratified.probability, std::pow(p, 15) + 15 * std::pow(p, 14) * (1 - p), 15));
  CHECK(found.ratified.se == 0);
  CHECK(is(found.unions_yes.mean, 15 * p, 15));
  for (int k = 0; k <= 15; ++k) {
    CHECK(is(found.count[static_cast<std::size_t>(k)].mean,
             boost::math::pdf(boost::math::binomial(15, p), k), 15));
  }
}

TEST_CASE("exact: weighted quotas agree with the enumeration of all outcomes") {
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
  CHECK(is(exactly(scenario).ratified.probability, expected, 6));
}

// Two units of one union, without noise: the sum over both of their counts.
double pooled(int a, double p, int b, double q, Unreturned unreturned, double turnout) {
  const auto unit = [&](int members, double share) {
    std::vector<double> margin(static_cast<std::size_t>(2 * members + 1), 0.0);
    for (int cast = 0; cast <= members; ++cast) {
      for (int yes = 0; yes <= cast; ++yes) {
        const int more = unreturned == Unreturned::yes ? members - cast : 0;
        const int of = unreturned == Unreturned::not_counted ? cast : members;
        margin[static_cast<std::size_t>(2 * (yes + more) - of + members)] +=
            boost::math::pdf(boost::math::binomial(members, turnout), cast) *
            (cast == 0 ? 1 : boost::math::pdf(boost::math::binomial(cast, share), yes));
      }
    }
    return margin;
  };
  const auto first = unit(a, p), second = unit(b, q);
  double chance = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (std::size_t j = 0; j < second.size(); ++j) {
      if (static_cast<int>(i + j) > a + b) chance += first[i] * second[j];
    }
  }
  return chance;
}

TEST_CASE("pooled ballots: exact by adding up, and drawn without bias") {
  for (const Unreturned unreturned : {Unreturned::not_counted, Unreturned::yes, Unreturned::no}) {
    Scenario scenario = scenario_of({{"A", "Both", 30}, {"B", "Both", 11}});
    scenario.support.package = 0.56;
    scenario.support.units["B"].package = SupportShare(0.4);
    scenario.turnout.share = unreturned == Unreturned::no ? 0.95 : 0.8;
    scenario.ballot.unreturned = unreturned;
    const double expected =
        pooled(30, 0.56, 11, 0.4, unreturned, unreturned == Unreturned::no ? 0.95 : 0.8);
    CHECK(is(exactly(scenario).ratified.probability, expected, 1));
    const Findings found = estimate(scenario, 1 << 14);
    CHECK(found.drawn_unions == 1);
    CHECK(statistics::agrees(found.ratified.probability, found.ratified.se, expected));
  }
}

TEST_CASE("pooled unions of a few members are drawn without bias, noise and all") {
  // One ballot each: a union of two says yes only if both do. Opinions are normal with variance
  // 1 + 0.3² + 0.5² and, between the two, covariance 0.3².
  Scenario scenario = scenario_of({{"A", "Both", 1}, {"B", "Both", 1}});
  scenario.support.package = 0.6;
  scenario.support.union_spread = 0.3;
  scenario.support.unit_spread = 0.5;
  double expected = 0;
  for (double z = -8; z < 8; z += 0.05) {
    const double p = normal_cdf((probit(0.6) + 0.3 * z) / std::sqrt(1.25));
    expected += 0.05 * boost::math::pdf(boost::math::normal(), z) * p * p;
  }
  const Findings found = estimate(scenario, 1 << 15);
  CHECK(found.drawn_unions == 1);
  CHECK(statistics::agrees(found.ratified.probability, found.ratified.se, expected));
}

TEST_CASE("one common factor: 14 of 15 one-member unions have the published chance") {
  Scenario scenario = equal_unions(15, 1);
  scenario.support.package = normal_cdf(0.9 * std::sqrt(2.0));
  scenario.support.swing = 1.0;
  scenario.rule = at_least("unions", count_of(14));
  const Findings found = estimate(scenario, 1 << 15);
  // Fifteen tables may be off by 1e-6 each, which the standard error allows for.
  CHECK(std::abs(found.ratified.probability - 0.510156834659312) <= found.ratified.se);
  CHECK(found.ratified.interval.low < found.ratified.probability);
  CHECK(found.ratified.probability < found.ratified.interval.high);
}

Scenario many_terms() {
  Scenario scenario = scenario_of({{"A", "One", 700},
                                   {"B", "One", 90},
                                   {"C", "One", 12},
                                   {"D", "", 400},
                                   {"E", "", 35},
                                   {"F", "Two", 800},
                                   {"G", "Two", 60}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.ballot.units["F"].design = BallotDesign::bundled;
  scenario.ballot.units["G"].design = BallotDesign::bundled;
  scenario.ballot.units["G"].bundled_yes_if = BundledYesIf::both;
  scenario.ballot.units["D"].design = BallotDesign::bundled;
  scenario.support.package = SupportShare(Law(MeanSd{0.55, 0.05}));
  scenario.support.contract.shift = Shift(Law(MeanSd{0.1, 0.2}));
  scenario.support.contract.sd = 0.1;
  scenario.support.swing = Spread(Law(MeanSd{0.3, 0.1}));
  scenario.support.union_spread = 0.2;
  scenario.support.unit_spread = 0.3;
  scenario.support.tails = 5;
  scenario.turnout.share = 0.7;
  scenario.turnout.swing = 0.2;
  scenario.turnout.union_spread = 0.1;
  scenario.turnout.unit_spread = 0.2;
  scenario.turnout.with_support = 0.3;
  scenario.rule = at_least("unions", share_of(2, 3), "members");
  return scenario;
}

bool same(const Chance& a, const Chance& b) {
  return a.probability == b.probability && a.se == b.se && a.interval.low == b.interval.low &&
         a.interval.high == b.interval.high;
}

TEST_CASE("the same bits on any number of threads and from any kernels") {
  const Findings once = estimate(many_terms(), 2048, 1);
  for (int threads : {2, 5}) {
    for (const kernels::Kernels* kernels : kernels::all()) {
      const Findings again = estimate(many_terms(), 2048, threads, *kernels);
      CHECK(same(once.ratified, again.ratified));
      for (std::size_t u = 0; u < once.unions.size(); ++u) {
        CHECK(same(once.unions[u], again.unions[u]));
      }
      for (std::size_t k = 0; k < once.count.size(); ++k) {
        CHECK(once.count[k].mean == again.count[k].mean);
      }
      CHECK(once.unions_yes_sd == again.unions_yes_sd);
      CHECK(once.members_of_yes_unions.se == again.members_of_yes_unions.se);
    }
  }
}

TEST_CASE("what it finds agrees with simulated votes") {
  const Model model = compile(many_terms());
  const Findings found = estimate(many_terms(), 1 << 14);
  const Result votes = run(model, {1, 400'000}, Execution{2, &kernels::best(), 0, {}});
  const auto agree = [](double a, double a_se, double b, double b_se) {
    return statistics::agrees(a, a_se, b, b_se);
  };
  CHECK(agree(found.ratified.probability, found.ratified.se, votes.ratified.probability,
              votes.ratified.se));
  for (std::size_t u = 0; u < found.unions.size(); ++u) {
    CHECK(agree(found.unions[u].probability, found.unions[u].se, votes.unions[u].yes.probability,
                votes.unions[u].yes.se));
  }
  const Summary& unions = votes.measure("unions_yes")->all;
  CHECK(agree(found.unions_yes.mean, found.unions_yes.se, unions.mean, unions.se));
  // The error of a standard deviation s of n votes, four values apart at most: s / √n at most.
  CHECK(agree(found.unions_yes_sd, 0, unions.sd, unions.sd / std::sqrt(400'000.0)));
  const Summary& members = votes.measure("members_of_yes_unions")->all;
  CHECK(agree(found.members_of_yes_unions.mean, found.members_of_yes_unions.se, members.mean,
              members.se));
  CHECK(agree(found.members_of_yes_unions_sd, 0, members.sd, members.sd / std::sqrt(400'000.0)));
}

TEST_CASE("its interval covers the exact answer in as many seeds as it says") {
  Scenario scenario = equal_unions(4, 30);
  scenario.support.package = 0.55;
  scenario.support.swing = 0.3;
  scenario.support.union_spread = 0.2;
  scenario.rule = at_least("unions", count_of(3));
  const Model model = compile(scenario);
  Plan plan{.seed = 1, .replications = 1};
  plan.points = 1 << 17;
  const double truth = conditional::estimate(model, plan, Execution{}).ratified.probability;
  plan.points = 256;
  int covered = 0;
  for (plan.seed = 2; plan.seed < 402; ++plan.seed) {
    const Bounds interval = conditional::estimate(model, plan, Execution{}).ratified.interval;
    covered += interval.low <= truth && truth <= interval.high;
  }
  CHECK(statistics::binomial_agrees(covered, 400, 0.95));
}

TEST_CASE("what a method can't treat is refused with its place and reason") {
  const auto place = [](const Scenario& scenario, Method method) {
    const auto mistake = why_not(compile(scenario), method);
    return mistake ? mistake->path : "";
  };
  Scenario scenario = equal_unions(3, 10);
  CHECK(place(scenario, Method::conditional).empty());
  CHECK(place(scenario, Method::exact).empty());
  scenario.support.swing = 0.1;
  CHECK(place(scenario, Method::conditional).empty());
  CHECK(place(scenario, Method::exact) == "support.swing");
  scenario.rule = at_least("units", count_of(2));
  CHECK(place(scenario, Method::conditional) == "rule");
  CHECK(place(scenario, Method::automatic).empty());
  CHECK(place(scenario, Method::sample).empty());
  scenario.rule.reset();
  BallotsWords two_thirds;
  two_thirds.at_least = share_of(2, 3);
  scenario.units.rules["U2"] = {"", two_thirds};
  CHECK(place(scenario, Method::conditional) == "units.rules.U2");
  scenario.units.rules.clear();
  scenario.unions.rules["U3"] = {"", two_thirds};
  CHECK(place(scenario, Method::conditional) == "unions.rules.U3");
}

TEST_CASE("auto takes what errs least, and says so") {
  const auto refined = [](const Scenario& scenario, std::int64_t replications) {
    const Model model = compile(scenario);
    Plan plan{.seed = 1, .replications = 2000};
    plan.points = 1024;
    plan.method = Method::sample;
    Result result = run(model, plan, Execution{});
    plan.method = Method::automatic;
    plan.replications = replications;
    refine(model, plan, Execution{}, result);
    return result;
  };
  Scenario scenario = equal_unions(3, 10);
  scenario.support.package = 0.55;
  CHECK(refined(scenario, 2000).estimator == "exact");
  scenario.support.swing = 0.2;
  const Result conditional = refined(scenario, 2000);
  CHECK(conditional.method == "auto");
  CHECK(conditional.estimator == "conditional");
  CHECK(conditional.measure("unions_yes")->estimator == "conditional");
  CHECK(conditional.measure("unions_yes")->chances.size() == 4);
  CHECK(conditional.measure("turnout")->estimator == "sample");
  // So many votes that their error would be smaller.
  CHECK(refined(scenario, std::int64_t{1} << 55).estimator == "sample");
  scenario.rule = at_least("units", count_of(2));
  CHECK(refined(scenario, 2000).estimator == "sample");
}

}  // namespace
}  // namespace ayes::tests
