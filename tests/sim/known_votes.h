// A small case of everything that evidence can be about, and brute force for it: simulate, keep the
// votes that agree with the evidence, throw the others away.
#pragma once

#include "sim/parallel.h"
#include "sim/update.h"
#include "tests/models/small_scenarios.h"

#include <cmath>
#include <string>
#include <vector>

namespace ayes::tests {

// Unions NORTH of units A (12) and B (40), MAIN of E (12), F (30) and G (25), and C (40) and D (25)
// alone; heavy tails, pooled unions, uncertain numbers, turnout that goes with support, a split
// between the questions, D asked both in one.
inline Scenario small_case() {
  Scenario scenario = scenario_of({{"A", "NORTH", 12},
                                   {"B", "NORTH", 40},
                                   {"C", "", 40},
                                   {"D", "", 25},
                                   {"E", "MAIN", 12},
                                   {"F", "MAIN", 30},
                                   {"G", "MAIN", 25}});
  SupportTable& support = scenario.support;
  support.package = Law{MeanSd{0.55, 0.05}};
  support.contract = {Law{MeanSd{0.05, 0.1}}, 0.25};
  support.swing = Law{Interval{{0.2, 0.6}, 0.8}};
  support.union_spread = 0.2;
  support.unit_spread = 0.3;
  support.tails = 5;
  support.same_voter = 0.8;
  support.units["C"].package = Law{Interval{{0.35, 0.65}, 0.8}};
  scenario.turnout = {0.7, 0.3, 0.1, 0.2, 0.3, {}};
  scenario.ballot.design = BallotDesign::separate;
  scenario.ballot.units["D"].design = BallotDesign::bundled;
  scenario.rule = at_least("unions", count_of(3));
  return scenario;
}

inline Evidence known(const Model& model, const std::string& names, evidence::What what,
                      std::optional<std::int64_t> cast = {},
                      Question question = Question::package) {
  Evidence evidence{names, question, {}, cast, what, 1};
  for (std::size_t u = 0; u < model.units.size(); ++u) {
    if (names.find(model.units[u].name) != names.npos)
      evidence.units.push_back(static_cast<int>(u));
  }
  if (const auto* count = std::get_if<evidence::Count>(&what))
    evidence.cast = count->yes + count->no;
  return evidence;
}

// Sets of evidence about the small case, rare enough to tell and frequent enough to filter by.
inline std::vector<std::vector<Evidence>> known_of_small_case(const Model& model) {
  using namespace evidence;
  const auto of = [&](const std::string& names, What what, std::optional<std::int64_t> cast = {},
                      Question question = Question::package) {
    return known(model, names, what, cast, question);
  };
  return {
      {of("A", Count{5, 4}), of("C", Outcome{Answer::no})},
      {of("B", evidence::Share{2 * 40, 2 * 55, 200}), of("EFG", Outcome{Answer::yes}),
       of("C", Margin{-2, 4})},
      {of("AB", Count{17, 20}), of("F", Outcome{Answer::no})},
      {of("ABD", Margin{0, 6}), of("D", Outcome{Answer::yes}),
       of("G", evidence::Share{100, 140, 200}, 18)},
      {of("C", evidence::Share{85, 115, 200}, {}, Question::contract), of("B", Outcome{Answer::no}),
       of("F", Count{12, 9})},
      {of("AB", Outcome{Answer::no}), of("A", Outcome{Answer::yes}), of("EFG", Margin{-8, 8}),
       of("E", Outcome{Answer::no})},
      // Own terms are moved: of a unit that has an outcome, with ballots cast, of a law of its own.
      {of("A", Count{5, 4}), of("ABC", Margin{-12, 0}), of("B", Outcome{Answer::no})},
      {of("EFG", evidence::Share{90, 112, 200}, 47), of("F", Outcome{Answer::yes})},
      {of("BC", Margin{-4, 4}), of("C", Outcome{Answer::yes})},
      {of("EFG", Outcome{Answer::no}), of("F", Count{11, 9})},
      {of("A", evidence::Share{80, 130, 200}), of("A", Outcome{Answer::yes})},
      {of("AB", Outcome{Answer::no}), of("ABE", Margin{-6, 2}),
       of("EFG", evidence::Share{80, 110, 200})},
  };
}

// Says whether a vote of a simulated batch agrees with evidence other than polls.
inline bool agrees_with(const Evidence& evidence, const Batch& batch, int i) {
  std::int64_t yes = 0, cast = 0;
  for (int u : evidence.units) {
    yes += evidence.question == Question::package ? batch.votes.package_yes(i, u)
                                                  : batch.votes.contract_yes(i, u);
    cast += batch.votes.cast(i, u);
  }
  if (evidence.cast && cast != *evidence.cast) return false;
  if (const auto* count = std::get_if<evidence::Count>(&evidence.what)) return yes == count->yes;
  if (const auto* share = std::get_if<evidence::Share>(&evidence.what))
    return yes * share->of >= share->low * cast && yes * share->of <= share->high * cast;
  if (const auto* margin = std::get_if<evidence::Margin>(&evidence.what)) {
    const std::int64_t difference = 2 * yes - cast;
    return difference >= margin->low && difference <= margin->high;
  }
  const auto& outcome = std::get<evidence::Outcome>(evidence.what);
  return (2 * yes > cast) == (outcome.answer == Answer::yes);
}

// What is compared: chances and means of votes that agree with the evidence.
struct Kept {
  std::int64_t votes = 0, all = 0;
  std::vector<Moments> values;
  explicit Kept(const Model& model) : values(numbers(model)) {}
  static std::size_t numbers(const Model& model) {
    return 2 + model.unions.size() + 3 * model.units.size();
  }
  void add(const Batch& batch, int i) {
    ++votes;
    std::size_t k = 0;
    values[k++].add(batch.ratified[i]);
    std::int64_t unions = 0;
    for (Eigen::Index u = 0; u < batch.votes.union_says.cols(); ++u)
      unions += batch.votes.union_says(i, u);
    values[k++].add(unions);
    for (Eigen::Index u = 0; u < batch.votes.union_says.cols(); ++u)
      values[k++].add(batch.votes.union_says(i, u));
    for (const CountColumns* counts :
         {&batch.votes.cast, &batch.votes.package_yes, &batch.votes.contract_yes}) {
      for (Eigen::Index u = 0; u < counts->cols(); ++u) values[k++].add((*counts)(i, u));
    }
  }
  void merge(const Kept& other) {
    votes += other.votes;
    all += other.all;
    for (std::size_t k = 0; k < values.size(); ++k) values[k].merge(other.values[k]);
  }
};

// Simulates votes and keeps, for each set of evidence, those that agree with all of it.
inline std::vector<Kept> filtered(const Model& model,
                                  const std::vector<std::vector<Evidence>>& sets,
                                  std::int64_t votes, std::uint64_t seed, int threads) {
  constexpr std::int64_t block = 4096;
  std::vector<Kept> total(sets.size(), Kept(model));
  struct Worker {
    Batch batch;
    std::vector<Kept> kept;
  };
  for_blocks(
      threads, votes / block,
      [&] {
        return Worker{Batch(model, seed, 1024, kernels::best()),
                      std::vector<Kept>(sets.size(), Kept(model))};
      },
      [&](Worker& worker, std::int64_t number) {
        for (std::int64_t start = number * block; start < (number + 1) * block; start += 1024) {
          worker.batch.first = start;
          worker.batch.size = 1024;
          hold_vote(model, worker.batch, Questions::both);
          for (std::size_t s = 0; s < sets.size(); ++s) {
            worker.kept[s].all += 1024;
            for (int i = 0; i < 1024; ++i) {
              bool agrees = true;
              for (const Evidence& each : sets[s])
                agrees = agrees && agrees_with(each, worker.batch, i);
              if (agrees) worker.kept[s].add(worker.batch, i);
            }
          }
        }
      },
      [&](const Worker& worker) {
        for (std::size_t s = 0; s < sets.size(); ++s) total[s].merge(worker.kept[s]);
      });
  return total;
}

// The same numbers from weighted votes, each with its standard error, and the chance of the
// evidence.
struct WeightedMeans {
  std::vector<double> mean, error;
  double chance = 0, chance_error = 0;
  double effective = 0;
};
inline WeightedMeans weighted(const Model& model, const std::vector<Evidence>& evidence,
                              std::int64_t votes, std::uint64_t seed,
                              std::vector<Kept>* every = nullptr) {
  const Conditioning conditioning = condition(model, evidence);
  Conditioned state(conditioning, 1024);
  Batch batch(model, seed, 1024, kernels::best());
  batch.conditioned = &state;
  const std::size_t numbers = Kept::numbers(model);
  std::vector<double> sum(numbers), squares(numbers), cross(numbers);
  std::vector<double> from;  // what is measured from, so that a number known is met to the digit
  double weights = 0, weights_squared = 0;
  for (std::int64_t start = 0; start < votes; start += 1024) {
    batch.first = start;
    batch.size = 1024;
    hold_vote(model, batch, Questions::both);
    for (int i = 0; i < batch.size; ++i) {
      const double w = std::exp(state.log_weight[i]);
      if (w == 0) continue;
      Kept one(model);
      one.add(batch, i);
      weights += w;
      weights_squared += w * w;
      for (std::size_t k = 0; k < numbers; ++k) {
        if (from.size() < numbers) from.push_back(static_cast<double>(one.values[k].sum));
        const double x = static_cast<double>(one.values[k].sum) - from[k];
        sum[k] += w * x;
        squares[k] += w * w * x * x;
        cross[k] += w * w * x;
      }
      if (every) {
        one.all = 0;
        for (const Evidence& each : evidence) one.all += !agrees_with(each, batch, i);
        every->push_back(one);
      }
    }
  }
  WeightedMeans result;
  for (std::size_t k = 0; k < numbers; ++k) {
    const double mean = sum[k] / weights;
    result.mean.push_back(from[k] + mean);
    result.error.push_back(
        std::sqrt(std::max(0.0, squares[k] - 2 * mean * cross[k] + mean * mean * weights_squared)) /
        weights);
  }
  const auto n = static_cast<double>(votes);
  result.chance = weights / n;
  result.chance_error =
      std::sqrt(std::max(0.0, weights_squared / n - result.chance * result.chance) / n);
  result.effective = weights * weights / weights_squared;
  return result;
}

}  // namespace ayes::tests
