// Thresholds of a rule as exact numbers: 14 is a count, 0.80 is four fifths, never
// 0.8000000000000000444.
#pragma once

#include <cstdint>

namespace ayes {

// A fraction in lowest terms; denominator above 0, both parts below 2^31.
struct Rational {
  std::int64_t numerator = 0, denominator = 1;
  bool operator==(const Rational&) const = default;
};

// A bound a count is held against: a number of bodies (or of weight), or a share of the total.
struct Threshold {
  enum class Kind { count, share };
  Kind kind = Kind::share;
  Rational value{1, 2};
  bool operator==(const Threshold&) const = default;
};

}  // namespace ayes
