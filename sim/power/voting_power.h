// A-priori voting power: how often a body's vote decides if nothing is known of anybody, counted
// exactly over all sets of yeses.
#pragma once

#include "sim/power/game.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes::power {

// An exact fraction in lowest terms, in decimal digits, with the double nearest to it.
struct Fraction {
  std::string numerator = "0", denominator = "1";
  double value = 0;
};

struct Power {
  // Sets of the others' yeses to which its yes adds ratification (less those from which it takes
  // it), as a part of all 2^(n-1): its chance to decide when all others toss coins (Penrose 1946,
  // Banzhaf 1965).
  Fraction banzhaf;
  // The same as a part of what all bodies have, signs left aside.
  Fraction banzhaf_share;
  // Its chance to be the one whose yes ratifies when bodies say yes one after the other in random
  // order (Shapley and Shubik 1954).
  Fraction shapley;
};

// Returns the powers of a game's players, in their order. The game has no why_not.
std::vector<Power> powers_of(const Game& game);

// Powers by union and by unit of a model. A body that the rule doesn't ask has none: 0. Where the
// body is no player (a unit whose ballots are pooled) there is nothing to state.
struct VotingPower {
  std::string why_no_unions, why_no_units;  // empty when there are powers
  std::vector<std::optional<Power>> unions, units;
  bool yes_may_hurt = false;  // some yes can turn ratified to rejected: powers are net of that
};

VotingPower voting_power(const Model& model);

}  // namespace ayes::power
