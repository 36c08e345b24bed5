// Conditioning against brute force at full length: 10^8 simulated votes of a small case, of which
// those that agree with each set of evidence are kept, beside weighted votes given that evidence:
//   tools/build release evidence_update && build/release/tests/evidence/evidence_update [VOTES
//   [WEIGHTED]]
#include "tests/sim/known_votes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

int main(int argc, char** argv) {
  using namespace ayes;
  using namespace ayes::tests;
  const std::int64_t votes = argc > 1 ? std::atoll(argv[1]) : 100'000'000;
  const std::int64_t weighted_votes = argc > 2 ? std::atoll(argv[2]) : 1 << 18;
  const Model model = compile(small_case());
  const auto sets = known_of_small_case(model);
  const int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const std::vector<Kept> kept = filtered(model, sets, votes, 1, threads);
  double farthest = 0;
  for (std::size_t s = 0; s < sets.size(); ++s) {
    const WeightedMeans given = weighted(model, sets[s], weighted_votes, 2);
    const auto all = static_cast<double>(kept[s].all);
    const double chance = static_cast<double>(kept[s].votes) / all;
    const auto distance = [](double a, double a_error, double b, double b_error) {
      const double error = std::hypot(a_error, b_error);
      return error > 0 ? std::fabs(a - b) / error : a == b ? 0 : HUGE_VAL;
    };
    double largest = distance(given.chance, given.chance_error, chance, std::sqrt(chance / all));
    for (std::size_t k = 0; k < given.mean.size(); ++k) {
      largest = std::max(largest, distance(given.mean[k], given.error[k], mean(kept[s].values[k]),
                                           standard_error(kept[s].values[k])));
    }
    std::printf(
        "set %zu: kept %lld of %lld (chance %.6f, weights say %.6f +- %.6f); ratified %.4f and "
        "%.4f +- %.4f; %zu numbers, largest |z| %.2f; %lld weighted votes say as much as %.0f\n",
        s + 1, static_cast<long long>(kept[s].votes), static_cast<long long>(kept[s].all), chance,
        given.chance, given.chance_error, mean(kept[s].values[0]), given.mean[0], given.error[0],
        given.mean.size() + 1, largest, static_cast<long long>(weighted_votes), given.effective);
    farthest = std::max(farthest, largest);
  }
  std::printf("largest |z| of all: %.2f (the bound is 4.89)\n", farthest);
  return farthest < 4.89 ? 0 : 1;
}
