#include "sim/conditional/yes_table.h"

#include <algorithm>

namespace ayes::conditional {

Grid opinion_grid(const Span& opinions, double scale) {
  Grid grid;
  grid.step = scale / 12;
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
  node_.assign(static_cast<std::size_t>(2 * rows_ * opinions.nodes), 0.0F);
}

void YesTable::tabulate(const MajorityLaw& law, int row) {
  const auto nodes = static_cast<std::size_t>(opinions_.nodes);
  std::vector<double> f(nodes);
  law.chances(eligible_, first_turnout_ + row * turnout_step_, f.data());
  float* node = &node_[static_cast<std::size_t>(row) * 2 * nodes];
  for (std::size_t i = 0; i < nodes; ++i) node[2 * i] = static_cast<float>(f[i]);
  for (std::size_t i = 2; i + 2 < nodes; ++i) {
    node[2 * i + 1] = static_cast<float>(((f[i - 2] - f[i + 2]) + 8 * (f[i + 1] - f[i - 1])) / 12);
  }
}

void YesTable::read(const kernels::Kernels& kernels, int n, const double* opinion,
                    const double* turnout, double* chance) const {
  const kernels::Table table{opinions_.first, 1 / opinions_.step, opinions_.nodes,
                             first_turnout_,  1 / turnout_step_,  rows_,
                             node_.data()};
  kernels.tables(table, n, opinion, turnout, chance);
}

}  // namespace ayes::conditional
