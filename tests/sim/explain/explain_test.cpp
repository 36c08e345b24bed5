// Explanations against closed forms, enumeration and each other.
#include "sim/explain/explain.h"

#include "models/decision.h"
#include "sim/explain/blocking_sets.h"
#include "tests/models/small_scenarios.h"
#include "tests/statistics.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace ayes::tests {
namespace {

double normal_cdf(double x) { return boost::math::cdf(boost::math::normal(), x); }

Explanation explained(const Scenario& scenario, std::int64_t votes, std::uint64_t seed = 1,
                      int threads = 2, int batch = 0) {
  return explain(compile(scenario), {seed, votes}, Execution{threads, &kernels::best(), batch, {}});
}

bool agrees(const sensitivity::Share& share, double truth) {
  return statistics::agrees(share.value, share.se, truth);
}

// One voter whose opinion is the sum of five independent normals: a common doubt (an estimate), the
// swing, the union's term, the unit's own and that of its one ballot.
struct OneVoter {
  double estimate = 0.8, swing = 0.6, of_union = 0.5, unit = 0.4;

  Scenario scenario() const {
    Scenario scenario = equal_unions(1, 1);
    scenario.support.package = SupportShare(Law(ProbitNormalLaw{0.5, estimate}));
    scenario.support.swing = swing;
    scenario.support.union_spread = of_union;
    scenario.support.unit_spread = unit;
    return scenario;
  }
  double all() const {
    return estimate * estimate + swing * swing + of_union * of_union + unit * unit + 1;
  }
  // Var(E[1[z > 0] | a part of z]) / (1/4), the part having this share of z's variance (Sheppard).
  static double closed(double share) { return 2 / std::numbers::pi * std::asin(share); }
};

TEST_CASE("variance shares of one voter's yes follow from the arc sine") {
  const OneVoter voter;
  const Explanation found = explained(voter.scenario(), 400'000);
  const std::vector<double> part = {voter.estimate * voter.estimate, voter.swing * voter.swing,
                                    voter.of_union * voter.of_union, voter.unit * voter.unit, 1};
  const std::vector<std::string> names = {"estimates", "swing", "unions", "units", "ballots"};
  REQUIRE(found.sources.kinds.size() == part.size());
  for (std::size_t k = 0; k < part.size(); ++k) {
    const SourceOfChance& kind = found.sources.kinds[k];
    CHECK(kind.name == names[k]);
    CHECK(kind.estimate == (k == 0));
    CHECK(agrees(kind.shares.first_order, OneVoter::closed(part[k] / voter.all())));
    CHECK(agrees(kind.shares.total, 1 - OneVoter::closed(1 - part[k] / voter.all())));
    // Shapley: over all subsets of the other four.
    double effect = 0;
    for (unsigned set = 0; set < 32; ++set) {
      if (set >> k & 1) continue;
      double share = 0;
      for (std::size_t other = 0; other < 5; ++other) share += set >> other & 1 ? part[other] : 0;
      const double weight[] = {1.0 / 5, 1.0 / 20, 1.0 / 30, 1.0 / 20, 1.0 / 5};
      effect +=
          weight[__builtin_popcount(set)] * (OneVoter::closed((share + part[k]) / voter.all()) -
                                             OneVoter::closed(share / voter.all()));
    }
    CHECK(agrees(kind.shares.shapley, effect));
  }
  // One of each kind: told one by one they are the same sources.
  REQUIRE(found.sources.single.size() == part.size());
  for (const SourceOfChance& source : found.sources.single) {
    const std::size_t k = source.name == "support.package" ? 0
                          : source.name == "swing"         ? 1
                          : source.name == "union U1"      ? 2
                          : source.name == "ballots"       ? 4
                                                           : 3;
    CHECK(agrees(source.shares.first_order, OneVoter::closed(part[k] / voter.all())));
  }
}

TEST_CASE("the tornado's ends are the chances at an estimate's 10% and 90% points") {
  const OneVoter voter;
  const Explanation found = explained(voter.scenario(), 400'000);
  REQUIRE(found.tornado.bars.size() == 1);
  const TornadoBar& bar = found.tornado.bars[0];
  CHECK(bar.path == "support.package");
  const double point = 1.2815515655446004 * voter.estimate;
  CHECK(std::abs(bar.low - normal_cdf(-point)) < 1e-14);
  CHECK(std::abs(bar.high - normal_cdf(point)) < 1e-14);
  const double rest = std::sqrt(voter.all() - voter.estimate * voter.estimate);
  const std::int64_t n = found.tornado.votes;
  const auto count = [&](const Chance& chance) {
    return std::llround(chance.probability * static_cast<double>(n));
  };
  CHECK(statistics::binomial_agrees(count(bar.at_low), n, normal_cdf(-point / rest)));
  CHECK(statistics::binomial_agrees(count(bar.at_high), n, normal_cdf(point / rest)));
  CHECK(statistics::binomial_agrees(count(found.tornado.as_drawn), n, 0.5));
  // A higher share never turns a yes to a no: each difference is 0 or 1.
  const double difference = bar.at_high.probability - bar.at_low.probability;
  CHECK(std::abs(bar.difference.mean - difference) < 1e-12);
  CHECK(std::abs(bar.difference.se -
                 std::sqrt(difference * (1 - difference) / static_cast<double>(n))) < 1e-12);
}

TEST_CASE("a unit in a pooled union decides when changing its ballots' places changes the result") {
  // One union of two units, 3 and 5 ballots; rows: (yes of a, yes of b).
  const Model model = compile(scenario_of({{"a", "A", 3}, {"b", "A", 5}}));
  const std::vector<std::pair<int, int>> rows = {{3, 2}, {0, 5}, {2, 2}, {1, 3}, {3, 5}};
  const auto n = static_cast<int>(rows.size());
  Batch batch(model, 1, n, kernels::best());
  batch.size = n;
  for (int i = 0; i < n; ++i) {
    batch.votes.cast(i, 0) = 3;
    batch.votes.cast(i, 1) = 5;
    batch.votes.package_yes(i, 0) = rows[static_cast<std::size_t>(i)].first;
    batch.votes.package_yes(i, 1) = rows[static_cast<std::size_t>(i)].second;
  }
  decide(model, batch);
  const Counts before = batch.ratified;
  const CountColumns yes = batch.votes.package_yes, says = batch.votes.unit_says_package;
  // Of 8 ballots 5, 5, 4, 4, 8 say yes: only more than 4 is a majority.
  const auto turned = [&](int unit) {
    const Counts after =
        ratified_if(model, batch.votes, before, n, {unit}, {OtherVote::How::turned}, batch.rules);
    std::vector<int> result(after.data(), after.data() + n);
    return result;
  };
  CHECK(turned(0) == std::vector<int>{0, 1, 0, 1, 1});  // 2, 8, 3, 5, 5
  CHECK(turned(1) == std::vector<int>{1, 0, 1, 0, 0});  // 6, 0, 5, 3, 3
  CHECK((batch.votes.package_yes == yes).all());
  CHECK((batch.votes.unit_says_package == says).all());
  // The union's own vote always decides, and so many ballots as there are can be moved.
  const Counts of_union = ratified_if_union_turned(model, batch.votes, before, n, 0, batch.rules);
  CHECK((of_union == 1 - before).all());
  const Counts two =
      ratified_if(model, batch.votes, before, n, {0}, {OtherVote::How::ballots, 2}, batch.rules);
  CHECK(std::vector<int>(two.data(), two.data() + n) == std::vector<int>{1, 1, 1, 1, 1});
  const Counts hundred =
      ratified_if(model, batch.votes, before, n, {1}, {OtherVote::How::ballots, 100}, batch.rules);
  CHECK(std::vector<int>(hundred.data(), hundred.data() + n) == std::vector<int>{1, 1, 1, 1, 1});
}

TEST_CASE("the most frequent minimal blocking sets are those of all sets") {
  std::mt19937 random(3);
  for (int round = 0; round < 30; ++round) {
    const int n = 2 + static_cast<int>(random() % 6);
    std::vector<Row> rows;
    for (int u = 0; u < n; ++u)
      rows.push_back({"U" + std::to_string(u), "", static_cast<std::int64_t>(1 + random() % 50)});
    Scenario scenario = scenario_of(rows);
    const RuleWords heads =
        at_least("unions", count_of(1 + static_cast<int>(random() % static_cast<unsigned>(n))));
    const RuleWords weight =
        at_least("unions", share_of(1 + static_cast<int>(random() % 6), 7), "members");
    scenario.rule = round % 2 ? RuleWords{"", AllWords{{heads, weight}}}
                              : RuleWords{"", AnyWords{{heads, weight}}};
    const Model model = compile(scenario);
    const power::Game game = power::game_of(model, power::Players::unions);

    // Votes by chance, judged by the compiled rule.
    const int outcomes = 1 << n;
    Votes votes;
    votes.union_says = CountColumns::Zero(outcomes, n);
    votes.union_cast = CountColumns::Ones(outcomes, n);
    for (int o = 0; o < outcomes; ++o) {
      for (int u = 0; u < n; ++u) votes.union_says(o, u) = 1 - (o >> u & 1);  // o: who says no
    }
    const Counts held = holds(model.rule.rule, votes, outcomes);
    CloseVotes close(model);
    std::vector<std::int64_t> seen(static_cast<std::size_t>(outcomes), 0);
    for (int o = 0; o < outcomes; ++o) {
      if (held[o]) continue;
      const auto count = static_cast<std::int64_t>(random() % 100);
      seen[static_cast<std::size_t>(o)] = count;
      std::uint64_t noes = 0;
      for (std::size_t p = 0; p < game.players.size(); ++p) {
        const power::Player& player = game.players[p];
        const int u = player.is_union
                          ? player.body
                          : model.units[static_cast<std::size_t>(player.body)].union_index;
        if (o >> u & 1) noes |= std::uint64_t{1} << p;
      }
      if (count > 0) close.refusals[noes] += count;
      close.rejected += count;
    }

    std::vector<std::int64_t> expected;
    for (int o = 0; o < outcomes; ++o) {
      bool minimal = !held[o];
      for (int u = 0; u < n && minimal; ++u) minimal = !(o >> u & 1) || held[o & ~(1 << u)];
      std::int64_t occurs = 0;
      for (int other = 0; other < outcomes; ++other)
        occurs += (other & o) == o ? seen[static_cast<std::size_t>(other)] : 0;
      if (minimal && occurs > 0) expected.push_back(occurs);
    }
    std::sort(expected.rbegin(), expected.rend());
    if (expected.size() > 10) expected.resize(10);
    const BlockingSets found = blocking_sets(model, game, close, 0.95);
    std::vector<std::int64_t> counts;
    for (const BlockingSet& set : found.sets)
      counts.push_back(
          std::llround(set.of_rejected.probability * static_cast<double>(close.rejected)));
    CHECK(counts == expected);
  }
}

TEST_CASE("a search among more sets than can be tried says that it stopped") {
  // 25 of 50 noes block; one vote with 40 noes holds 4e10 such sets, behind more smaller ones.
  Scenario scenario = equal_unions(50, 5);
  scenario.rule = at_least("unions", count_of(26));
  const Model model = compile(scenario);
  CloseVotes close(model);
  close.refusals[(std::uint64_t{1} << 40) - 1] = close.rejected = 1;
  const BlockingSets found =
      blocking_sets(model, power::game_of(model, power::Players::unions), close, 0.95);
  CHECK(found.why_not == "");
  CHECK(found.sets.empty());
  CHECK(found.more_unsearched);
}

TEST_CASE("blocking sets that cannot be known are refused in words") {
  Scenario scenario = equal_unions(3, 5);
  scenario.rule = RuleWords{"", EachWords{}};
  CHECK(explained(scenario, 2'000).blocking.why_not ==
        "there is no coalition: each union decides for itself");
  CountWords few;
  few.bodies = "unions";
  few.at_most = count_of(1);
  scenario.rule = RuleWords{"", few};
  CHECK(explained(scenario, 2'000).blocking.why_not ==
        "a yes can turn ratified to rejected, so that no set of noes is sure to block");
}

TEST_CASE("a unit gains from 100 voters what its size lets them be") {
  // One union of one unit, 1,000 voters at 45%: it lacks about 50 of them, so that 100 nearly
  // always turn it; 100 more in a unit of 20,000 hardly ever do.
  Scenario scenario = equal_unions(1, 1'000);
  scenario.support.package = 0.45;
  const Explanation small = explained(scenario, 50'000);
  // 401 yes of 1,000 or more are then enough: binomial(1000, 0.45), less those above 500 before.
  const boost::math::binomial law(1'000, 0.45);
  const double gain =
      boost::math::cdf(complement(law, 400)) - boost::math::cdf(complement(law, 500));
  const auto n = static_cast<double>(small.looked_at);
  CHECK(statistics::binomial_agrees(std::llround(small.units[0].gain_of_100.mean * n),
                                    small.looked_at, gain));
  CHECK(small.unions[0].decides.probability == 1);
  CHECK(small.units[0].decides.probability == 1);
}

TEST_CASE("threads and batches change nothing") {
  OneVoter voter;
  Scenario scenario = voter.scenario();
  scenario.unit.push_back(scenario.unit[0]);
  scenario.unit.back().unit = "U2";
  const Explanation one = explained(scenario, 10'000, 3, 1);
  for (const auto& [threads, batch] : {std::pair{2, 100}, {5, 7}}) {
    const Explanation other = explained(scenario, 10'000, 3, threads, batch);
    CHECK(one.unions[0].decides.probability == other.unions[0].decides.probability);
    CHECK(one.units[1].gain_of_100.mean == other.units[1].gain_of_100.mean);
    CHECK(one.tornado.bars[0].difference.mean == other.tornado.bars[0].difference.mean);
    for (std::size_t k = 0; k < one.sources.single.size(); ++k) {
      CHECK(one.sources.single[k].name == other.sources.single[k].name);
      CHECK(one.sources.single[k].shares.total.value == other.sources.single[k].shares.total.value);
      CHECK(one.sources.single[k].shares.first_order.se ==
            other.sources.single[k].shares.first_order.se);
    }
  }
}

}  // namespace
}  // namespace ayes::tests
