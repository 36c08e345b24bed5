// What a run counts of the calendar: whose ballots came too late, and when the package's fate was
// known.
#pragma once

#include "models/batch.h"

#include <cstdint>
#include <vector>

namespace ayes {

// Empty without a calendar.
struct CalendarTally {
  // Votes whose fate was known on the morning of each counting day.
  std::vector<std::int64_t> dead_before, safe_before;
  std::vector<std::int64_t> missed;  // votes whose close a unit missed, one a unit

  CalendarTally() = default;
  explicit CalendarTally(const Model& model);
  void add(const Batch& batch);
  void merge(const CalendarTally& other);
  bool operator==(const CalendarTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("dead_before", self.dead_before);
    visit("safe_before", self.safe_before);
    visit("missed", self.missed);
  }
};

}  // namespace ayes
