// Counts of the votes that one body's answer would have turned, and of who said no together.
#pragma once

#include "models/batch.h"
#include "sim/power/game.h"

#include <cstdint>
#include <map>
#include <vector>

namespace ayes {

// Voters of a unit who are persuaded at a time.
inline constexpr int persuaded_voters = 100;

// All of it is whole numbers: tallies of any blocks merge to the same in any order.
struct CloseVotes {
  explicit CloseVotes(const Model& model)
      : union_decides(model.unions.size()), units(model.units.size()) {}

  struct OfUnit {
    std::int64_t decides = 0, gained = 0;
  };
  std::int64_t votes = 0, rejected = 0;
  std::vector<std::int64_t> union_decides;
  std::vector<OfUnit> units;
  // Rejected votes by the players of a game who said no, player p being bit p; empty when it has
  // more than 64.
  std::map<std::uint64_t, std::int64_t> refusals;

  // Counts the replications of a simulated batch.
  void add(const Model& model, const power::Game& game, Batch& batch);
  void merge(const CloseVotes& other);
};

}  // namespace ayes
