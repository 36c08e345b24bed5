// How often the interval of a run that stops at a precision holds the truth, and how many votes it
// takes, over 10,000 seeds of scenarios whose truth has a closed form:
//   tools/build release evidence_precision && build/release/tests/evidence/evidence_precision
// Votes are simulated, and looked at, as `ayes run --precision` does; what it would tally besides
// is left out.
#include "sim/precision.h"

#include "models/replication.h"
#include "sim/parallel.h"
#include "tests/models/small_scenarios.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <thread>

namespace ayes::tests {
namespace {

constexpr std::int64_t seeds = 10'000;

struct Case {
  std::string name;
  Model model;
  Precision wanted;
  double truth, variance;
};

// P(more than half of n say yes), each with chance p.
double majority(int n, double p) {
  return boost::math::cdf(complement(boost::math::binomial(n, p), std::floor(n / 2.0)));
}

// Simulates a seed until its precision is reached.
std::pair<PrecisionResult, std::int64_t> stopped(const Case& each, Batch& batch) {
  PrecisionWatch watch(each.model, each.wanted, 0.95);
  MeasureColumns columns(batch.ratified.rows(),
                         static_cast<Eigen::Index>(measures_of(each.model).size()));
  Moments seen;
  std::int64_t votes = 0;
  do {
    const std::int64_t look = watch.next_look();
    while (votes < look) {
      batch.first = votes;
      batch.size = static_cast<int>(std::min<std::int64_t>(batch.ratified.rows(), look - votes));
      simulate(each.model, batch);
      if (watch.watched().measure) measure(each.model, batch, columns);
      for (int i = 0; i < batch.size; ++i) {
        seen.add(watch.watched().measure
                     ? columns(i, static_cast<Eigen::Index>(watch.watched().column))
                     : batch.ratified[i]);
      }
      votes += batch.size;
    }
    watch.look(votes, seen);
  } while (!watch.reached());
  return {watch.result(), votes};
}

void show(const Case& each) {
  std::vector<std::int64_t> votes(seeds);
  std::vector<char> holds(seeds);
  const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  for_blocks(
      threads, seeds, [] { return 0; },
      [&](int, std::int64_t seed) {
        Batch batch(each.model, static_cast<std::uint64_t>(seed), batch_size(each.model),
                    kernels::best());
        const auto [result, count] = stopped(each, batch);
        const auto place = static_cast<std::size_t>(seed);
        votes[place] = count;
        holds[place] = result.interval.low <= each.truth && each.truth <= result.interval.high;
      },
      [](int) {});
  std::sort(votes.begin(), votes.end());
  const double z = boost::math::quantile(boost::math::normal(), 0.975);
  const double fixed_size = z * z * each.variance / each.wanted.half_width / each.wanted.half_width;
  const auto median = static_cast<double>(votes[seeds / 2]);
  std::printf("%-34s %10.6g %9.4g %9.2f %11.0f %7.2f\n", each.name.c_str(), each.truth,
              each.wanted.half_width,
              100.0 * static_cast<double>(std::count(holds.begin(), holds.end(), 1)) / seeds,
              median, median / fixed_size);
  std::fflush(stdout);
}

// A union of one member who says yes with the chance p.
Case chance_case(double p, double half_width) {
  Scenario scenario = equal_unions(1, 1);
  scenario.support.package = p;
  return {"P(ratified), one voter", compile(scenario), {"ratified", half_width}, p, p * (1 - p)};
}

// All of three unions of 15.
Case three_unions_case(double support, double half_width) {
  Scenario scenario = equal_unions(3, 15);
  scenario.support.package = support;
  scenario.rule = at_least("unions", count_of(3));
  const double p = std::pow(majority(15, support), 3);
  return {"P(ratified), all of three unions",
          compile(scenario),
          {"ratified", half_width},
          p,
          p * (1 - p)};
}

// One union of `members`; when it says no, `threat` jobs of theirs are at stake, and the part
// carried out is rounded by a uniform, so that its mean is not.
Case layoffs_case(std::int64_t members, double support, double threat, double carried_out,
                  double half_width) {
  Scenario scenario = equal_unions(1, members);
  scenario.support.package = support;
  scenario.layoffs = LayoffsTable{};
  scenario.layoffs->rejected.threat = threat;
  scenario.layoffs->rejected.carried_out = carried_out;
  const double p = 1 - majority(static_cast<int>(members), support), each = threat * carried_out;
  const double part = each - std::floor(each);
  const double square = each * each + part * (1 - part);
  return {"mean layoffs, " + std::to_string(members) + " employees",
          compile(scenario),
          {"layoffs", half_width},
          p * each,
          p * square - p * each * p * each};
}

}  // namespace
}  // namespace ayes::tests

int main() {
  using namespace ayes::tests;
  std::printf("%-34s %10s %9s %9s %11s %7s\n", "", "truth", "X", "holds", "median", "times");
  std::printf("%-34s %10s %9s %9s %11s %7s\n", "", "", "", "in 100", "votes", "fixed");
  show(chance_case(0.001, 0.0005));
  show(chance_case(0.05, 0.01));
  show(chance_case(0.25, 0.01));
  show(chance_case(0.5, 0.01));
  show(three_unions_case(0.5, 0.01));
  show(layoffs_case(501, 0.5, 100, 0.433, 0.5));
  show(layoffs_case(501, 0.5, 100, 0.433, 2));
  show(layoffs_case(501, 0.54, 100, 0.433, 0.3));
  show(layoffs_case(501, 0.54, 100, 0.433, 0.15));
  show(layoffs_case(501, 0.5, 501, 1, 10));
}
