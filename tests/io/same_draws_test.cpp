// What common random numbers promise, on the scenarios that ship.
#include "io/scenario_file.h"
#include "models/compile/compile.h"
#include "sim/comparison.h"
#include "sim/point.h"
#include "tests/models/small_scenarios.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

namespace ayes::tests {
namespace {

const std::string folder = AYES_SOURCE_DIR "/scenarios/";

Model model_of(const std::string& file, const std::vector<std::string>& settings = {}) {
  return compile(read_scenario(folder + file, settings).scenario);
}

TEST_CASE("a 35th unit leaves all other draws as they were") {
  Scenario june = read_scenario(folder + "sebac-2011-june.toml").scenario;
  const Model before = compile(june);
  UnitWords more;
  more.unit = "X-1";
  more.union_name = "Newcomers";
  more.members = 700;
  june.unit.push_back(more);
  const Model after = compile(june);
  REQUIRE(after.units.size() == before.units.size() + 1);

  const Batch a = simulated(before, 500), b = simulated(after, 500);
  for (std::size_t i = 0; i < before.inputs.size(); ++i) {
    const auto same =
        std::find_if(after.inputs.begin(), after.inputs.end(),
                     [&](const Input& input) { return input.path == before.inputs[i].path; });
    REQUIRE(same != after.inputs.end());
    CHECK((a.shared.col(static_cast<Eigen::Index>(i)) == b.shared.col(same - after.inputs.begin()))
              .all());
  }
  CHECK((a.shared_normal == b.shared_normal.leftCols(a.shared_normal.cols())).all());
  const auto units = static_cast<Eigen::Index>(before.units.size());
  CHECK((a.votes.cast == b.votes.cast.leftCols(units)).all());
  CHECK((a.votes.package_yes == b.votes.package_yes.leftCols(units)).all());
  CHECK((a.votes.contract_yes == b.votes.contract_yes.leftCols(units)).all());
}

TEST_CASE("taking a driver away leaves all other draws as they were") {
  const Model with = model_of("sebac-2011-june.toml");
  const Model without = model_of("sebac-2011-june.toml", {"driver.\"leaders split\".use=false"});
  const Batch a = simulated(with, 500), b = simulated(without, 500);
  CHECK((a.shared_normal == b.shared_normal).all());
  int gone = 0;
  for (std::size_t i = 0; i < with.inputs.size(); ++i) {
    const auto same =
        std::find_if(without.inputs.begin(), without.inputs.end(),
                     [&](const Input& input) { return input.path == with.inputs[i].path; });
    if (same == without.inputs.end()) {
      ++gone;
      continue;
    }
    CHECK((a.input_normal.col(static_cast<Eigen::Index>(i)) ==
           b.input_normal.col(same - without.inputs.begin()))
              .all());
  }
  CHECK(gone == 1);  // the driver's own coefficient
  // The driver speaks to units whose leaders are split; ballots of the others are as they were.
  int touched = 0;
  for (Eigen::Index u = 0; u < a.votes.cast.cols(); ++u) {
    CHECK((a.votes.cast.col(u) == b.votes.cast.col(u)).all());
    touched += !(a.votes.package_yes.col(u) == b.votes.package_yes.col(u)).all();
  }
  CHECK(touched == 2);  // P-4 and NP-4
}

TEST_CASE("bundling P-4 is known 3 times better on the same draws than on independent ones") {
  const Model june = model_of("sebac-2011-june.toml"),
              two = model_of("sebac-2011-june-two-questions.toml");
  const Plan plan{.seed = 1, .replications = 20'000, .method = Method::sample};
  const Comparison found =
      compare({&june, &two}, plan, Execution{2, &kernels::best(), 0, {}}).front();
  REQUIRE(found.counted);
  const double paired = (found.counted->interval.high - found.counted->interval.low) / 2;
  CHECK(found.independent > 3 * paired);
  // P-4 is of CSEA, and no other union is asked anything else.
  for (const UnionComparison& body : found.unions) {
    if (body.name == "CSEA/SEIU Local 2001") continue;
    CHECK(body.difference.value == 0);
    CHECK(body.turned_with_gain + body.turned_with_loss == 0);
  }
  const auto& turned = found.votes;
  for (const UnionComparison& body : found.unions) {
    if (body.name != "CSEA/SEIU Local 2001") continue;
    CHECK(body.turned_with_gain == turned[1]);
    CHECK(body.turned_with_loss == turned[2]);
  }
}

TEST_CASE("the size of the threat that is likeliest to pass lies where the formula has it") {
  // Clerks: Phi((s + 0.5 x) / 0.3); Drivers: Phi((s - 0.2 x) / 0.3), s the probit of 52%, but for
  // the chance of the count among 3,001 and 1,501 voters.
  const auto union_says_yes = [](int members, double opinion) {
    // Over the union's own noise by the midpoint rule, which is exact to many digits here.
    constexpr int steps = 4'000;
    double sum = 0;
    for (int i = 0; i < steps; ++i) {
      const double z = -8 + 16 * (i + 0.5) / steps;
      const double p = boost::math::cdf(boost::math::normal(), opinion + 0.3 * z);
      sum += boost::math::pdf(boost::math::normal(), z) *
             boost::math::cdf(
                 complement(boost::math::binomial(members, p), std::floor(members / 2.0)));
    }
    return sum * 16 / steps;
  };
  const double s = boost::math::quantile(boost::math::normal(), 0.52);
  std::vector<double> truth, found, layoffs;
  for (int threat = 0; threat <= 2000; threat += 500) {
    const double x = threat / 1000.0;
    truth.push_back(union_says_yes(3001, s + 0.5 * x) * union_says_yes(1501, s - 0.2 * x));
    const Model model = model_of("learn/size-of-the-threat.toml",
                                 {"layoffs.rejected.threat=" + std::to_string(threat)});
    const Plan plan{.seed = 1, .replications = 4000, .method = Method::automatic};
    const auto point = estimate_point(model, plan, Wanted::all, Execution{});
    CHECK(point.front().estimator == "exact");
    CHECK(std::abs(point.front().mean - truth.back()) <= 3e-6);  // 1e-6 a union: docs/model.md
    for (const Estimate& each : point) {
      if (each.name == "layoffs") layoffs.push_back(each.mean);
    }
    found.push_back(point.front().mean);
  }
  const auto best = std::max_element(truth.begin(), truth.end()) - truth.begin();
  CHECK(best > 0);
  CHECK(best < 4);
  CHECK(std::max_element(found.begin(), found.end()) - found.begin() == best);
  CHECK(std::is_sorted(layoffs.begin(), layoffs.end()));
}

}  // namespace
}  // namespace ayes::tests
