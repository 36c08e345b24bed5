// The words of a later vote ([[round]]): when it is held, who votes, and how opinions have moved.
#pragma once

#include "models/scenario/quantity.h"

namespace ayes {

enum class RoundAfter { rejected, ratified };
enum class RoundVoters { all, refusing_unions, refusing_units };

struct RoundShiftTable {
  Shift mean = 0.0;
  Spread sd = 0.0, unit = 0.0;
  bool operator==(const RoundShiftTable&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("mean", self.mean, "mean move of all opinions since the first vote, probit scale");
    visit("sd", self.sd, "doubt about that move, common to all units");
    visit("unit", self.unit, "spread of the move between units");
  }
};

}  // namespace ayes
