// Stopping at a precision: where a run looks, that its intervals hold at every look, and that the
// votes counted don't depend on how the run was cut.
#include "sim/precision.h"

#include "sim/chance_sequence.h"
#include "sim/looks.h"
#include "sim/run.h"
#include "tests/sim/stopped_walk.h"

#include <boost/math/distributions/normal.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <functional>

namespace ayes::tests {
namespace {

TEST_CASE("looks are preset: multiples of 64, each 64 or about 5% after the one before") {
  std::int64_t before = 0;
  for (std::int64_t look = look_from(1); look < (std::int64_t{1} << 40);
       look = look_from(look + 1)) {
    CHECK(look % 64 == 0);
    CHECK(look - before >= 64);
    CHECK(look - before <= std::max<std::int64_t>(64, before / 20 + 64));
    CHECK(look_from(look) == look);
    CHECK(look_from(before + 1) == look);
    before = look;
  }
}

// By dynamic programming over the count of ratified votes, from look to look.
TEST_CASE("a run that stops at a precision has intervals that miss in at most 5 in 100, exactly") {
  struct Case {
    double p, half_width;
  };
  const double z = boost::math::quantile(boost::math::normal(), 0.975);
  for (const auto& [p, half_width] : {Case{0.001, 0.0004},
                                      {0.001, 0.001},
                                      {0.05, 0.01},
                                      {0.25, 0.02},
                                      {0.5, 0.02},
                                      {0.5, 0.1},
                                      {0.9, 0.03},
                                      {0.0005, 0.004}}) {
    CAPTURE(p);
    const StoppedWalk walk = stopped_walk(p, half_width, 0.95);
    CHECK(walk.missed_ever + walk.lost <= 0.05);
    CHECK(walk.missed_at_the_end <= walk.missed_ever);
    if (half_width > p) continue;  // where a fixed-size interval would reach below 0
    const double fixed_size = z * z * p * (1 - p) / half_width / half_width;
    CHECK(static_cast<double>(walk.median_votes()) <= 5 * fixed_size);
  }
}

TEST_CASE("other levels hold as well") {
  CHECK(stopped_walk(0.3, 0.02, 0.5).missed_ever <= 0.5);
  CHECK(stopped_walk(0.3, 0.02, 0.8).missed_ever <= 0.2);
  CHECK(stopped_walk(0.3, 0.02, 0.99).missed_ever <= 0.01);
}

// The likelihood ratio written out: Σ weight · (p + d)^yes (1 - p - d)^no / (p^yes (1 - p)^no).
double ratio_against(double p, int yes, int no, double half_width, double side) {
  double sum = 0, weight = 0.75;
  for (double d = half_width; d < 1; d *= 4, weight /= 4) {
    const double q = std::clamp(p + side * d, 0.0, 1.0);
    sum += weight * std::pow(q / p, yes) * std::pow((1 - q) / (1 - p), no);
  }
  return sum;
}

TEST_CASE("the interval of a chance ends where the likelihood ratio reaches 2/α, to nine digits") {
  for (const auto& [yes, no] : {std::pair{3, 97}, {40, 60}, {1, 300}, {250, 3}}) {
    const auto [low, high] = chance_under_looking(yes, yes + no, 0.95, 0.05);
    CHECK(ratio_against(low * (1 - 1e-9), yes, no, 0.05, 1) > 40);
    CHECK(ratio_against(low * (1 + 1e-9), yes, no, 0.05, 1) < 40);
    CHECK(ratio_against(1 - (1 - high) * (1 - 1e-9), yes, no, 0.05, -1) > 40);
    CHECK(ratio_against(1 - (1 - high) * (1 + 1e-9), yes, no, 0.05, -1) < 40);
    const double seen = static_cast<double>(yes) / (yes + no);
    CHECK(low < seen);
    CHECK(seen < high);
    const Bounds turned = chance_under_looking(no, yes + no, 0.95, 0.05);
    CHECK(high == 1 - turned.low);
    CHECK(turned.high == 1 - low);
  }
  CHECK(chance_under_looking(0, 1000, 0.95, 0.01).low == 0);
  CHECK(chance_under_looking(1000, 1000, 0.95, 0.01).high == 1);
}

Moments moments_of(const std::vector<std::int64_t>& values) {
  Moments moments;
  for (std::int64_t value : values) moments.add(value);
  return moments;
}

TEST_CASE(
    "the interval of a mean ends where the product over all values reaches 2/α, to nine digits") {
  // Written out from the header's formula, value by value, for two looks.
  const std::vector<std::int64_t> first = {3, 0, 7, 10, 2, 5},
                                  second = {4, 4, 9, 0, 1, 6, 8, 3, 5, 5, 4, 2, 6, 7, 5, 4};
  const double greatest = 10, half_width = 3;
  for (bool bounded : {true, false}) {
    MeanSequence sequence(greatest, bounded, 0.95, half_width);
    sequence.look(moments_of(first));
    sequence.look(moments_of(second));
    const auto evidence = [&](double mean, double side) {
      double sum = 0, weight = 0.75;
      for (double d = half_width / greatest; d < 1; d *= 4, weight /= 4) {
        double product = weight, centre = 0.5, variance = 0.25;
        std::vector<double> seen;
        for (const auto* values : {&first, &second}) {
          const double bound = !bounded ? 0 : side > 0 ? centre : 1 - centre;
          const double lambda = d / (variance + bound * d);
          const double psi = bounded
                                 ? (-std::log(1 - lambda * bound) - lambda * bound) / bound / bound
                                 : lambda * lambda / 2;
          for (std::int64_t value : *values) {
            const double y = static_cast<double>(value) / greatest;
            product *=
                std::exp(side * lambda * (y - mean / greatest) - psi * (y - centre) * (y - centre));
          }
          for (std::int64_t value : *values) seen.push_back(static_cast<double>(value) / greatest);
          const auto n = static_cast<double>(seen.size());
          double total = 0, squares = 0.25;
          for (double y : seen) total += y;
          centre = total / n;
          for (double y : seen) squares += (y - centre) * (y - centre);
          variance = squares / (n + 1);
        }
        sum += product;
      }
      return sum;
    };
    const auto [low, high] = sequence.interval();
    REQUIRE(0 < low);
    REQUIRE(high < greatest);
    CHECK(evidence(low * (1 - 1e-9), 1) > 40);
    CHECK(evidence(low * (1 + 1e-9), 1) < 40);
    CHECK(evidence(high * (1 + 1e-9), -1) > 40);
    CHECK(evidence(high * (1 - 1e-9), -1) < 40);
  }
}

// Sums over all histories of looks at a quantity that is 0 or `greatest`.
double missed_ever(double p, double half_width, const std::vector<std::int64_t>& looks) {
  const std::function<double(const MeanSequence&, std::size_t)> missed =
      [&](const MeanSequence& before, std::size_t k) -> double {
    if (k == looks.size()) return 0;
    double chance = 0;
    const boost::math::binomial law(static_cast<double>(looks[k]), p);
    for (std::int64_t hits = 0; hits <= looks[k]; ++hits) {
      MeanSequence now = before;
      now.look({looks[k], 7 * hits, 49 * hits});
      const Bounds interval = now.interval();
      const bool misses = 7 * p < interval.low || 7 * p > interval.high;
      chance +=
          boost::math::pdf(law, static_cast<double>(hits)) * (misses ? 1 : missed(now, k + 1));
    }
    return chance;
  };
  return missed(MeanSequence(7, true, 0.95, 7 * half_width), 0);
}

TEST_CASE("the interval of a bounded mean misses in at most 5 in 100, over all histories") {
  for (double p : {0.02, 0.1, 0.3, 0.5, 0.8, 0.95}) {
    CAPTURE(p);
    const double missed = missed_ever(p, 0.25, {4, 8, 16, 24});
    CHECK(missed <= 0.05);
    CHECK(missed > 0);  // or it would say nothing
  }
}

TEST_CASE("tallies of ranges, wherever they are cut, merge to that of the whole") {
  Scenario scenario = equal_unions(3, 15);
  scenario.support.swing = 0.3;
  const Model model = compile(scenario);
  const Plan plan{5, 70'000};
  const Execution execution{2, &kernels::best(), 0, {}, {}};
  Tally total(model);
  std::int64_t first = 0;
  for (std::int64_t last :
       {1, 64, 5'000, 65'500, 65'600, 70'000}) {  // 65,536: no more gains of 5 points
    total.merge(count_votes(model, plan, Range{first, last}, execution));
    first = last;
  }
  CHECK(total == count_votes(model, plan, execution));
}

Scenario with_layoffs() {
  Scenario scenario = equal_unions(2, 501);
  scenario.ballot.design = BallotDesign::separate;
  scenario.support.package = Law(MeanSd{0.5, 0.1});
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = 100.0;
  return scenario;
}

bool same_numbers(const Result& a, const Result& b) {
  if (a.measures.size() != b.measures.size()) return false;
  for (std::size_t m = 0; m < a.measures.size(); ++m) {
    const Summary &x = a.measures[m].all, &y = b.measures[m].all;
    if (x.mean != y.mean || x.sd != y.sd || x.counts != y.counts) return false;
  }
  return a.plan.replications == b.plan.replications &&
         a.ratified.probability == b.ratified.probability &&
         a.over_estimates->low == b.over_estimates->low &&
         a.over_estimates->high == b.over_estimates->high;
}

TEST_CASE(
    "where a run stops depends on its numbers alone, and its votes are those of a plain run") {
  const Model model = compile(with_layoffs());
  for (const Precision& wanted : {Precision{"ratified", 0.01}, Precision{"layoffs", 1.5},
                                  Precision{"yes_ballots_share", 0.001}}) {
    Plan plan{3, 1'000'000};
    plan.precision = wanted;
    const Result one = run(model, plan, Execution{1, &kernels::best(), 0, {}, {}});
    const Result three = run(model, plan, Execution{3, &kernels::best(), 128, {}, {}});
    REQUIRE(one.precision);
    CHECK(one.precision->reached);
    CHECK(one.precision->half_width <= wanted.half_width);
    CHECK(one.precision->interval.low == three.precision->interval.low);
    CHECK(one.precision->interval.high == three.precision->interval.high);
    CHECK(one.precision->looks == three.precision->looks);
    CHECK(look_from(one.plan.replications) == one.plan.replications);
    CHECK(same_numbers(one, three));
    const Plan plain{3, one.plan.replications};
    CHECK(same_numbers(one, run(model, plain, Execution{2, &kernels::best(), 0, {}, {}})));
  }
}

TEST_CASE("the planned number of votes is the upper limit") {
  Plan plan{3, 1'000};
  plan.precision = Precision{"ratified", 0.001};
  const Result result = run(compile(with_layoffs()), plan, Execution{});
  CHECK(result.plan.replications == 1'000);
  CHECK_FALSE(result.precision->reached);
  CHECK(result.precision->half_width > 0.001);
}

TEST_CASE("a run whose time is up has the first votes, and a plan of their number gives the same") {
  const Model model = compile(with_layoffs());
  for (bool with_precision : {false, true}) {
    Plan plan{3, 1'000'000};
    if (with_precision) plan.precision = Precision{"layoffs", 0.1};
    std::atomic<int> asked{0};
    Execution execution{2, &kernels::best(), 0, {}, {}};
    execution.time_spent = [&] { return ++asked > 6 ? 1.0 : 0.0; };
    const Result stopped = run(model, plan, execution);
    CHECK(stopped.plan.replications < plan.replications);
    CHECK(stopped.plan.replications >= 6 * 64);
    plan.replications = stopped.plan.replications;
    const Result again = run(model, plan, Execution{});
    CHECK(same_numbers(stopped, again));
    if (!with_precision) continue;
    CHECK(stopped.precision->interval.low == again.precision->interval.low);
    CHECK(stopped.precision->interval.high == again.precision->interval.high);
    CHECK(stopped.precision->looks == again.precision->looks);
  }
}

TEST_CASE("time is up early enough for what follows the votes") {
  // Half the time is gone: with uncertain inputs the settings' votes would take the other half.
  const Model model = compile(with_layoffs());
  Execution execution{1, &kernels::best(), 0, {}, {}};
  execution.time_spent = [] { return 0.5; };
  CHECK(run(model, {3, 100'000}, execution).plan.replications < 100'000);
  Scenario certain = with_layoffs();
  certain.support.package = 0.5;
  CHECK(run(compile(certain), {3, 100'000}, execution).plan.replications == 100'000);
}

TEST_CASE("what has no bound is told as asymptotic, and what isn't there is not found") {
  Scenario scenario = with_layoffs();
  const Model model = compile(scenario);
  CHECK_FALSE(find_watched(model, "saved"));
  CHECK_FALSE(find_watched(model, "ratifie"));
  const auto kind = [&](const std::string& measure, double half_width) {
    Plan plan{3, 100};
    plan.precision = Precision{measure, half_width};
    return run(model, plan, Execution{}).precision->interval_kind;
  };
  CHECK(kind("ratified", 0.1) == "likelihood ratio");
  CHECK(kind("layoffs", 1) == "empirical Bernstein");
  CHECK(watched_names(model).front() == "ratified");
  for (const std::string& name : watched_names(model)) CHECK(find_watched(model, name));
}

}  // namespace
}  // namespace ayes::tests
