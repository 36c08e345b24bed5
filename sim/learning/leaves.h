// The leaves of a table of votes: what is used, once. A total informs only the rest of it that no
// row lists.
#pragma once

#include "models/mistake.h"
#include "sim/learning/vote.h"

#include <string>
#include <vector>

namespace ayes::learning {

// A package vote that must have failed, by a majority of no, for a later vote to be held.
struct FailedVote {
  std::string union_name, unit;
  int round = 1;
  std::vector<double> columns;  // as its row states them; NaN where there is no row
};

// What one unit reported in one vote, in one of three ways.
struct Leaf {
  std::string ratification, union_name, unit, date;
  int round = 1;
  bool contract = false;
  std::optional<Ballots> ballots;
  Between share;  // where there are no ballots; an outcome is half to 1, or 0 to half
  std::vector<double> columns;
  std::vector<std::string> totals;  // units whose totals hold it, from the nearest
  std::vector<FailedVote> after;    // from the round before it to the first (failures.h)
};

// A row, or a part of one, that is not used, and why.
struct Unused {
  int file, line;
  std::string why;
};

struct Leaves {
  std::vector<Leaf> support, turnout;  // in the order of the rows
  std::vector<Unused> unused;
  std::int64_t remainders = 0;  // leaves that are the rest of a total
};

// Finds the leaves. A row that parts name is a total: if it and all parts with figures state
// ballots, what the parts leave is a leaf of its own (in which parts without figures are); else the
// total is unused. A turnout is a package's; that of a total is used where no part states one.
// Throws ScenarioError, with line and number of the file, if two rows state one vote of one unit or
// two unions for it, if a part names a total that is not there, if parts add up to more than their
// total, or if a vote is said to be held after one that is not there or did not fail.
Leaves leaves_of(const std::vector<Vote>& votes, const std::vector<std::string>& files);

}  // namespace ayes::learning
