// What decides a vote: whose answer, which set of noes, which estimate, which source of chance.
#pragma once

#include "models/scenario/quantity.h"
#include "sim/power/voting_power.h"
#include "sim/result.h"
#include "sim/sensitivity/variance_shares.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ayes {

// How often one body's vote decides: had it alone said the opposite, the result would have been the
// other. A unit whose ballots are pooled says the opposite when its yes and no change places.
struct Decisiveness {
  Chance decides;
  // What P(ratified) gains if 100 of the unit's no voters (or all, if fewer) had said yes.
  Mean gain_of_100;
};

// Bodies whose noes are enough to reject whatever the others say, and none of whom can be spared.
struct BlockingSet {
  std::vector<std::string> bodies;
  Chance of_rejected;  // that all of them said no, among the rejected votes looked at
};

struct BlockingSets {
  std::string why_not;            // why there are none to list; empty when there are
  bool more_unsearched = false;   // the search ended before it had found as many as it lists
  std::vector<BlockingSet> sets;  // most frequent first
};

// P(ratified) with one input held at its 10% and at its 90% point, all else drawn as it was.
struct TornadoBar {
  std::string path;
  Kind kind = Kind::amount;
  double low = 0, high = 0;  // the points, in the scenario's own unit
  Chance at_low, at_high;
  Mean difference;  // at_high - at_low, on the same draws
};

struct Tornado {
  std::int64_t votes = 0;  // on which each bar is counted
  Chance as_drawn;
  std::vector<TornadoBar> bars;  // longest first
};

// A source of chance, or several of a kind, and its shares of the variance of "ratified".
struct SourceOfChance {
  std::string name;  // path of an input; swing; union NAME; unit NAME; ballots; or a kind of them
  bool estimate = false;
  sensitivity::VarianceShares shares;
};

struct SourcesOfChance {
  std::int64_t points = 0;
  std::vector<SourceOfChance> kinds;   // with Shapley effects
  std::vector<SourceOfChance> single;  // greatest total first
};

struct Explanation {
  Result result;               // of the votes: chances, conditions, what goes with what
  power::VotingPower power;    // before anybody is asked
  std::int64_t looked_at = 0;  // votes on which the next three were counted
  std::vector<Decisiveness> unions, units;
  BlockingSets blocking;
  Tornado tornado;
  SourcesOfChance sources;
};

}  // namespace ayes
