// Numbers of a scenario in words: shares as percentages, moves on the probit scale as points near
// 50%, laws by name with the range in which 8 of 10 values lie.
#pragma once

#include "models/model.h"
#include "models/scenario/date.h"
#include "models/scenario/quantity.h"

#include <map>
#include <optional>
#include <string>

namespace ayes {

// How a number is told. Points say what a move on the probit scale does to 50%.
enum class Tell { share, shift, spread, count, dollars, raise, plain };

// Returns how the number of this kind at this path of a scenario is told.
Tell manner_of(const std::string& path, Kind kind);

// Returns a number as it was stated: "54%", "+4 points", "17 points", "7,500", "$65,830", "0.8".
std::string stated(double value, Tell manner);
// Returns a number rounded to what an uncertain one deserves.
std::string about(double value, Tell manner);
// Returns two such numbers: "46% to 62%", "−6 to +14 points".
std::string span_of(double low, double high, Tell manner);

// Returns a move on the probit scale with what it means: "+4 points (0.1: from 50% to 54%)".
std::string shift_in_full(double shift);
// Returns a spread on the probit scale with what it means: "17 points (0.43: from 50% to 67%)".
std::string spread_in_full(double spread);

// Returns a day as people write it: "24 June 2011".
std::string day_in_words(Date date);

// The middle of an uncertain number, and the range in which 8 of 10 values lie.
struct LikelyRange {
  double low = 0, middle = 0, high = 0;
};

// The ranges of a model's numbers, by path; a fixed number's ends are equal.
using Ranges = std::map<std::string, LikelyRange, std::less<>>;
Ranges ranges_of(const Model& model);

// Returns a law's name and parameters: "normal with mean 0.1 and SD 0.2".
std::string law_in_words(const Quantity& quantity, Kind kind, Tell manner);

// Returns a law's name alone: "normal".
std::string family_of(const Quantity& quantity, Kind kind);

// Returns a number of the scenario with its doubt: "54%", or "54%, uncertain: 8 in 10 lie between
// 46% and 62% (probit-normal)". Without a range in `ranges` only the law is told.
std::string in_words(const Quantity& quantity, Kind kind, const std::string& path,
                     const Ranges& ranges);

// Returns the middle of a number of the scenario; 0 if it has none.
double middle_of(const std::string& path, const Ranges& ranges);

}  // namespace ayes
