// Estimates of any measure as people read them, with the unit for the head of a column.
#pragma once

#include "io/result/number_text.h"

#include <string>

namespace ayes {

// How amounts of a unit are printed: 0.285 as 28.5 "in 100" or "%", dollars in millions.
struct QuantityStyle {
  double factor = 1;
  std::string unit;  // "in 100", "%", "$ m", "jobs"
};

// Returns the style of a measure's unit: chance, share, dollars, jobs, ...
QuantityStyle style_of_unit(const std::string& unit);

// Returns an amount and its error, both rounded to what the error lets one say; an error of 0
// leaves four places of a chance and two of anything else.
WithError with_error(double value, double half_width, const QuantityStyle& style);

// Returns a signed amount: "+1.3", "−0.4"; "0" for none.
std::string with_sign(const std::string& number);

}  // namespace ayes
