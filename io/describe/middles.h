// The middle of every unit's opinions: each number of the scenario at its middle, each term of
// chance at 0.
#pragma once

#include "io/describe/number_words.h"
#include "models/model.h"

#include <optional>

namespace ayes::described {

// Shares of yes, 0 to 1; nothing where the unit is not asked.
struct Middle {
  double package = 0;
  std::optional<double> contract;
  double turnout = 0;
};

Middle middle_of_unit(const Model& model, const Ranges& ranges, const Unit& unit);

}  // namespace ayes::described
