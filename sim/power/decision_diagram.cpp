#include "sim/power/decision_diagram.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace ayes::power {
namespace {

// Lists of what is left to count grow no longer than this; beyond it needs stay as they are.
constexpr std::size_t most_sums = 4096;

// Counts bodies from one place on: what the functions ahead need of them.
struct Count {
  std::span<const Diagrams::Place> bodies;
  std::span<const std::int64_t> weights;
  std::vector<std::int64_t> left;               // weight from each body on
  std::vector<std::vector<std::int64_t>> sums;  // that can come together from each body on, sorted
  std::vector<std::unordered_map<std::int64_t, Diagrams::Place>> known;  // by need; never walked
  std::size_t room;                                                      // for more of those

  Count(std::span<const Diagrams::Place> bodies_, std::span<const std::int64_t> weights_,
        std::size_t room_)
      : bodies(bodies_),
        weights(weights_),
        left(bodies_.size() + 1, 0),
        sums(bodies_.size() + 1),
        known(bodies_.size()),
        room(room_) {
    sums.back() = {0};
    for (std::size_t b = bodies.size(); b-- > 0;) {
      left[b] = left[b + 1] + weights[b];
      const std::vector<std::int64_t>& without = sums[b + 1];
      if (without.empty() || without.size() > most_sums / 2) continue;
      std::vector<std::int64_t> with = without;
      for (std::int64_t& sum : with) sum += weights[b];
      std::set_union(without.begin(), without.end(), with.begin(), with.end(),
                     std::back_inserter(sums[b]));
    }
  }

  // Needs that the same sums meet are one: the least sum that meets them.
  std::int64_t canonical(std::size_t b, std::int64_t need) const {
    if (sums[b].empty()) return need;
    return *std::lower_bound(sums[b].begin(), sums[b].end(), need);
  }

  Diagrams::Place from(std::size_t b, std::int64_t need, Diagrams& diagrams) {
    if (need <= 0) return Diagrams::always;
    if (need > left[b]) return Diagrams::never;
    need = canonical(b, need);
    if (const auto found = known[b].find(need); found != known[b].end()) return found->second;
    if (room-- == 0) throw TooLarge{};
    const Diagrams::Place with = from(b + 1, need - weights[b], diagrams);
    const Diagrams::Place without = from(b + 1, need, diagrams);
    const Diagrams::Place place = diagrams.choice(bodies[b], with, without);
    known[b].emplace(need, place);
    return place;
  }
};

}  // namespace

std::size_t Diagrams::Hash::operator()(const Question& key) const {
  std::uint64_t hash = static_cast<std::uint64_t>(key.player) * 0x9e3779b97f4a7c15u;
  hash = (hash ^ static_cast<std::uint64_t>(key.if_no)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 29) ^ static_cast<std::uint64_t>(key.if_yes)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

Diagrams::Diagrams(int players, int most_questions)
    : players_(players),
      most_questions_(static_cast<std::size_t>(most_questions)),
      questions_{{players, never, never}, {players, always, always}} {}

Diagrams::Place Diagrams::question(int player, Place if_no, Place if_yes) {
  if (if_no == if_yes) return if_no;
  const auto place = static_cast<Place>(questions_.size());
  const auto [found, is_new] = unique_.try_emplace({player, if_no, if_yes}, place);
  if (!is_new) return found->second;
  if (questions_.size() >= most_questions_) throw TooLarge{};
  questions_.push_back({player, if_no, if_yes});
  return place;
}

Diagrams::Place Diagrams::player(int player) { return question(player, never, always); }

Diagrams::Place Diagrams::choice(Place condition, Place then, Place otherwise) {
  if (condition == always || then == otherwise) return then;
  if (condition == never) return otherwise;
  if (then == always && otherwise == never) return condition;
  const Question& asked = questions_[static_cast<std::size_t>(condition)];
  const int rest = std::min(player_at(then), player_at(otherwise));
  if (asked.if_no == never && asked.if_yes == always && asked.player < rest)
    return question(asked.player, otherwise, then);

  const Question key{condition, otherwise, then};
  if (const auto found = choices_.find(key); found != choices_.end()) return found->second;
  if (choices_.size() >= 4 * most_questions_) throw TooLarge{};
  const int first = std::min(player_at(condition), rest);
  const auto after = [&](Place place, bool yes) {
    const Question& each = questions_[static_cast<std::size_t>(place)];
    return each.player != first ? place : yes ? each.if_yes : each.if_no;
  };
  const Place if_no = choice(after(condition, false), after(then, false), after(otherwise, false));
  const Place if_yes = choice(after(condition, true), after(then, true), after(otherwise, true));
  const Place place = question(first, if_no, if_yes);
  choices_.emplace(key, place);
  return place;
}

Diagrams::Place Diagrams::at_least(std::span<const Place> bodies,
                                   std::span<const std::int64_t> weights, std::int64_t need) {
  assert(bodies.size() == weights.size());
  return Count(bodies, weights, 2 * most_questions_).from(0, need, *this);
}

bool Diagrams::holds(Place place, std::span<const std::uint8_t> yes) const {
  while (place > always) {
    const Question& asked = questions_[static_cast<std::size_t>(place)];
    place = yes[static_cast<std::size_t>(asked.player)] ? asked.if_yes : asked.if_no;
  }
  return place == always;
}

}  // namespace ayes::power
