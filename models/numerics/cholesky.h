// The plain Cholesky factor of a covariance or correlation matrix, in a fixed order of operations:
// Eigen's own blocked products give other bits on other processors.
#pragma once

#include <Eigen/Core>

#include <optional>

namespace ayes::numerics {

struct Cholesky {
  Eigen::MatrixXd lower;  // lower * lower' is the matrix, row by row
  Eigen::Index rank;      // less than its size where some rows follow from others

  // Set when the matrix is not positive semidefinite: the first row (from 0) that cannot be had.
  // The rows before it are valid.
  std::optional<Eigen::Index> failed_row;

  // Reads like an optional factor: true when there is one, and the factor itself.
  explicit operator bool() const { return !failed_row; }
  const Eigen::MatrixXd& operator*() const { return lower; }
};

// Factors a symmetric matrix, reading its lower triangle. A pivot below 1e-9 times its diagonal is
// taken as zero with its column: rounding makes such pivots where a row follows from others, and
// less than 1 part in 30,000 of a standard deviation is lost. Otherwise lower * lower' agrees with
// the matrix to n + 8 units of 2^-53 times the square root of the two diagonals' product.
Cholesky cholesky(const Eigen::MatrixXd& matrix);

// Computes the smallest eigenvalue of a symmetric matrix, for the message that says how far it is
// from positive semidefinite. Not for results: other processors give other last digits.
double smallest_eigenvalue(const Eigen::MatrixXd& matrix);

}  // namespace ayes::numerics
