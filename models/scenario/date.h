// A calendar date, kept for reading aloud and for comparing; no time of day, no time zone.
#pragma once

#include <compare>

namespace ayes {

struct Date {
  int year = 0, month = 0, day = 0;
  auto operator<=>(const Date&) const = default;
};

}  // namespace ayes
