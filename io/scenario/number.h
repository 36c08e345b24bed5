// Numbers as a person writes them: 0.55, "55%", "17 points", 2_600, or the text of a CSV cell.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/report.h"
#include "models/scenario/quantity.h"

#include <optional>
#include <string>
#include <string_view>

namespace ayes::reading {

enum class NumberScale {
  plain,   // a number
  share,   // a number, or "55%"
  raise,   // a number below 1, or "3%"
  spread,  // a number on the probit scale, or "17 points": what lifts 50% to 67%
};

// Returns the number a value states, not yet held against a range; reports what is not a number.
std::optional<double> read_number(const Node& node, const std::string& path, NumberScale scale,
                                  Report& report);

// Returns a whole number from `low` to a thousand million; reports anything else.
std::optional<std::int64_t> read_whole(const Node& node, const std::string& path, std::int64_t low,
                                       Report& report);

// Returns the text of a number exactly as a decimal, times ten to the power `shift`; nothing if it
// is none.
std::optional<double> parse_number(std::string_view text, int shift = 0);

// Reads a number, certain or uncertain, of a kind; reports what cannot be a value or a law of that
// kind.
void read_quantity(const Node& node, const std::string& path, Kind kind, Quantity& out,
                   Report& report);

// The values a kind of quantity can have, and how that is said. A raise of -1 is not one of them.
struct Range {
  double low, high;
  const char* words;
};
Range range_of(Kind kind);

// Returns how values of a kind are written; and how a law's parameter is, by the law's tag and the
// parameter's key: `sd` of a shift is a spread, a level is a share, and so on.
NumberScale scale_of(Kind kind);
NumberScale scale_of(Kind kind, std::string_view law, std::string_view key);

// Returns what is wrong with a law for a quantity of this kind, or nothing.
std::optional<Words> fault_of(const Law& law, Kind kind);

}  // namespace ayes::reading
