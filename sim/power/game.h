// A coalition's rule as a game: the bodies whose answers it asks are the players, and the rule says
// which sets of yeses win. What a rule gives its players before anybody is asked follows from it
// alone (docs/explain.md).
#pragma once

#include "models/model.h"
#include "sim/power/decision_diagram.h"

#include <string>
#include <vector>

namespace ayes::power {

// Whose answers are free: each union's; or those of its units, where the rule asks them or a union
// goes by their results. A union that pools ballots is a player itself in both.
enum class Players { unions, units };

struct Player {
  bool is_union;
  int body;  // index of the union or unit
  bool operator==(const Player&) const = default;
};

struct Game {
  std::string why_not;          // why there is none, as a sentence; empty when there is one
  std::vector<Player> players;  // those whom the rule asks, in the order of the diagram
  Diagrams diagrams{0, 2};
  Diagrams::Place wins = Diagrams::never;
  bool yes_never_hurts = true;  // no yes ever turns ratified to rejected
};

// Returns the game that the coalition's rule makes of the players. There is none when the rule
// looks at ballots, when each union decides for itself, when a body's vote would count in two ways
// that ballots tie together, or when its sums are too many to lay out.
Game game_of(const Model& model, Players players);

}  // namespace ayes::power
