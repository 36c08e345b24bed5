// Forecasts of hidden votes against the same chain with the votes left blank, against the draws of
// a fit without the ratification, and on simulated tables where the model is true.
#include "sim/learning/forecast.h"

#include "sim/learning/baselines.h"
#include "sim/learning/scores.h"
#include "tests/sim/learning/simulated.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

using namespace ayes;
using namespace ayes::learning;
using namespace ayes::tests;

namespace {

Leaf leaf(const std::string& ratification, const std::string& union_name, const std::string& unit,
          int round, bool contract, std::int64_t yes, std::int64_t no) {
  Leaf leaf;
  leaf.ratification = ratification;
  leaf.union_name = union_name;
  leaf.unit = unit;
  leaf.round = round;
  leaf.contract = contract;
  leaf.ballots = Ballots{yes, no};
  return leaf;
}

std::vector<Leaf> known_votes() {
  std::vector<Leaf> votes = {
      leaf("a", "X", "a1", 1, false, 30, 20), leaf("a", "X", "a1", 2, false, 41, 10),
      leaf("a", "X", "a2", 1, false, 13, 19), leaf("a", "Y", "a3", 1, false, 70, 60),
      leaf("b", "X", "b1", 1, false, 60, 30), leaf("b", "X", "b2", 1, true, 20, 30),
      leaf("c", "", "c1", 1, false, 50, 70),  leaf("c", "", "c1", 2, false, 65, 60)};
  votes[3].ballots.reset();
  votes[3].share = {0.535, 0.545};
  return votes;
}

// Votes at every kind of place: the same unit, its contract, a further round, a further unit of a
// union, a new union, a ratification of which nothing is known.
std::vector<Leaf> hidden_votes() {
  return {leaf("a", "X", "a1", 1, true, 1, 1),  leaf("a", "X", "a1", 3, false, 1, 1),
          leaf("a", "X", "a9", 1, false, 1, 1), leaf("a", "Z", "a8", 2, true, 1, 1),
          leaf("b", "X", "b2", 2, true, 1, 1),  leaf("d", "", "d1", 1, false, 1, 1)};
}

// Mean and standard deviation of a forecast, by the rule of trapezoids.
std::pair<double, double> moments(const OpinionLaw& law) {
  double mean = 0, mean_square = 0;
  for (int i = -700; i <= 700; ++i) {
    const double x = i * 0.01;
    mean += 0.01 * x * law.density(x);
    mean_square += 0.01 * x * x * law.density(x);
  }
  return {mean, std::sqrt(mean_square - mean * mean)};
}

}  // namespace

TEST_CASE("a forecast is the law of a row that reports nothing") {
  const std::vector<Leaf> known = known_votes(), hidden = hidden_votes();
  const Sampling sampling{.seed = 4, .chains = 2, .warm_up = 200, .draws = 1000, .thin = 4};
  const Forecasts forecasts = forecast(known, hidden, support_priors(), sampling);
  // Each vote alone, blank in the table.
  for (std::size_t h = 0; h < hidden.size(); ++h) {
    std::vector<Leaf> leaves = known;
    leaves.push_back(hidden[h]);
    Design design = design_of(leaves);
    std::size_t blank = 0;
    for (std::size_t i = 0; i < design.rows.size(); ++i) {
      if (design.rows[i].leaf == known.size()) blank = i;
    }
    design.rows[blank].report = {};
    double n = 0, s = 0, squares = 0, yes = 0;
    Sampling another = sampling;
    another.seed = 5;
    for (int chain = 0; chain < another.chains; ++chain) {
      sample_chain(design, support_priors(), another, chain, [&](const State& state) {
        n += 1;
        s += state.s[blank];
        squares += state.s[blank] * state.s[blank];
        yes += state.s[blank] > 0;
      });
    }
    const OpinionLaw& law = forecasts.laws[forecasts.law_of[h]];
    const auto [mean, sd] = moments(law);
    // Draws of both, four sweeps apart, are counted as one in four; the forecast has no more error
    // than draws of the opinion itself.
    const double variance = squares / n - s / n * s / n;
    CHECK(statistics::agrees(s / n, std::sqrt(variance / (n / 4)), mean, sd / std::sqrt(n / 4)));
    const double chance = yes / n;
    const double error = std::sqrt(chance * (1 - chance) / (n / 4));
    CHECK(statistics::agrees(chance, error, 1 - law.cdf(0), error));
  }
}

TEST_CASE("given that the first vote failed, the second has the law of draws in which it did") {
  // Nothing else is known: draws from the priors, kept where the first vote, and for the third the
  // second too, has more no than yes.
  const Leaf first = leaf("d", "X", "d1", 1, false, 1, 1),
             second = leaf("d", "X", "d1", 2, false, 1, 1),
             third = leaf("d", "X", "d1", 3, false, 1, 1),
             beside = leaf("d", "X", "d2", 2, false, 1, 1),
             apart = leaf("d", "Y", "d3", 2, true, 1, 1);
  const auto failed = [](Leaf vote) {
    vote.ballots.reset();
    vote.share = {0, 0.5};
    return vote;
  };
  const Design design = design_of({first, second, third, beside, apart});
  REQUIRE(design.rows.size() == 5);
  std::array<std::size_t, 5> row_of{};
  for (std::size_t i = 0; i < 5; ++i) row_of[design.rows[i].leaf] = i;
  struct Sums {
    double n = 0, s = 0, squares = 0, yes = 0;
    void add(double x) {
      n += 1;
      s += x;
      squares += x * x;
      yes += x > 0;
    }
  };
  std::array<Sums, 4> kept;  // second, beside and apart after one failure; third after two
  Uniforms uniforms(1, "simulated", "failures");
  for (int i = 0; i < 200'000; ++i) {
    const Truth truth = draw_truth(design, support_priors(), uniforms);
    const auto s = [&](std::size_t leaf) { return truth.s[row_of[leaf]]; };
    if (s(0) > 0) continue;
    kept[0].add(s(1));
    kept[1].add(s(3));
    kept[2].add(s(4));
    if (s(1) < 0) kept[3].add(s(2));
  }
  const Sampling sampling{.seed = 6, .warm_up = 200, .draws = 1000, .thin = 4};
  const Forecasts one = forecast({failed(first)}, {second, beside, apart}, support_priors(),
                                 sampling),
                  two = forecast({failed(second), failed(first)}, {third}, support_priors(),
                                 sampling);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const Sums& brute = kept[i];
    const OpinionLaw& law = i < 3 ? one.laws[one.law_of[i]] : two.laws[two.law_of[0]];
    const auto [mean, sd] = moments(law);
    const double draws = 4000.0 / 4;  // as above
    const double brute_sd =
        std::sqrt(brute.squares / brute.n - brute.s / brute.n * brute.s / brute.n);
    CHECK(statistics::agrees(mean, sd / std::sqrt(draws), brute.s / brute.n,
                             brute_sd / std::sqrt(brute.n)));
    const double chance = brute.yes / brute.n;
    CHECK(statistics::agrees(1 - law.cdf(0), std::sqrt(chance * (1 - chance) / draws), chance,
                             std::sqrt(chance * (1 - chance) / brute.n)));
  }
  // And it matters: blind to the failure, the second vote would be held more likely to pass.
  const Forecasts blind =
      forecast({leaf("e", "", "e", 1, false, 1, 1)}, {second}, support_priors(), sampling);
  CHECK(one.laws[0].cdf(0) - blind.laws[0].cdf(0) >
        statistics::kLargestZ * 0.5 * std::sqrt(2 / 1000.0));
}

TEST_CASE("without its ratification a vote has the law of a fit without it, bit for bit") {
  const std::vector<Leaf> known = known_votes();
  const std::vector<Leaf> hidden = {leaf("d", "X", "d1", 1, false, 30, 20),
                                    leaf("d", "Y", "d2", 1, true, 10, 20),
                                    leaf("d", "Y", "d3", 1, false, 3, 2)};
  const Sampling sampling{.seed = 9, .warm_up = 20, .draws = 30};
  const Forecasts forecasts = forecast(known, hidden, support_priors(), sampling);
  CHECK(forecasts.law_of[0] == forecasts.law_of[2]);  // nothing tells the two apart
  std::vector<NormalLaw> package, contract;
  for (int chain = 0; chain < sampling.chains; ++chain) {
    sample_chain(design_of(known), support_priors(), sampling, chain, [&](const State& state) {
      const auto& sd = state.parameters.spread;
      const auto& fixed = state.parameters.fixed;
      const double shared =
          sd[spread::swing] * sd[spread::swing] + sd[spread::union_] * sd[spread::union_];
      const double unit = sd[spread::unit] * sd[spread::unit];
      package.push_back({fixed[fixed::mean], std::sqrt(shared + unit)});
      contract.push_back({fixed[fixed::mean] + fixed[fixed::contract],
                          std::sqrt(shared + (unit + sd[spread::split] * sd[spread::split]))});
    });
  }
  const auto same = [](const OpinionLaw& one, const OpinionLaw& other) {
    for (int i = -300; i <= 300; ++i) {
      if (one.cdf(0.01 * i) != other.cdf(0.01 * i)) return false;
    }
    return true;
  };
  CHECK(same(forecasts.laws[forecasts.law_of[0]], OpinionLaw(package)));
  CHECK(same(forecasts.laws[forecasts.law_of[1]], OpinionLaw(contract)));
}

TEST_CASE("where the model is true, intervals hold what they say and it beats independence") {
  // Tables drawn from the priors, so that a right forecast is calibrated exactly: one vote of each
  // is hidden, and tables are independent of each other.
  std::vector<Leaf> leaves;
  for (const std::string ratification : {"a", "b", "c", "d"}) {
    for (const std::string unit : {"1", "2", "3"})
      leaves.push_back(leaf(ratification, unit == "1" ? "X" : "Y", unit, 1, false, 60, 40));
    leaves.push_back(leaf(ratification, "Y", "2", 2, false, 50, 50));
    leaves.push_back(leaf(ratification, "Y", "3", 1, true, 8, 4));
  }
  const Design design = design_of(leaves);
  const int tables = 300;
  const Sampling sampling{.chains = 1, .warm_up = 60, .draws = 60, .thin = 2};
  std::vector<double> pits;
  std::array<std::int64_t, interval_levels.size()> covered_votes{};
  double ahead = 0, squares = 0;
  for (int table = 0; table < tables; ++table) {
    Uniforms uniforms(static_cast<std::uint64_t>(table), "simulated", "votes");
    const Truth truth = draw_truth(design, support_priors(), uniforms);
    const Design drawn = simulated(design, truth, uniforms);
    std::vector<Leaf> known = leaves;
    for (const Row& row : drawn.rows)
      known[row.leaf].ballots = Ballots{row.report.yes, row.report.no};
    const auto at = static_cast<std::ptrdiff_t>(table % static_cast<int>(leaves.size()));
    const std::vector<Leaf> hidden = {known[static_cast<std::size_t>(at)]};
    known.erase(known.begin() + at);
    const Forecasts model = forecast(known, hidden, support_priors(), sampling);
    const Forecasts independent =
        forecast(plain(known), plain(hidden), independent_priors(), sampling);
    const VoteScores scores = score(model.laws[0], hidden[0]);
    const Pit& pit = scores.share->pit;
    const double randomised = pit.low + (pit.high - pit.low) * uniforms.uniform();
    pits.push_back(randomised);
    for (std::size_t i = 0; i < interval_levels.size(); ++i)
      covered_votes[i] += std::fabs(randomised - 0.5) < interval_levels[i] / 2;
    const double gain =
        scores.log_probability - score(independent.laws[0], hidden[0]).log_probability;
    ahead += gain;
    squares += gain * gain;
  }
  CHECK(statistics::uniform_agrees(pits));
  for (std::size_t i = 0; i < interval_levels.size(); ++i)
    CHECK(statistics::binomial_agrees(covered_votes[i], tables, interval_levels[i]));
  const double mean = ahead / tables;
  const double error = std::sqrt((squares / tables - mean * mean) / tables);
  CHECK(mean > statistics::kLargestZ * error);
}
