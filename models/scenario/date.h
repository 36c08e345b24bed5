// A calendar date, kept for reading aloud, for comparing and for counting days; no time of day, no
// time zone.
#pragma once

#include <chrono>
#include <compare>

namespace ayes {

struct Date {
  int year = 0, month = 0, day = 0;
  auto operator<=>(const Date&) const = default;
};

// Returns the days from 1 January 1970 to a date that exists, and the date so many days after it.
inline int day_number(Date date) {
  using namespace std::chrono;
  const year_month_day day{year{date.year}, month{static_cast<unsigned>(date.month)},
                           std::chrono::day{static_cast<unsigned>(date.day)}};
  return static_cast<int>(sys_days{day}.time_since_epoch().count());
}
inline Date date_of(int days) {
  using namespace std::chrono;
  const year_month_day day{sys_days{std::chrono::days{days}}};
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

}  // namespace ayes
