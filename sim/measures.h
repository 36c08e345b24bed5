// The numbers a replication is judged by: how many unions said yes, how many people are laid off.
#pragma once

#include "models/batch.h"

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <vector>

namespace ayes {

// A measure is kept as a whole number of a fixed unit, such as a millionth or a thousand dollars,
// so that sums are exact.
struct Measure {
  std::string name;  // as in results: layoffs
  std::string unit;  // jobs, unions, share, dollars
  double scale = 1;  // one counted unit in the measure's own: 1e-6 for a share
  std::int64_t greatest = 0;
  bool bounded = true;  // no value is above `greatest`, whatever is drawn
};

// Value of a measure that a replication doesn't have: a share of no ballots.
inline constexpr std::int64_t no_value = -1;

using MeasureColumns = Eigen::Array<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>;

// Lists the measures that a model has, in the order of their columns.
std::vector<Measure> measures_of(const Model& model);

// Fills a column a measure for the replications of a simulated batch.
void measure(const Model& model, const Batch& batch, MeasureColumns& columns);

}  // namespace ayes
