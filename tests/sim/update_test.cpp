// The forecast given results, against filtering simulated votes and against closed forms.
#include "sim/update.h"

#include "tests/sim/known_votes.h"
#include "tests/statistics.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <doctest/doctest.h>

#include <cmath>

namespace ayes::tests {
namespace {

using namespace evidence;

double normal_cdf(double x) { return boost::math::cdf(boost::math::normal(), x); }
double normal_density(double x) { return boost::math::pdf(boost::math::normal(), x); }
double mass(int k, int n, double p) { return boost::math::pdf(boost::math::binomial(n, p), k); }
double majority(int n, double p) {
  return boost::math::cdf(complement(boost::math::binomial(n, p), std::floor(n / 2.0)));
}

// ∫ f(z) φ(z) dz by the trapezoid rule, whose error for such functions is far below 1e-10.
double expectation(const auto& f) {
  double sum = 0;
  for (int k = -400; k <= 400; ++k) sum += f(k * 0.02) * normal_density(k * 0.02) * 0.02;
  return sum;
}

Plan plan_of(std::int64_t votes) { return {.seed = 3, .replications = votes}; }

Execution execution(int threads = 2, int batch = 0,
                    const kernels::Kernels& kernels = kernels::best()) {
  return {threads, &kernels, batch, {}};
}

Result updated(const Model& model, const std::vector<Evidence>& evidence, std::int64_t votes) {
  const WeightedTally tally =
      count_weighted(model, condition(model, evidence), plan_of(votes), execution());
  REQUIRE(is_enough(tally));
  return conclude(model, plan_of(votes), tally);
}

TEST_CASE("weighted votes are those of all votes that agree with what is known") {
  const Model model = compile(small_case());
  const auto sets = known_of_small_case(model);
  const std::vector<Kept> kept = filtered(model, sets, std::int64_t{1} << 21, 11, 2);
  for (std::size_t s = 0; s < sets.size(); ++s) {
    CAPTURE(s);
    REQUIRE(kept[s].votes > 500);
    const WeightedMeans given = weighted(model, sets[s], 1 << 15, 5);
    const double chance = static_cast<double>(kept[s].votes) / static_cast<double>(kept[s].all);
    CHECK(statistics::agrees(given.chance, given.chance_error, chance,
                             std::sqrt(chance / static_cast<double>(kept[s].all))));
    for (std::size_t k = 0; k < given.mean.size(); ++k) {
      CAPTURE(k);
      CHECK(statistics::agrees(given.mean[k], given.error[k], mean(kept[s].values[k]),
                               standard_error(kept[s].values[k])));
    }
  }
}

TEST_CASE("every vote agrees with what is known of it") {
  const Model model = compile(small_case());
  for (const auto& evidence : known_of_small_case(model)) {
    std::vector<Kept> every;
    weighted(model, evidence, 1 << 12, 2, &every);
    REQUIRE(every.size() > 100);
    std::int64_t disagree = 0;
    for (const Kept& each : every) disagree += each.all;
    CHECK(disagree == 0);
  }
}

TEST_CASE("counts of units that no filter would find") {
  Scenario scenario = small_case();
  for (UnitWords& unit : scenario.unit) unit.members *= 100;
  const Model model = compile(scenario);
  const std::vector<Evidence> counted = {
      known(model, "A", Count{412, 388}), known(model, "B", Count{1711, 1233}),
      known(model, "E", Count{300, 501}), known(model, "F", Count{1020, 990})};
  const Result result = updated(model, counted, 1 << 15);
  CHECK(result.units[0].package_share.mean == doctest::Approx(412.0 / 800));
  CHECK(result.units[0].package_share.sd == 0);
  CHECK(result.update->log_evidence < -20);
}

TEST_CASE("a unit that shares its swing with one that was counted: two integrals") {
  Scenario scenario = equal_unions(2, 40);
  scenario.unit[1].members = 13;
  scenario.support.package = 0.55;
  scenario.support.swing = 0.4;
  scenario.support.unit_spread = 0.3;
  scenario.rule = at_least("unions", count_of(2));
  const Model model = compile(scenario);
  const double middle = boost::math::quantile(boost::math::normal(), 0.55);
  const auto count_given = [&](double swing) {
    return expectation(
        [&](double z) { return mass(26, 40, normal_cdf(middle + 0.4 * swing + 0.3 * z)); });
  };
  const double evidence = expectation(count_given);
  const double both = expectation([&](double swing) {
    return count_given(swing) * expectation([&](double z) {
             return majority(13, normal_cdf(middle + 0.4 * swing + 0.3 * z));
           });
  });
  const Result result = updated(model, {known(model, "U1", Count{26, 14})}, 1 << 15);
  CHECK(statistics::agrees(result.ratified.probability, result.ratified.se, both / evidence));
  CHECK(result.ratified.se < 0.01);
  CHECK(result.update->log_evidence == doctest::Approx(std::log(evidence)).epsilon(0.01));
}

TEST_CASE("the chance of a count under a Beta share is the beta-binomial's") {
  Scenario scenario = equal_unions(1, 12);
  scenario.support.units["U1"].package = Law{BetaLaw{2, 3}};
  const Model model = compile(scenario);
  for (int k : {0, 3, 7, 12}) {
    CAPTURE(k);
    const double expected =
        boost::math::binomial_coefficient<double>(12, static_cast<unsigned>(k)) *
        boost::math::beta(2 + k, 3 + 12 - k) / boost::math::beta(2.0, 3.0);
    const WeightedMeans given = weighted(model, {known(model, "U1", Count{k, 12 - k})}, 1 << 15, 4);
    CHECK(statistics::agrees(given.chance, given.chance_error, expected));
  }
}

TEST_CASE("a poll of a normal opinion gives the normal posterior") {
  // Opinion N(m, 0.4²), a poll that says c ± s: N((m/0.16 + c/s²) v, v), v = 1/(1/0.16 + 1/s²).
  Scenario scenario = equal_unions(1, 41);
  scenario.support.package = 0.5;
  scenario.support.swing = 0.4;
  const Model model = compile(scenario);
  const double c = 0.3, s = 0.25, v = 1 / (1 / 0.16 + 1 / (s * s));
  const double m = c / (s * s) * v;
  const double expected =
      expectation([&](double z) { return majority(41, normal_cdf(m + std::sqrt(v) * z)); });
  const Result result = updated(model, {known(model, "U1", Poll{c, s})}, 1 << 16);
  CHECK(statistics::agrees(result.ratified.probability, result.ratified.se, expected));
}

TEST_CASE("without anything that swings, a result of one unit says nothing of another") {
  Scenario scenario = equal_unions(2, 30);
  scenario.support.package = 0.5;
  scenario.rule = at_least("unions", count_of(2));
  const Model model = compile(scenario);
  const WeightedMeans given =
      weighted(model, {known(model, "U1", Outcome{Answer::yes})}, 1 << 14, 9);
  CHECK(statistics::agrees(given.mean[0], given.error[0], majority(30, 0.5)));
  CHECK(statistics::agrees(given.chance, given.chance_error, majority(30, 0.5)));
}

TEST_CASE("threads, batches, kernels and the order of lines change nothing") {
  const Model model = compile(small_case());
  std::vector<Evidence> evidence = known_of_small_case(model)[3];
  const auto count = [&](const Execution& how) {
    return count_weighted(model, condition(model, evidence), plan_of(20'000), how);
  };
  const WeightedTally once = count(execution(1));
  const auto same = [&](const WeightedTally& other) {
    return once.votes == other.votes && once.squares == other.squares && once.sum == other.sum &&
           once.sum_of_squares == other.sum_of_squares && once.largest == other.largest;
  };
  CHECK(same(count(execution(2))));
  CHECK(same(count(execution(2, 64))));
  for (const kernels::Kernels* kernels : kernels::all())
    CHECK(same(count(execution(1, 0, *kernels))));
  std::reverse(evidence.begin(), evidence.end());
  for (std::size_t e = 0; e < evidence.size(); ++e) evidence[e].line = static_cast<int>(e) + 2;
  CHECK(same(count(execution(2))));
}

TEST_CASE("results that the scenario holds for all but impossible are refused") {
  Scenario scenario = equal_unions(2, 4000);
  scenario.support.package = 0.6;
  scenario.support.swing = 0.1;
  const Model model = compile(scenario);
  const auto enough = [&](const std::vector<Evidence>& evidence) {
    return is_enough(count_weighted(model, condition(model, evidence), plan_of(8192), execution()));
  };
  CHECK(enough({known(model, "U1", Outcome{Answer::yes})}));
  CHECK_FALSE(enough({known(model, "U1", Count{100, 3900}), known(model, "U2", Count{3900, 100})}));
}

TEST_CASE("votes that all weigh the same give the errors of an ordinary run") {
  // What is known is sure, so every weight is 1.
  Scenario scenario = equal_unions(3, 25);
  scenario.support.package = 0.52;
  scenario.support.swing = 0.2;
  const Model model = compile(scenario);
  const std::vector<Evidence> evidence = {known(model, "U1", Margin{-25, 25})};
  const Result given = updated(model, evidence, 8192);
  Plan plan = plan_of(8192);
  const Result plain = conclude(model, plan, count_votes(model, plan, execution()));
  CHECK(given.update->effective == doctest::Approx(8192));
  CHECK(given.ratified.probability == plain.ratified.probability);
  CHECK(given.ratified.se == doctest::Approx(plain.ratified.se));
  CHECK(given.ratified.interval.low == doctest::Approx(plain.ratified.interval.low));
  CHECK(given.units[1].package_share.mean == doctest::Approx(plain.units[1].package_share.mean));
  CHECK(given.units[1].package_share.se ==
        doctest::Approx(plain.units[1].package_share.se).epsilon(1e-3));
  CHECK(given.unions[2].gain.mean == doctest::Approx(plain.unions[2].gain.mean));
  CHECK(given.measures[0].all.quantiles == plain.measures[0].all.quantiles);
  CHECK(given.measures[0].all.replications == plain.measures[0].all.replications);
}

std::vector<std::string> mistakes_of(const Model& model, std::vector<Evidence> evidence) {
  for (std::size_t e = 0; e < evidence.size(); ++e) evidence[e].line = static_cast<int>(e) + 2;
  std::vector<std::string> texts;
  try {
    condition(model, std::move(evidence));
  } catch (const ScenarioError& error) {
    for (const Mistake& each : error.mistakes())
      texts.push_back(std::to_string(each.line) + ": " + each.problem);
  }
  return texts;
}

TEST_CASE("what can't be is said with its line") {
  using Texts = std::vector<std::string>;
  const Model model = compile(small_case());
  const auto of = [&](const std::string& names, What what, std::optional<std::int64_t> cast = {},
                      Question question = Question::package) {
    return known(model, names, what, cast, question);
  };
  CHECK(mistakes_of(model, {of("B", Outcome{Answer::yes}), of("A", Count{8, 5})}) ==
        Texts{"3: 13 ballots of A"});
  CHECK(mistakes_of(model,
                    {of("A", Count{5, 4}), of("B", Count{9, 9}), of("A", Outcome{Answer::no})}) ==
        Texts{"4: A is given twice for the package, on line 2 and here"});
  // A count that says the same takes the place of an outcome told before it.
  CHECK(mistakes_of(model, {of("A", Outcome{Answer::yes}), of("A", Count{5, 4})}) == Texts{});
  const auto both = condition(model, {of("A", Outcome{Answer::yes}), of("A", Count{5, 4})});
  CHECK(both.evidence.size() == 1);
  CHECK(mistakes_of(model, {of("A", evidence::Share{120, 130, 200}), of("A", Outcome{Answer::no})})
            .size() == 1);
  CHECK(mistakes_of(model, {of("AB", Count{10, 20}), of("A", Count{11, 1})}) ==
        Texts{"2: 10 yes in AB"});
  CHECK(mistakes_of(model, {of("AB", Count{30, 20}), of("B", Count{15, 15})}) ==
        Texts{"2: 50 ballots of AB"});
  CHECK(mistakes_of(model, {of("A", Count{6, 3}), of("AB", Outcome{Answer::yes}),
                            of("B", Count{10, 20})}) == Texts{"3: what is said of AB"});
  CHECK(mistakes_of(model, {of("AB", Margin{0, 4}, 8), of("A", Count{6, 3})}) ==
        Texts{"2: 8 ballots of AB"});
  CHECK(mistakes_of(model, {of("C", Margin{41, 41})}) == Texts{"2: a margin of 41 in C"});
  CHECK(mistakes_of(model, {of("C", Margin{3, 3}, 20)}) == Texts{"2: a margin of 3 in 20 ballots"});
  CHECK(mistakes_of(model, {of("D", Outcome{Answer::yes}, {}, Question::contract)}) ==
        Texts{"2: a contract vote of D"});
  CHECK(mistakes_of(model, {of("A", Count{6, 3}), of("AB", Count{16, 23}),
                            of("B", Count{10, 20})}) == Texts{});
}

TEST_CASE("a scenario with a correlation matrix is refused in words") {
  Scenario scenario = equal_unions(2, 20);
  scenario.support.correlation = CorrelationTable{};
  scenario.support.correlation->units = {"U1", "U2"};
  scenario.support.correlation->matrix = {{1, 0.5}, {0.5, 1}};
  scenario.support.correlation->sd = 0.3;
  const Model model = compile(scenario);
  CHECK(mistakes_of(model, {known(model, "U1", Outcome{Answer::yes})}) ==
        std::vector<std::string>{"0: the scenario gives a correlation matrix"});
}

}  // namespace
}  // namespace ayes::tests
