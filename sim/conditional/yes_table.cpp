#include "sim/conditional/yes_table.h"

#include <algorithm>

namespace ayes::conditional {

YesTable::YesTable(const YesLaw& law, const Span& opinion, const Span& turnout) {
  // Two nodes more on either side, for the slopes.
  opinion_step_ = law.scale(turnout.high) / 16;
  nodes_ = static_cast<int>((opinion.high - opinion.low) / opinion_step_) + 6;
  first_opinion_ = opinion.low - 2 * opinion_step_;

  // A fixed turnout needs one row, a varying one a row beyond either end.
  turnout_step_ = 0.125;
  const bool fixed = !(turnout.high > turnout.low);
  rows_ = fixed ? 1 : static_cast<int>((turnout.high - turnout.low) / turnout_step_) + 4;
  first_turnout_ = fixed ? turnout.low : turnout.low - turnout_step_;
  value_.assign(static_cast<std::size_t>(rows_ * nodes_), 0.0);
  slope_ = value_;
}

void YesTable::tabulate(const YesLaw& law, int row) {
  std::vector<double> opinions(static_cast<std::size_t>(nodes_));
  for (int i = 0; i < nodes_; ++i) {
    opinions[static_cast<std::size_t>(i)] = first_opinion_ + i * opinion_step_;
  }
  double* f = &value_[static_cast<std::size_t>(row * nodes_)];
  double* slope = &slope_[static_cast<std::size_t>(row * nodes_)];
  law.chances(first_turnout_ + row * turnout_step_, opinions, f);
  for (int i = 2; i + 2 < nodes_; ++i) {
    slope[i] = ((f[i - 2] - f[i + 2]) + 8 * (f[i + 1] - f[i - 1])) / 12;
  }
}

void YesTable::read(int n, const double* opinion, const double* turnout, double* chance) const {
  const auto cell = [](double along, int last) {
    const int whole = static_cast<int>(along);
    return whole > last ? last : whole < 0 ? 0 : whole;
  };
  for (int i = 0; i < n; ++i) {
    const double along = (opinion[i] - first_opinion_) / opinion_step_;
    const int node = cell(along, nodes_ - 4);
    const double h = along - node;
    const auto row_at = [&](int row) {
      const std::size_t at = static_cast<std::size_t>(row * nodes_ + node);
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
