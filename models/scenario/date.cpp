#include "models/scenario/date.h"

#include <chrono>

namespace ayes {

int day_number(Date date) {
  using namespace std::chrono;
  const year_month_day day{year{date.year}, month{static_cast<unsigned>(date.month)},
                           std::chrono::day{static_cast<unsigned>(date.day)}};
  return static_cast<int>(sys_days{day}.time_since_epoch().count());
}

Date date_of(int days) {
  using namespace std::chrono;
  const year_month_day day{sys_days{std::chrono::days{days}}};
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

}  // namespace ayes
