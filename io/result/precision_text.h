// The precision of a run in words: what was asked for, and how far it came.
#pragma once

#include "sim/result.h"

#include <string>

namespace ayes {

// Returns what the precision is of: "the chance of ratification", "the mean of layoffs".
std::string subject_of(const PrecisionResult& precision);

// Returns a half-width with its unit, two digits, rounded up: "±0.5 in 100", "±15 jobs", "±0.3%",
// "±$2,000".
std::string plus_minus(const PrecisionResult& precision, double half_width);

// Returns the interval with its unit, rounded by its width: "28.0 to 29.0 in 100".
std::string interval_text(const PrecisionResult& precision);

}  // namespace ayes
