// Columns of numbers, one row a replication.
#pragma once

#include <Eigen/Core>

#include <cstdint>

namespace ayes {

using Column = Eigen::ArrayXd;
using Columns = Eigen::ArrayXXd;
using Counts = Eigen::Array<std::int32_t, Eigen::Dynamic, 1>;
using CountColumns = Eigen::Array<std::int32_t, Eigen::Dynamic, Eigen::Dynamic>;
using MarginColumns = Eigen::Array<std::int64_t, Eigen::Dynamic, Eigen::Dynamic>;
using Sums = Eigen::Array<std::int64_t, Eigen::Dynamic, 1>;

}  // namespace ayes
