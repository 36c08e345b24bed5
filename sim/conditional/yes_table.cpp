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
  turnout_step_ = eligible < 100 ? 0.0625 : eligible < 1000 ? 0.125 : 0.25;
  const bool fixed = !(turnouts.high > turnouts.low);
  rows_ = fixed ? 1 : static_cast<int>((turnouts.high - turnouts.low) / turnout_step_) + 4;
  first_turnout_ = fixed ? turnouts.low : turnouts.low - turnout_step_;
  node_.assign(static_cast<std::size_t>(2 * rows_ * opinions.nodes), 0.0);
}

void YesTable::tabulate(const MajorityLaw& law, int row) {
  const auto nodes = static_cast<std::size_t>(opinions_.nodes);
  std::vector<double> f(nodes);
  law.chances(eligible_, first_turnout_ + row * turnout_step_, f.data());
  double* node = &node_[static_cast<std::size_t>(row) * 2 * nodes];
  for (std::size_t i = 0; i < nodes; ++i) node[2 * i] = f[i];
  for (std::size_t i = 2; i + 2 < nodes; ++i) {
    node[2 * i + 1] = ((f[i - 2] - f[i + 2]) + 8 * (f[i + 1] - f[i - 1])) / 12;
  }
}

void YesTable::read(int n, const double* opinion, const double* turnout, double* chance) const {
  const auto cell = [](double along, int last) {
    const int whole = static_cast<int>(along);
    return whole > last ? last : whole < 0 ? 0 : whole;
  };
  const double finer = 1 / opinions_.step, finer_turnout = 1 / turnout_step_;
  const double* table = node_.data();
  for (int i = 0; i < n; ++i) {
    // Hermite's weights of the two nodes around the opinion: value, slope, value, slope.
    const double along = (opinion[i] - opinions_.first) * finer;
    const int node = cell(along, opinions_.nodes - 4);
    const double h = along - node, g = 1 - h;
    const double weight[4] = {(1 + 2 * h) * g * g, h * g * g, (3 - 2 * h) * h * h, -h * h * g};

    // Lagrange's weights of the two rows on either side of the turnout.
    const double across = (turnout[i] - first_turnout_) * finer_turnout;
    const int row = rows_ == 1 ? 0 : std::max(1, cell(across, rows_ - 3));
    const double t = across - row;
    const double before = -t * (t - 1) * (t - 2) / 6, at = (t + 1) * (t - 1) * (t - 2) / 2;
    const double next = -(t + 1) * t * (t - 2) / 2, after = (t + 1) * t * (t - 1) / 6;
    const std::int64_t wide = 2 * std::int64_t{opinions_.nodes};
    const double* here = table + row * wide + 2 * std::int64_t{node};
    double sum = 0;
    if (rows_ == 1) {
      for (int k = 0; k < 4; ++k) sum += weight[k] * here[k];
    } else {
      for (int k = 0; k < 4; ++k) {
        sum += weight[k] * (before * here[k - wide] + at * here[k] + next * here[k + wide] +
                            after * here[k + 2 * wide]);
      }
    }
    chance[i] = sum;
  }
}

}  // namespace ayes::conditional
