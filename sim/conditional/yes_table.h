// A union's chance of a yes, tabulated over where its opinion and its turnout lie.
#pragma once

#include "sim/conditional/majority_law.h"

#include <vector>

namespace ayes::conditional {

// Where the points put a union's opinion or turnout.
struct Span {
  double low = 1e300, high = -1e300;
  void include(double x) {
    low = x < low ? x : low;
    high = x > high ? x : high;
  }
  void include(const Span& span) {
    include(span.low);
    include(span.high);
  }
};

// Opinions and turnouts beyond these are certain.
inline constexpr double certain_opinion = 25, certain_turnout = 9;
inline double within(double x, double reach) { return x < -reach ? -reach : x > reach ? reach : x; }

// Lays a grid over opinions: 12 steps to a length over which the chance changes, and two nodes
// beyond either end for the slopes.
Grid opinion_grid(const Span& opinions, double scale);

// Cubic Hermite interpolation along the opinion, through four rows along the turnout.
class YesTable {
 public:
  // Lays the rows over the turnouts, for so many eligible members; nothing is tabulated yet.
  YesTable(std::int64_t eligible, const Span& turnouts, const Grid& opinions);
  int rows() const { return rows_; }
  // Tabulates one row: one turnout, all opinions. Rows may be tabulated at the same time.
  void tabulate(const MajorityLaw& law, int row);
  // Reads the chances of n points.
  void read(const kernels::Kernels& kernels, int n, const double* opinion, const double* turnout,
            double* chance) const;

 private:
  std::int64_t eligible_;
  Grid opinions_;
  double first_turnout_, turnout_step_;
  int rows_;
  std::vector<float> node_;  // [row][node]: value, slope per step; half the memory, 1e-7 off
};

}  // namespace ayes::conditional
