// Simulation-based calibration of `ayes calibrate` on the shipped tables of votes: 1,000 sets drawn
// from the priors with the tables' own design and gaps, each fitted; the ranks of every fitted
// quantity, of the log-likelihood and of the opinions' density among 99 draws, in 20 bins, are
// uniform at level 1e-6 over all of them; two planted faults are found. With 1000 and the tables
// (scenarios/data/ratification-votes.csv scenarios/data/sebac-votes.csv) as arguments:
//   tools/build release evidence_calibration && build/release/tests/evidence/evidence_calibration
#include "io/learning/votes_csv.h"
#include "sim/parallel.h"
#include "tests/sim/learning/simulated.h"

#include <boost/math/distributions/chi_squared.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace ayes::tests {
namespace {

constexpr int draws = 99, bins = 20, thin = 5;

// Prints a line a quantity; returns the smallest p times their number.
double show(const char* title, const learning::Design& design, const learning::Priors& priors,
            int sets, Fault fault) {
  std::vector<Ranks> all(static_cast<std::size_t>(sets));
  const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  for_blocks(
      threads, sets, [] { return 0; },
      [&](int, std::int64_t set) {
        all[static_cast<std::size_t>(set)] = ranks_of_set(
            design, priors, static_cast<std::uint64_t>(1000 + set), draws, thin, fault);
      },
      [](int) {});
  std::printf("\n%s: %d sets, %zu rows\n", title, sets, design.rows.size());
  double smallest = 1;
  const std::size_t quantities = all.front().names.size();
  for (std::size_t q = 0; q < quantities; ++q) {
    std::vector<double> count(bins, 0.0);
    for (const Ranks& each : all)
      count[static_cast<std::size_t>(each.ranks[q] * bins / (draws + 1))] += 1;
    const double expected = static_cast<double>(sets) / bins;
    double statistic = 0;
    for (const double c : count) statistic += (c - expected) * (c - expected) / expected;
    const double p = boost::math::cdf(complement(boost::math::chi_squared(bins - 1.0), statistic));
    smallest = std::min(smallest, p);
    std::printf("  %-24s chi-square %7.1f  p %.3g\n", all.front().names[q].c_str(), statistic, p);
  }
  std::printf("  smallest p times %zu: %.3g\n", quantities,
              smallest * static_cast<double>(quantities));
  std::fflush(stdout);
  return smallest * static_cast<double>(quantities);
}

}  // namespace
}  // namespace ayes::tests

// Takes the number of sets, then the tables.
int main(int argc, char** argv) {
  using namespace ayes;
  using namespace ayes::tests;
  if (argc < 3) {
    std::fprintf(stderr, "evidence_calibration SETS VOTES.csv...\n");
    return 2;
  }
  const int sets = std::atoi(argv[1]), faulty_sets = std::max(50, sets / 20);
  const VotesTable table = read_votes(std::vector<std::string>(argv + 2, argv + argc));
  const learning::Leaves leaves = learning::leaves_of(table.votes, table.files);
  const learning::Design support = learning::design_of(leaves.support);
  const learning::Design turnout = learning::design_of(leaves.turnout);
  const double level = 1e-6;
  const auto priors = learning::support_priors();
  bool right = show("turnout", turnout, learning::turnout_priors(), sets, Fault::none) > level;
  right = show("support", support, priors, sets, Fault::none) > level && right;
  bool found = show("support, variances plugged in", support, priors, faulty_sets,
                    Fault::plug_in_variances) < level;
  found =
      show("support, data ignored", support, priors, faulty_sets, Fault::data_ignored) < level &&
      found;
  std::printf("\nuniform: %s; planted faults found: %s\n", right ? "yes" : "NO",
              found ? "yes" : "NO");
  return right && found ? 0 : 1;
}
