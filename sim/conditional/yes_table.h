// A union's chance of a yes, tabulated over where its opinion and its turnout lie.
#pragma once

#include "sim/conditional/ballots_law.h"

#include <vector>

namespace ayes::conditional {

// Where the points put a union's opinion or turnout.
struct Span {
  double low = 1e300, high = -1e300;
  void include(double x) {
    low = x < low ? x : low;
    high = x > high ? x : high;
  }
};

// Opinions and turnouts beyond these are certain.
inline constexpr double certain_opinion = 25, certain_turnout = 9;
inline double within(double x, double reach) { return x < -reach ? -reach : x > reach ? reach : x; }

// Cubic Hermite interpolation along the opinion, through four rows along the turnout.
class YesTable {
 public:
  // Lays the grid over the spans, which are within the certain ones; nothing is tabulated yet.
  YesTable(const YesLaw& law, const Span& opinion, const Span& turnout);
  int rows() const { return rows_; }
  // Tabulates one row: one turnout, all opinions. Rows may be tabulated at the same time.
  void tabulate(const YesLaw& law, int row);
  // Reads the chances of n points.
  void read(int n, const double* opinion, const double* turnout, double* chance) const;

 private:
  double first_opinion_, opinion_step_, first_turnout_, turnout_step_;
  int nodes_, rows_;
  std::vector<double> value_, slope_;  // [row][node]; slopes per step
};

}  // namespace ayes::conditional
