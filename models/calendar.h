// On which day each unit is counted, which units may come late, and how those that vote later take
// what they hear (docs/model.md section 6). Days are numbered from 1 January 1970.
#pragma once

#include "models/scenario/scenario.h"
#include "models/shared_column.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ayes {

// What everybody expects of a unit before any count: its share of yes with every opinion at its
// mean. After a delay it may be another.
struct Expectation {
  double share = 0.5, share_after_delay = 0.5;
};

// Units that put off their vote together, or not.
struct Delay {
  std::string name;  // of the unit or union
  std::vector<int> units;
  SharedColumn chance = 0;
  std::optional<SharedColumn> days;  // none: they come after the deadline
  std::uint64_t stream = 0;
  std::vector<int> returning;  // indices into Model::returning, one a unit; empty: nothing differs
};

// A day of the calendar, and the units that are counted on it unless they are delayed.
struct CountingDay {
  int day = 0;
  std::vector<int> units;
};

struct Calendar {
  std::optional<int> deadline;
  int close = 0;  // the deadline, or the last day a unit has
  AbsentCounts absent = AbsentCounts::no;
  bool union_waits = false;
  SharedColumn momentum = 0, once_dead = 0, once_safe = 0;
  bool has_momentum = false, has_shifts = false;  // else they are fixed at 0
  std::vector<CountingDay> days;                  // in order; every unit stands in one
  std::vector<int> day;         // of each unit as stated, else the close; a delay counts from it
  std::vector<char> revisable;  // of each unit: counted at the close, if that is later than its day
  std::vector<int> delay;       // of each unit: index into delays, or -1
  std::vector<Delay> delays;
  std::vector<Expectation> expected;  // of each unit

  // Whether units may miss the close, so that somebody may be absent.
  bool has_absences() const { return deadline && !delays.empty(); }
  // Whether the calendar changes any vote.
  bool matters() const { return has_momentum || has_shifts || !delays.empty(); }
};

}  // namespace ayes
