// How good a forecast of a vote was, by proper scores (Gneiting & Raftery 2007): the probability
// that was given to what was reported, the distance between the forecast's distribution function
// and the share, and the chance that was given to the outcome.
#pragma once

#include "sim/learning/leaves.h"
#include "sim/learning/opinion_law.h"

#include <array>
#include <optional>

namespace ayes::learning {

// Levels of the central intervals that are looked at.
inline constexpr std::array<double, 3> interval_levels = {0.5, 0.8, 0.95};

// Where the forecast's distribution function stands just below what was reported, and at it: two
// numbers, since counts and rounded shares are not points.
struct Pit {
  double low = 0, high = 1;
};

// What is said of a share; a vote of which only the outcome is known has none of it.
struct ShareScores {
  double share = 0;  // as reported, 0 to 1; the middle of a rounded one
  double crps = 0;   // continuous ranked probability score of the share, 0 the best, 1 the worst
  Pit pit;
  std::array<Between, 3> interval;  // of the share, at the levels of `interval_levels`
};

struct OutcomeScores {
  bool passed = false;  // more yes than no
  double chance = 0;    // that was given to it
  double brier = 0;     // (chance - passed)^2
};

struct VoteScores {
  double log_probability = 0;  // of what was reported
  std::optional<ShareScores> share;
  std::optional<OutcomeScores> outcome;  // nothing where a rounded share does not tell it
};

// Scores the forecast of a vote's opinion. Counts: given how many ballots were cast, with the
// binomial scatter of so many. Shares without ballots: without any, and the probability is that of
// the interval that rounds to the share. A bare outcome: the probability of more than half.
VoteScores score(const OpinionLaw& forecast, const Leaf& leaf);

// Returns whether a leaf states a count or a rounded share, not an outcome alone.
bool states_share(const Leaf& leaf);

// Returns the part of a PIT interval that lies within [low, high], 0 to 1. Where the forecast is
// right, its mean over votes is high - low, however coarse the reports (the non-randomised PIT of
// Czado, Gneiting & Held 2009).
double part_within(const Pit& pit, double low, double high);

// The same for the central interval of a level: how far the vote is covered.
double covered(const Pit& pit, double level);

}  // namespace ayes::learning
