// What a sweep varies, as a person writes it: --vary PATH=VALUES, and --with PATH=VALUES for what
// moves together with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ayes {

// A range LO..HI: two numbers and what stands behind them, such as %.
struct Span {
  double low = 0, high = 0;
  std::string suffix;
  bool whole = false;  // only whole numbers make sense
  // Returns the number `share` (0 to 1) of the way from low to high, to six digits, as text.
  std::string at(double share) const;
  // Returns a number with the suffix, to the last digit.
  std::string text(double value) const;
};

// One path of the scenario, and its values as --set takes them; or a range without values.
struct Track {
  std::string path;
  std::vector<std::string> values;
  std::optional<Span> span;
};

// Tracks that move together: the first was named by --vary, the others by --with.
struct Axis {
  std::vector<Track> tracks;
};

// Reads PATH=A:B:STEP (numbers from A by STEP up to B), PATH=V1,V2,... (any values; commas inside
// quotes and brackets are theirs) or PATH=LO..HI. Throws UsageError with what is wrong and what to
// write; `option` is --vary or --with.
Track read_track(const std::string& option, const std::string& text);

// Reads a number with what stands behind it: "40%" is 40 and "%"; none if it begins with no number.
struct NumberWithUnit {
  double value = 0;
  std::string suffix;
};
std::optional<NumberWithUnit> read_amount(const std::string& text);

}  // namespace ayes
