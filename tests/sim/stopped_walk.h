// What a run that stops at a precision does, worked out exactly: votes are ratified with a known
// chance, so the count at each look follows from the one before by a binomial law.
#pragma once

#include "sim/precision.h"
#include "tests/models/small_scenarios.h"

#include <boost/math/distributions/binomial.hpp>

#include <cstdint>
#include <map>
#include <vector>

namespace ayes::tests {

struct StoppedWalk {
  double missed_at_the_end = 0;          // chance that the interval told leaves the truth out
  double missed_ever = 0;                // that the interval of some look does
  double lost = 0;                       // chance of the counts that were left out as too unlikely
  std::map<std::int64_t, double> votes;  // chance of each number of votes at the end

  std::int64_t median_votes() const {
    double below = 0;
    for (const auto& [count, chance] : votes) {
      if ((below += chance) >= 0.5) return count;
    }
    return 0;
  }
  double mean_votes() const {
    double sum = 0;
    for (const auto& [count, chance] : votes) sum += static_cast<double>(count) * chance;
    return sum;
  }
};

// Chances of the counts that are likely enough to matter, from `first` on.
struct CountLaw {
  std::int64_t first = 0;
  std::vector<double> chances;
};

inline CountLaw binomial_counts(std::int64_t trials, double p, double least) {
  const boost::math::binomial law(static_cast<double>(trials), p);
  const auto middle = static_cast<std::int64_t>(boost::math::mode(law));
  const auto chance = [&](std::int64_t k) {
    return k < 0 || k > trials ? 0.0 : boost::math::pdf(law, static_cast<double>(k));
  };
  CountLaw counts{middle, {}};
  while (chance(counts.first - 1) > least) --counts.first;
  for (std::int64_t k = counts.first; chance(k) > least; ++k) counts.chances.push_back(chance(k));
  return counts;
}

inline StoppedWalk stopped_walk(double p, double half_width, double level) {
  constexpr double least = 1e-14;
  struct Weight {
    double kept = 0, missed = 0;  // the truth in all intervals so far; not in one
  };
  const Model model = compile(equal_unions(1, 1));
  StoppedWalk walk;
  std::map<std::int64_t, std::map<std::int64_t, Weight>> looks;  // votes, ratified
  looks[PrecisionWatch(model, {"ratified", half_width}, level).next_look()];
  const std::int64_t start = looks.begin()->first;
  const CountLaw at_start = binomial_counts(start, p, least);
  for (std::size_t i = 0; i < at_start.chances.size(); ++i) {
    looks[start][at_start.first + static_cast<std::int64_t>(i)].kept = at_start.chances[i];
  }
  while (!looks.empty()) {
    const auto [votes, counts] = *looks.begin();
    looks.erase(looks.begin());
    std::map<std::int64_t, CountLaw> steps;
    for (const auto& [ratified, before] : counts) {
      if (before.kept + before.missed < least) continue;
      PrecisionWatch watch(model, {"ratified", half_width}, level);
      watch.look(votes, {votes, ratified, ratified});
      const Bounds interval = watch.result().interval;
      const bool misses = p < interval.low || p > interval.high;
      const Weight now = misses ? Weight{0, before.kept + before.missed} : before;
      if (watch.reached()) {
        walk.votes[votes] += now.kept + now.missed;
        walk.missed_ever += now.missed;
        walk.missed_at_the_end += misses ? now.missed : 0;
        continue;
      }
      const std::int64_t next = watch.next_look();
      if (!steps.contains(next)) steps[next] = binomial_counts(next - votes, p, least);
      const CountLaw& step = steps[next];
      for (std::size_t i = 0; i < step.chances.size(); ++i) {
        Weight& after = looks[next][ratified + step.first + static_cast<std::int64_t>(i)];
        after.kept += now.kept * step.chances[i];
        after.missed += now.missed * step.chances[i];
      }
    }
  }
  walk.lost = 1;
  for (const auto& [count, chance] : walk.votes) walk.lost -= chance;
  return walk;
}

}  // namespace ayes::tests
