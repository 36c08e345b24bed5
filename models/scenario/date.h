// A calendar date, kept for reading aloud, for comparing and for counting days; no time of day, no
// time zone.
#pragma once

#include <compare>

namespace ayes {

struct Date {
  int year = 0, month = 0, day = 0;
  auto operator<=>(const Date&) const = default;
};

// Returns the days from 1 January 1970 to a date that exists, and the date so many days after it.
int day_number(Date date);
Date date_of(int days);

}  // namespace ayes
