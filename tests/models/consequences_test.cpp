#include "models/consequences.h"

#include "models/stream.h"
#include "tests/models/small_scenarios.h"

#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

// Scenarios whose votes are certain, so that what follows can be worked out by hand from the unit's
// uniforms.
constexpr int votes = 200;

Scenario certain(double package_share, double contract_share = 1) {
  Scenario scenario = scenario_of({{"a", "", 1000}, {"b", "", 600}});
  scenario.ballot.design = BallotDesign::separate;
  scenario.rule = at_least("unions", count_of(2));
  for (const char* unit : {"a", "b"}) {
    scenario.support.units[unit].package = package_share;
    scenario.support.units[unit].contract = contract_share;
  }
  scenario.layoffs = LayoffsTable{};
  return scenario;
}

double u(const std::string& unit, int k, int draw) {
  return uniform(1, stream_name("first", "layoffs", "unit", unit), k, draw);
}

int whole(double x) { return static_cast<int>(std::floor(x)); }

TEST_CASE("rejected: the threat shared by employees and planned cut, announced and carried out") {
  Scenario scenario = certain(0);
  scenario.unit[0].employees = 900;
  scenario.unit[0].columns["cut"] = "0.1";
  scenario.unit[1].columns["cut"] = "0.2";
  auto& rejected = scenario.layoffs->rejected;
  rejected.threat = 110.0;
  rejected.vacancies = 5.0;
  rejected.by = "cut";
  rejected.announced = 0.8;
  rejected.carried_out = 0.5;
  rejected.attrition = 0.01;
  rejected.recall = 0.25;
  const Batch batch = simulated(compile(scenario), votes);
  // Σ e q = 900·0.1 + 600·0.2 = 210; c_a = 105·90/210 = 45; c_b = 105·120/210 = 60.
  const double n_a = 45 * 0.8 - 0.01 * 900, n_b = 60 * 0.8 - 0.01 * 600;  // 27 and 42
  for (int k = 0; k < votes; ++k) {
    CHECK(batch.ratified[k] == 0);
    CHECK(batch.notices(k, 0) == whole(n_a + u("a", k, 0)));
    CHECK(batch.separated(k, 0) == whole(n_a * 0.5 + u("a", k, 0)));
    CHECK(batch.recalled(k, 0) == whole(batch.separated(k, 0) * 0.25 + u("a", k, 4)));
    CHECK(batch.notices(k, 1) == whole(n_b + u("b", k, 0)));
    CHECK(batch.separated(k, 1) == whole(n_b * 0.5 + u("b", k, 0)));
  }
}

TEST_CASE("rejected: attrition can spare everybody, and a threat never exceeds the employees") {
  Scenario scenario = certain(0);
  scenario.layoffs->rejected.threat = 16.0;
  scenario.layoffs->rejected.attrition = 0.02;
  CHECK((simulated(compile(scenario), votes).notices == 0).all());
  scenario.layoffs->rejected.attrition = 0.0;
  scenario.layoffs->rejected.threat = 1e6;
  const Batch all = simulated(compile(scenario), votes);
  CHECK((all.notices.col(0) == 1000).all());
  CHECK((all.separated.col(1) == 600).all());
}

TEST_CASE("leverage: understaffing protects, and a falling workload wears it away") {
  Scenario scenario = certain(0);
  scenario.unit[0].columns = {{"staff", "900"}, {"needed", "1000"}};
  scenario.layoffs->rejected.threat = 160.0;  // 100 and 60
  LeverageTable leverage;
  leverage.staff = "staff";
  leverage.needed = "needed";
  leverage.effect = 8.0;
  scenario.layoffs->leverage = leverage;
  const auto notices = [&](double now, double then) {
    scenario.layoffs->leverage->workload.now = now;
    scenario.layoffs->leverage->workload.then = then;
    return simulated(compile(scenario), votes);
  };
  // needed 1000: gap 0.1, L = 0.8, n = 20. needed 950: gap 1/19, L = 8/19, n = 100·11/19.
  const Batch before = notices(1, 1), after = notices(19, 20), none = notices(17, 20),
              full = notices(21, 20);
  for (int k = 0; k < votes; ++k) {
    CHECK(std::abs(before.notices(k, 0) - whole(100 * (1 - 0.8) + u("a", k, 0))) <= 0);
    CHECK(after.notices(k, 0) == whole(100 * (1 - 8 * (1 - 900.0 / 950)) + u("a", k, 0)));
    CHECK(none.notices(k, 0) == 100);   // needed 850 < 900
    CHECK(full.notices(k, 0) == 0);     // gap 1/7, L = 1
    CHECK(before.notices(k, 1) == 60);  // no columns, no leverage
  }
}

TEST_CASE("outside: package in force, own contract refused; hit with a chance, at a rate") {
  Scenario scenario = certain(1, 0);
  auto& outside = scenario.layoffs->outside;
  outside.chance = 0.67;
  outside.rate = 0.0405;
  outside.recall = 0.8;
  scenario.layoffs->rejected.threat = 500.0;  // must not matter
  const Batch batch = simulated(compile(scenario), votes);
  for (int k = 0; k < votes; ++k) {
    CHECK(batch.package_in_force(k, 0) == 1);
    CHECK(batch.contract_in_force(k, 0) == 0);
    const double n = u("a", k, 1) < 0.67 ? 0.0405 * 1000 : 0;
    CHECK(batch.notices(k, 0) == whole(n + u("a", k, 2)));
    CHECK(batch.separated(k, 0) == batch.notices(k, 0));
    CHECK(batch.recalled(k, 0) == whole(batch.separated(k, 0) * 0.8 + u("a", k, 4)));
  }
}

TEST_CASE("leverage shields a unit outside as it shields one that is threatened") {
  Scenario scenario = certain(1, 0);
  scenario.unit[0].columns = {{"staff", "900"}, {"needed", "1000"}};
  LeverageTable leverage;
  leverage.staff = "staff";
  leverage.needed = "needed";
  leverage.effect = 8.0;
  scenario.layoffs->leverage = leverage;
  scenario.layoffs->outside.chance = 1.0;
  scenario.layoffs->outside.rate = 0.25;
  const Batch batch = simulated(compile(scenario), votes);
  for (int k = 0; k < votes; ++k) {
    // L = 8 · 0.1, so a fifth of 0.25 · 1000 is left.
    CHECK(batch.separated(k, 0) ==
          whole(0.25 * 1000 * (1 - 8 * (1 - 900.0 / 1000)) + u("a", k, 2)));
  }
}

TEST_CASE("a contract in force protects; package-only units take theirs from the package") {
  Scenario scenario = certain(1, 1);
  scenario.layoffs->outside.chance = 1.0;
  scenario.layoffs->outside.rate = 0.5;
  CHECK((simulated(compile(scenario), votes).separated == 0).all());
  scenario.ballot.units["b"].design = BallotDesign::package_only;
  const Batch batch = simulated(compile(scenario), votes);
  CHECK((batch.contract_in_force == 1).all());
  scenario.unit[1].outside = true;  // offered no contract
  const Batch outside = simulated(compile(scenario), votes);
  CHECK((outside.contract_in_force.col(1) == 0).all());
  CHECK((outside.separated.col(1) == 300).all());
}

TEST_CASE("anyway: layoffs that come whatever the vote, and whom protection spares") {
  Scenario scenario = certain(1, 1);
  auto& anyway = scenario.layoffs->anyway;
  anyway.rate = 0.0333;
  anyway.recall = 0.5;
  anyway.date = Date{2014, 4, 21};
  scenario.protection.until = Date{2015, 6, 30};
  CHECK((simulated(compile(scenario), votes).separated == 0).all());
  const auto hit = [&](const Batch& batch) {
    for (int k = 0; k < votes; ++k) {
      const int more = whole(0.0333 * 1000 + u("a", k, 3));
      CHECK(batch.separated(k, 0) == more);
      CHECK(batch.notices(k, 0) == more);
      CHECK(batch.recalled(k, 0) == whole(more * 0.5 + u("a", k, 4)));
    }
  };
  SUBCASE("after the last day of protection") {
    anyway.date = Date{2016, 4, 21};
    hit(simulated(compile(scenario), votes));
  }
  SUBCASE("when the protection excludes them") {
    scenario.protection.excludes = {"anyway"};
    hit(simulated(compile(scenario), votes));
  }
  SUBCASE("on top of other layoffs, of those who are left") {
    Scenario refused = certain(0, 0);
    refused.layoffs->rejected.threat = 160.0;  // 100 of unit a
    refused.layoffs->anyway.rate = 0.1;
    const Batch batch = simulated(compile(refused), votes);
    for (int k = 0; k < votes; ++k) {
      CHECK(batch.separated(k, 0) == 100 + whole(0.1 * 900 + u("a", k, 3)));
    }
  }
}

TEST_CASE("layoffs never exceed employees, whatever the numbers") {
  Scenario scenario = certain(0.5, 0.5);
  scenario.layoffs->rejected.threat = Amount(Law(MeanSd{1500, 2000}));
  scenario.layoffs->rejected.recall = 0.1;
  scenario.layoffs->outside = {0.9, 0.95, 0.1};
  scenario.layoffs->anyway.rate = 0.9;
  scenario.protection.excludes = {"anyway"};
  const Model model = compile(scenario);
  const Batch batch = simulated(model, 20'000);
  for (Eigen::Index unit = 0; unit < 2; ++unit) {
    const auto employees =
        static_cast<std::int32_t>(model.units[static_cast<std::size_t>(unit)].employees);
    CHECK(batch.notices.col(unit).maxCoeff() <= employees);
    CHECK(batch.separated.col(unit).maxCoeff() <= employees);
    CHECK((batch.separated.col(unit) <= batch.notices.col(unit)).all());
    CHECK((batch.recalled.col(unit) <= batch.separated.col(unit)).all());
    CHECK(batch.recalled.col(unit).minCoeff() >= 0);
  }
}

TEST_CASE("a package may bind only the unions that approved it") {
  Scenario scenario = certain(1, 1);
  scenario.support.units["b"].package = 0.0;
  scenario.rule = at_least("unions", count_of(1));
  const Batch everyone = simulated(compile(scenario), 10);
  CHECK((everyone.package_in_force == 1).all());
  scenario.consequences.package_binds = PackageBinds::approvers;
  const Batch approvers = simulated(compile(scenario), 10);
  CHECK((approvers.package_in_force.col(0) == 1).all());
  CHECK((approvers.package_in_force.col(1) == 0).all());
  CHECK((approvers.contract_in_force.col(1) == 0).all());  // yes to the contract, void
  scenario.consequences.contract_needs_package = false;
  CHECK((simulated(compile(scenario), 10).contract_in_force.col(1) == 1).all());
}

TEST_CASE("without a coalition each union binds itself") {
  Scenario scenario = certain(1, 1);
  scenario.support.units["b"].package = 0.0;
  scenario.rule = RuleWords{"", EachWords{}};
  scenario.layoffs->rejected.threat = 160.0;
  const Batch batch = simulated(compile(scenario), 10);
  CHECK((batch.ratified == 0).all());
  CHECK((batch.separated.col(0) == 0).all());
  CHECK((batch.separated.col(1) == 60).all());
}

TEST_CASE("pay: raises agreed if the contract is in force, those of the old contract if not") {
  Scenario scenario = certain(1, 1);
  PayTable pay;
  pay.salary = 50'000.0;
  pay.agreed = {0.0, 0.0, 0.03};
  pay.outside = {0.03, 0.025};
  pay.units["b"].outside = std::vector<Percentage>{0.1};
  scenario.pay = pay;
  const double in = 50'000 * (1 + 1 + 1.03);
  const double out_a = 50'000 * (1.03 + 1.03 * 1.025 + 1.03 * 1.025), out_b = 50'000 * 1.1 * 3;
  const Model model = compile(scenario);
  const Batch batch = simulated(model, 4);
  CHECK(batch.contract_in_force(0, 0) == 1);
  CHECK(pay_of(model, 0, true, 0, batch) == doctest::Approx(in).epsilon(1e-14));
  CHECK(contract_is_open(model, 0, 0, batch));
  CHECK(pay_of(model, 0, false, 0, batch) == doctest::Approx(out_a).epsilon(1e-14));
  CHECK(pay_of(model, 1, false, 0, batch) == doctest::Approx(out_b).epsilon(1e-14));
  for (const char* unit : {"a", "b"}) scenario.support.units[unit].package = 0.0;
  const Batch rejected = simulated(compile(scenario), 4);
  CHECK(rejected.contract_in_force(0, 0) == 0);
  CHECK_FALSE(contract_is_open(model, 0, 0, rejected));  // no package, no contract to take
}

TEST_CASE("a unit's gamble: its own contract forced to yes and to no on the same draws") {
  Scenario scenario = certain(1, 0.5);
  scenario.layoffs->outside = {0.5, 0.1, 0.0};
  const Model model = compile(scenario);
  const Batch batch = simulated(model, 2000);
  CHECK((batch.contract_in_force.col(0) == 1).any());
  CHECK((batch.contract_in_force.col(0) == 0).any());
  for (int k = 0; k < 2000; ++k) {
    const double n = u("a", k, 1) < 0.5 ? 100 : 0;
    CHECK(batch.layoffs_taking_part(k, 0) == 0);
    CHECK(batch.layoffs_staying_out(k, 0) == whole(n + u("a", k, 2)));
    const std::int32_t layoffs = batch.separated(k, 0) - batch.recalled(k, 0);
    CHECK(layoffs == (batch.contract_in_force(k, 0) ? 0 : batch.layoffs_staying_out(k, 0)));
  }
}

TEST_CASE("savings: package and contracts pro rata, as far as they come true, and layoffs") {
  Scenario scenario = certain(1, 1);
  scenario.support.units["b"].contract = 0.0;
  scenario.layoffs->outside = {1.0, 0.01, 0.0};  // 6 of unit b
  SavingsTable savings;
  savings.package = 1e6;
  savings.contracts = 160'000.0;
  savings.per_layoff = 1000.0;
  savings.likely = 0.4;
  scenario.savings = savings;
  const Batch batch = simulated(compile(scenario), 4);
  CHECK(batch.saved_claimed[0] == doctest::Approx(1e6 + 160'000 * 1000.0 / 1600).epsilon(1e-14));
  CHECK(batch.saved[0] == doctest::Approx(0.4 * 1'100'000 + 6000).epsilon(1e-14));
}

TEST_CASE("sums of money beyond what can be counted are refused") {
  const auto mistakes_of = [](const Scenario& scenario) -> std::vector<Mistake> {
    try {
      compile(scenario);
    } catch (const ScenarioError& error) {
      return error.mistakes();
    }
    return {};
  };
  Scenario scenario = certain(1, 1);
  scenario.savings = SavingsTable{};
  scenario.savings->per_layoff = 1e15 / 1600;
  scenario.pay = PayTable{};
  scenario.pay->salary = 5e11;
  scenario.pay->agreed = {0.0, 0.0};
  CHECK(mistakes_of(scenario).empty());
  scenario.savings->package = 1e12;
  scenario.pay->agreed = {0.0, 0.1};
  const std::vector<Mistake> found = mistakes_of(scenario);
  REQUIRE(found.size() == 2);
  CHECK(found[0].problem == "a member's pay over the years could come to 1.05e+12 dollars");
  CHECK(found[1].problem == "what is saved could come to 1.001e+15 dollars");
  // An uncertain amount counts with the greatest value that a draw can have.
  scenario = certain(1, 1);
  scenario.pay = PayTable{};
  scenario.pay->salary = Amount(Law(LogNormalLaw{1e9, 2e9}));
  scenario.pay->agreed = {0.0};
  CHECK(mistakes_of(scenario).size() == 1);
}

TEST_CASE("savings: a contract without the package saves nothing") {
  Scenario scenario = certain(0, 1);
  scenario.consequences.contract_needs_package = false;
  SavingsTable savings;
  savings.package = 1e6;
  savings.contracts = 160'000.0;
  scenario.savings = savings;
  const Batch batch = simulated(compile(scenario), 4);
  CHECK(batch.contract_in_force(0, 0) == 1);
  CHECK(batch.saved_claimed[0] == 0);
}

}  // namespace
}  // namespace ayes::tests
