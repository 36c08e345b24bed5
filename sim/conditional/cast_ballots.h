// How many of a unit's ballots are cast, as a short list of numbers and their chances.
#pragma once

#include <cstdint>
#include <vector>

namespace ayes::conditional {

// A majority of an even number needs half a ballot more than one of an odd number; between whole
// numbers either reading is a smooth function.
struct CastBallots {
  double cast;
  bool even;
  double weight;
};

// Lists the numbers of ballots cast among `eligible` members who each vote with chance `turnout`,
// and their chances, 0 ballots left out. A wide law is replaced by the three numbers that have its
// first six moments, each read as odd and as even (Gauss's rule for the binomial law).
std::vector<CastBallots> cast_ballots(std::int64_t eligible, double turnout);

// Lists all of them that matter, however wide the law.
std::vector<CastBallots> all_cast_ballots(std::int64_t eligible, double turnout);

}  // namespace ayes::conditional
