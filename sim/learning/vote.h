// Past votes as a table of them states each: who voted, in which vote of which ratification, and
// what was reported. The model of docs/model.md, "Learning", is fitted to the leaves among them
// (leaves.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ayes::learning {

// A share that was reported as a rounded figure: it lies between the two, 0 <= low < high <= 1.
struct Between {
  double low = 0, high = 1;
};

// A count of yes and no ballots, neither below 0, at least one in all.
struct Ballots {
  std::int64_t yes = 0, no = 0;
};

// One row of a table of votes.
struct Vote {
  std::string ratification;  // the case: all its votes share a swing
  std::string unit;          // who voted; the same name in a later round is the same unit
  std::string union_name;    // empty: a union of its own
  std::string part_of;       // the unit whose total this row is a part of; empty: none
  int round = 1;             // 2 is the vote after the first failed, and so on
  std::string held_after;  // the unit whose package had failed in the round before; empty: not said
  bool contract = false;   // the unit's own contract; else the package
  std::string date;        // as stated, sortable where it is a date; for the order of reveals
  std::optional<Ballots> ballots;
  std::optional<Between> share;  // of yes, where ballots are not known
  std::optional<bool> outcome;   // where neither is known: more than half said yes, or not
  std::optional<Between> turnout;
  std::vector<double> columns;  // of the named columns, in their order
  int file = 0, line = 0;       // where it stands
};

}  // namespace ayes::learning
