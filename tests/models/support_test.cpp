#include "models/support.h"

#include "models/stream.h"
#include "tests/models/small_scenarios.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

// The opinions of a scenario's unit in replications 0 to 31, to be compared with the formula worked
// out by Boost.Math from the same uniforms. Bounds: 1e-12 for sums of normals; 1e-7 where a
// tabulated quantile is interpolated (step^4/384 of its fourth derivative).
constexpr double exact = 1e-12, tabulated = 1e-7;
constexpr int votes = 32;

double probit(double u) { return boost::math::quantile(boost::math::normal(), u); }

struct Opinions {
  Model model;
  Batch batch;
  Column package, contract, turnout;

  explicit Opinions(const Scenario& scenario, int unit = 0)
      : model(compile(scenario)), batch(model, 1, votes, kernels::best()) {
    batch.size = votes;
    draw_inputs(model, batch);
    draw_shared_terms(model, batch);
    form_opinions(model, unit, batch, Questions::both);
    package = batch.package_opinion;
    contract = batch.contract_opinion;
    turnout = batch.turnout_opinion;
  }
};

double z_of(const char* stage, const char* term, const std::string& name, int k, int draw = 0) {
  return probit(uniform(1, stream_name("first", stage, term, name), k, draw));
}

Scenario two_units() {
  Scenario scenario = scenario_of({{"a", "north", 100}, {"b", "north", 300}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.package = 0.55;
  return scenario;
}

TEST_CASE("swing, union and unit terms add to the probit of the median share") {
  Scenario scenario = two_units();
  scenario.support.swing = 0.4;
  scenario.support.union_spread = 0.2;
  scenario.support.unit_spread = 0.3;
  const Opinions opinions(scenario, 1);
  for (int k = 0; k < votes; ++k) {
    const double expected = probit(0.55) + 0.4 * z_of("support", "swing", "", k) +
                            0.2 * z_of("support", "union", "north", k) +
                            0.3 * z_of("vote", "unit", "b", k);
    CHECK(std::abs(opinions.package[k] - expected) < exact);
    CHECK(opinions.contract[k] == opinions.package[k]);
  }
}

TEST_CASE("the contract moves by the shift and a split of its own") {
  Scenario scenario = two_units();
  scenario.support.unit_spread = 0.3;
  scenario.support.contract = {0.1, 0.25};
  scenario.support.units["b"].shift = -0.2;
  for (int unit : {0, 1}) {
    const Opinions opinions(scenario, unit);
    const std::string name = unit == 0 ? "a" : "b";
    for (int k = 0; k < votes; ++k) {
      const double package = probit(0.55) + 0.3 * z_of("vote", "unit", name, k);
      const double split = 0.25 * z_of("vote", "unit", name, k, slot::split);
      CHECK(std::abs(opinions.package[k] - package) < exact);
      CHECK(std::abs(opinions.contract[k] - (package + (unit == 0 ? 0.1 : -0.2) + split)) < exact);
    }
  }
}

TEST_CASE("heavy tails are Student t of the same uniform, scaled to a standard deviation of 1") {
  Scenario scenario = two_units();
  scenario.support.swing = 0.4;
  scenario.support.union_spread = 0.2;
  scenario.support.tails = 6;
  scenario.support.swing_tails = 3.5;
  const Opinions opinions(scenario);
  const auto t = [](double nu, double u) {
    return std::sqrt((nu - 2) / nu) * boost::math::quantile(boost::math::students_t(nu), u);
  };
  for (int k = 0; k < votes; ++k) {
    const double swing = t(3.5, uniform(1, stream_name("first", "support", "swing", ""), k, 0));
    const double north = t(6, uniform(1, stream_name("first", "support", "union", "north"), k, 0));
    CHECK(std::abs(opinions.package[k] - (probit(0.55) + 0.4 * swing + 0.2 * north)) < tabulated);
  }
}

TEST_CASE("a group's term is shared by the units with its value, across unions") {
  Scenario scenario = scenario_of({{"a", "north", 100}, {"b", "south", 300}, {"c", "south", 50}});
  scenario.support.package = 0.5;
  scenario.support.groups = {{"sector", "sector", 0.3}};
  scenario.unit[0].columns["sector"] = "prisons";
  scenario.unit[1].columns["sector"] = "prisons";
  for (int unit : {0, 1, 2}) {
    const Opinions opinions(scenario, unit);
    for (int k = 0; k < votes; ++k) {
      const double term = unit == 2 ? 0 : 0.3 * z_of("support", "group", "sector\x1fprisons", k);
      CHECK(std::abs(opinions.package[k] - term) < exact);
      CHECK(std::abs(opinions.contract[k] - term) < exact);
    }
  }
}

TEST_CASE("drivers: a column centred on its mean over members, a text, and everyone") {
  Scenario scenario = two_units();
  scenario.unit[0].columns = {{"cut", "0.2"}, {"stance", "split"}};
  scenario.unit[1].columns = {{"cut", "4%"}, {"stance", "yes"}};
  DriverTable cut, split, all;
  cut.name = cut.column = "cut";
  cut.centred = true;
  cut.coefficient = 2.0;
  split.name = "split";
  split.column = "stance";
  split.equals = "split";
  split.coefficient = -0.5;
  split.on = {Question::package};
  all.name = "all";
  all.everyone = true;
  all.coefficient = 0.125;
  all.on = {Question::contract};
  scenario.driver = {cut, split, all};
  // mean cut over members = (0.2·100 + 0.04·300)/400 = 0.08
  const Opinions a(scenario, 0), b(scenario, 1);
  CHECK(std::abs(a.package[0] - (probit(0.55) + 2 * 0.12 - 0.5)) < exact);
  CHECK(std::abs(a.contract[0] - (probit(0.55) + 2 * 0.12 + 0.125)) < exact);
  CHECK(std::abs(b.package[0] - (probit(0.55) - 2 * 0.04)) < exact);
  CHECK(std::abs(b.contract[0] - (probit(0.55) - 2 * 0.04 + 0.125)) < exact);
}

TEST_CASE("a driver grows in proportion to the quantity it is tied to") {
  Scenario scenario = two_units();
  DriverTable threat;
  threat.name = "threat";
  threat.everyone = true;
  threat.coefficient = 0.3;
  threat.grows_with = "layoffs.rejected.threat";
  threat.at = 7500;
  scenario.driver = {threat};
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 5000;
  CHECK(std::abs(Opinions(scenario).package[0] - (probit(0.55) + 0.3 * 5000 / 7500)) < exact);
}

TEST_CASE("a unit's interval replaces its union and unit terms") {
  Scenario scenario = two_units();
  scenario.support.swing = 0.4;
  scenario.support.union_spread = 0.2;
  scenario.support.unit_spread = 0.3;
  scenario.support.units["a"].package = SupportShare(Law(Interval{{0.15, 0.45}, 0.8}));
  const Opinions opinions(scenario);
  const double middle = (probit(0.15) + probit(0.45)) / 2;
  const double sd = (probit(0.45) - probit(0.15)) / (2 * probit(0.9));
  for (int k = 0; k < votes; ++k) {
    const double expected =
        middle + sd * z_of("vote", "unit", "a", k) + 0.4 * z_of("support", "swing", "", k);
    CHECK(std::abs(opinions.package[k] - expected) < exact);
    CHECK(opinions.contract[k] == opinions.package[k]);  // shift and split are 0
  }
}

TEST_CASE("a contract interval of a unit replaces every term but swing, groups and drivers") {
  Scenario scenario = two_units();
  scenario.support.swing = 0.4;
  scenario.support.unit_spread = 0.3;
  scenario.support.contract = {0.1, 0.25};
  scenario.support.units["a"].contract = SupportShare(Law(Interval{{0.5, 0.7}, 0.8}));
  const Opinions opinions(scenario);
  const double middle = (probit(0.5) + probit(0.7)) / 2;
  const double sd = (probit(0.7) - probit(0.5)) / (2 * probit(0.9));
  for (int k = 0; k < votes; ++k) {
    const double expected = middle + sd * z_of("vote", "unit", "a", k, slot::split) +
                            0.4 * z_of("support", "swing", "", k);
    CHECK(std::abs(opinions.contract[k] - expected) < exact);
  }
}

TEST_CASE("a fixed contract share beside an uncertain package keeps the package's doubt") {
  Scenario scenario = two_units();
  scenario.support.contract.sd = 0.25;
  scenario.support.units["a"].package = SupportShare(Law(Interval{{0.15, 0.45}, 0.8}));
  scenario.support.units["a"].contract = 0.6;
  const Opinions opinions(scenario);
  const double sd = (probit(0.45) - probit(0.15)) / (2 * probit(0.9));
  for (int k = 0; k < votes; ++k) {
    const double expected = probit(0.6) + sd * z_of("vote", "unit", "a", k) +
                            0.25 * z_of("vote", "unit", "a", k, slot::split);
    CHECK(std::abs(opinions.contract[k] - expected) < exact);
  }
}

TEST_CASE("a unit's Beta law is read at its own uniform") {
  Scenario scenario = two_units();
  scenario.support.units["a"].package = SupportShare(Law(BetaLaw{6, 4}));
  const Opinions opinions(scenario);
  for (int k = 0; k < votes; ++k) {
    const double u = uniform(1, stream_name("first", "vote", "unit", "a"), k, 0);
    const double expected =
        probit(boost::math::quantile(boost::math::beta_distribution<>(6, 4), u));
    CHECK(std::abs(opinions.package[k] - expected) < tabulated);
  }
}

TEST_CASE("uncertain inputs are one draw a replication, common to all who use them") {
  Scenario scenario = two_units();
  scenario.support.package = SupportShare(Law(MeanSd{0.55, 0.08}));
  scenario.support.swing = Spread(Law(MeanSd{0.4, 0.1}));
  const Opinions a(scenario, 0), b(scenario, 1);
  const double sigma = std::sqrt(std::log1p(0.1 * 0.1 / (0.4 * 0.4)));
  const double mu = std::log(0.4) - sigma * sigma / 2;
  for (int k = 0; k < votes; ++k) {
    CHECK(a.package[k] == b.package[k]);
    const double swing = std::exp(mu + sigma * z_of("input", "value", "support.swing", k));
    const double share = (a.package[k] - swing * z_of("support", "swing", "", k));
    // Probit-normal with mean 0.55: location l and spread s with Φ(l/√(1+s²)) = 0.55; both
    // positive.
    const double z = z_of("input", "value", "support.package", k);
    const double zero = z_of("input", "value", "support.package", 0);
    const double first =
        a.package[0] - std::exp(mu + sigma * z_of("input", "value", "support.swing", 0)) *
                           z_of("support", "swing", "", 0);
    if (k == 0) continue;
    const double spread = (share - first) / (z - zero);
    const double location = first - spread * zero;
    CHECK(std::abs(
              boost::math::cdf(boost::math::normal(), location / std::sqrt(1 + spread * spread)) -
              0.55) < 1e-10);
  }
}

TEST_CASE("an uncertain correlation is a Beta law stretched over -1 to 1") {
  Scenario scenario = two_units();
  scenario.support.same_voter = Correlation(Law(MeanSd{0.5, 0.2}));
  const Opinions opinions(scenario);
  // Stretched back: mean 0.75, SD 0.1, so a + b = 0.75·0.25/0.01 − 1 = 17.75.
  const boost::math::beta_distribution<> law(0.75 * 17.75, 0.25 * 17.75);
  for (int k = 0; k < votes; ++k) {
    const double u = uniform(1, stream_name("first", "input", "value", "support.same_voter"), k, 0);
    const double value = opinions.batch.shared(k, opinions.model.shared.same_voter);
    CHECK(std::abs(value - (2 * boost::math::quantile(law, u) - 1)) < tabulated);
  }
}

TEST_CASE("a given correlation matrix takes the place of union and unit terms") {
  Scenario scenario = scenario_of({{"a", "", 10}, {"b", "", 10}, {"c", "", 10}});
  scenario.support.package = 0.5;
  CorrelationTable table;
  table.units = {"c", "a", "b"};                                 // any order
  table.matrix = {{1, 0.2, 0.5}, {0.2, 1, 0.6}, {0.5, 0.6, 1}};  // a-b 0.6, a-c 0.2, b-c 0.5
  table.sd = 0.5;
  scenario.support.correlation = table;
  const double b_a = 0.6, b_b = std::sqrt(1 - 0.36), c_a = 0.2, c_b = (0.5 - 0.2 * 0.6) / b_b;
  const double c_c = std::sqrt(1 - c_a * c_a - c_b * c_b);
  const Opinions a(scenario, 0), b(scenario, 1), c(scenario, 2);
  for (int k = 0; k < votes; ++k) {
    const double za = z_of("vote", "unit", "a", k), zb = z_of("vote", "unit", "b", k);
    const double zc = z_of("vote", "unit", "c", k);
    CHECK(std::abs(a.package[k] - 0.5 * za) < exact);
    CHECK(std::abs(b.package[k] - 0.5 * (b_a * za + b_b * zb)) < exact);
    CHECK(std::abs(c.package[k] - 0.5 * (c_a * za + c_b * zb + c_c * zc)) < exact);
  }
  SUBCASE("with tails the split keeps a t of its own") {
    scenario.ballot.design = BallotDesign::separate;
    scenario.support.tails = 5;
    scenario.support.contract.sd = 0.2;
    const Opinions heavy(scenario, 0);
    for (int k = 0; k < votes; ++k) {
      const double u = uniform(1, stream_name("first", "vote", "unit", "a"), k, slot::split);
      const double t = std::sqrt(0.6) * boost::math::quantile(boost::math::students_t(5), u);
      CHECK(std::abs(heavy.contract[k] - heavy.package[k] - 0.2 * t) < tabulated);
    }
  }
  SUBCASE("with tails all units share one chi-squared") {
    scenario.support.tails = 5;
    const Opinions heavy(scenario, 2);
    for (int k = 0; k < votes; ++k) {
      const double u = uniform(1, stream_name("first", "support", "tails", "matrix"), k, 0);
      const double chi = boost::math::quantile(boost::math::chi_squared(5), u);
      CHECK(std::abs(heavy.package[k] - c.package[k] * std::sqrt(3 / chi)) < 1e-6);
    }
  }
  SUBCASE("a matrix that no units can have is refused, with how far it is") {
    table.matrix = {{1, -0.9, -0.9}, {-0.9, 1, -0.9}, {-0.9, -0.9, 1}};
    scenario.support.correlation = table;
    try {
      compile(scenario);
      FAIL("accepted");
    } catch (const ScenarioError& error) {
      // eigenvalues 1 − 2·0.9 and 1 + 0.9
      CHECK(error.mistakes()[0].why.find("-0.8") != std::string::npos);
    }
  }
}

TEST_CASE("turnout has terms of its own, correlated with support's if the scenario says so") {
  Scenario scenario = two_units();
  scenario.support.union_spread = 0.2;
  scenario.turnout.share = 0.7;
  scenario.turnout.swing = 0.15;
  scenario.turnout.union_spread = 0.1;
  scenario.turnout.unit_spread = 0.25;
  scenario.turnout.with_support = 0.3;
  const Opinions opinions(scenario, 1);
  const double rho = 0.3, own = std::sqrt(1 - 0.09);
  for (int k = 0; k < votes; ++k) {
    const auto mixed = [&](const char* stage, const char* term, const std::string& name, int draw) {
      return rho * z_of(stage, term, name, k, 0) + own * z_of(stage, term, name, k, draw);
    };
    const double expected = probit(0.7) + 0.15 * mixed("support", "swing", "", 1) +
                            0.1 * mixed("support", "union", "north", 1) +
                            0.25 * mixed("vote", "unit", "b", slot::turnout);
    CHECK(std::abs(opinions.turnout[k] - expected) < exact);
  }
}

TEST_CASE("certain shares stay certain under every term") {
  Scenario scenario = two_units();
  scenario.support.package = 1.0;
  scenario.support.swing = 5.0;
  scenario.support.unit_spread = 5.0;
  scenario.turnout.share = 0.0;
  scenario.turnout.swing = 5.0;
  const Batch batch = simulated(compile(scenario), 64);
  CHECK((batch.votes.cast.col(0) == 0).all());
  CHECK((batch.votes.unit_says_package.col(0) == 0).all());  // no ballots is a no
  scenario.turnout.share = 1.0;
  const Batch full = simulated(compile(scenario), 64);
  CHECK((full.votes.cast.col(1) == 300).all());
  CHECK((full.votes.package_yes.col(1) == 300).all());
}

}  // namespace
}  // namespace ayes::tests
