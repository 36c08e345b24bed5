#include "sim/conditional/yes_table.h"

#include <algorithm>

namespace ayes::conditional {

Grid opinion_grid(const Span& opinions, double scale) {
  Grid grid;
  grid.step = scale / 16;
  grid.first = opinions.low - 2 * grid.step;
  grid.nodes = static_cast<int>((opinions.high - opinions.low) / grid.step) + 6;
  return grid;
}

YesTable::YesTable(std::int64_t eligible, const Span& turnouts, const Grid& opinions)
    : eligible_(eligible), opinions_(opinions) {
  // A fixed turnout needs one row, a varying one a row beyond either end. It changes little where
  // many vote.
  turnout_step_ = eligible < 1000 ? 0.125 : 0.25;
  const bool fixed = !(turnouts.high > turnouts.low);
  rows_ = fixed ? 1 : static_cast<int>((turnouts.high - turnouts.low) / turnout_step_) + 4;
  first_turnout_ = fixed ? turnouts.low : turnouts.low - turnout_step_;
  value_.assign(static_cast<std::size_t>(rows_ * opinions.nodes), 0.0);
  slope_ = value_;
}

void YesTable::tabulate(const MajorityLaw& law, int row) {
  double* f = &value_[static_cast<std::size_t>(row * opinions_.nodes)];
  double* slope = &slope_[static_cast<std::size_t>(row * opinions_.nodes)];
  law.chances(eligible_, first_turnout_ + row * turnout_step_, f);
  for (int i = 2; i + 2 < opinions_.nodes; ++i) {
    slope[i] = ((f[i - 2] - f[i + 2]) + 8 * (f[i + 1] - f[i - 1])) / 12;
  }
}

void YesTable::read(int n, const double* opinion, const double* turnout, double* chance) const {
  const auto cell = [](double along, int last) {
    const int whole = static_cast<int>(along);
    return whole > last ? last : whole < 0 ? 0 : whole;
  };
  for (int i = 0; i < n; ++i) {
    const double along = (opinion[i] - opinions_.first) / opinions_.step;
    const int node = cell(along, opinions_.nodes - 4);
    const double h = along - node;
    const auto row_at = [&](int row) {
      const std::size_t at = static_cast<std::size_t>(row * opinions_.nodes + node);
      const double rise = value_[at + 1] - value_[at];
      const double square = 3 * rise - 2 * slope_[at] - slope_[at + 1];
      const double cube = slope_[at] + slope_[at + 1] - 2 * rise;
      return value_[at] + h * (slope_[at] + h * (square + h * cube));
    };
    if (rows_ == 1) {
      chance[i] = row_at(0);
      continue;
    }
    // Lagrange's cubic through the two rows on either side.
    const double across = (turnout[i] - first_turnout_) / turnout_step_;
    const int row = std::max(1, cell(across, rows_ - 3));
    const double t = across - row;
    const double before = -t * (t - 1) * (t - 2) / 6, at = (t + 1) * (t - 1) * (t - 2) / 2;
    const double next = -(t + 1) * t * (t - 2) / 2, after = (t + 1) * t * (t - 1) / 6;
    chance[i] = before * row_at(row - 1) + at * row_at(row) + next * row_at(row + 1) +
                after * row_at(row + 2);
  }
}

}  // namespace ayes::conditional
