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
  node_.resize(static_cast<std::size_t>(rows_ * opinions.nodes));
}

void YesTable::tabulate(const MajorityLaw& law, int row) {
  const auto nodes = static_cast<std::size_t>(opinions_.nodes);
  std::vector<double> f(nodes);
  law.chances(eligible_, first_turnout_ + row * turnout_step_, f.data());
  Node* node = &node_[static_cast<std::size_t>(row) * nodes];
  for (std::size_t i = 0; i < nodes; ++i) node[i].value = f[i];
  for (std::size_t i = 2; i + 2 < nodes; ++i) {
    node[i].slope = ((f[i - 2] - f[i + 2]) + 8 * (f[i + 1] - f[i - 1])) / 12;
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
      const Node* left = &node_[static_cast<std::size_t>(row * opinions_.nodes + node)];
      const Node* right = left + 1;
      const double rise = right->value - left->value;
      const double square = 3 * rise - 2 * left->slope - right->slope;
      const double cube = left->slope + right->slope - 2 * rise;
      return left->value + h * (left->slope + h * (square + h * cube));
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
