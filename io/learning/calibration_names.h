// What the numbers of the mixed model are called in reports.
#pragma once

#include "sim/learning/calibration.h"

#include <string>

namespace ayes {

// The ends of the interval that holds 8 in 10, among the quantiles of a fitted number.
inline constexpr std::size_t lower_tenth = 2, upper_tenth = 6;
static_assert(learning::quantile_levels[lower_tenth] == 0.1 &&
              learning::quantile_levels[upper_tenth] == 0.9);

// Returns a quantity of a fit in words: "swing between ratifications".
inline std::string quantity_in_words(const std::string& name) {
  if (name == "swing") return "swing between ratifications";
  if (name == "union") return "spread between unions";
  if (name == "unit") return "spread between units";
  if (name == "split") return "spread of contract beside package";
  if (name == "again") return "spread of the shift between ratifications";
  if (name == "again_unit") return "spread of the shift between units";
  if (name == "mean") return "mean";
  if (name == "contract") return "shift of contract beside package";
  if (name == "mean_again") return "shift from a failed vote to the next";
  return "coefficient of " + name;
}

// Returns the name of a file without its folder.
inline std::string file_name(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

}  // namespace ayes
