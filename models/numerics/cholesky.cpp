#include "models/numerics/cholesky.h"

#include <Eigen/Eigenvalues>

#include <cassert>

namespace ayes::numerics {
namespace {

constexpr double kNegligible = 1e-9;  // of a variance

// Computes matrix(i, j) less what the first j columns of the factor already explain.
double unexplained(const Eigen::MatrixXd& matrix, const Eigen::MatrixXd& lower, Eigen::Index i,
                   Eigen::Index j) {
  double sum = 0.0;
  for (Eigen::Index k = 0; k < j; ++k) sum += lower(i, k) * lower(j, k);
  return matrix(i, j) - sum;
}

}  // namespace

Cholesky cholesky(const Eigen::MatrixXd& matrix) {
  assert(matrix.rows() == matrix.cols());
  const Eigen::Index n = matrix.rows();
  Cholesky result{Eigen::MatrixXd::Zero(n, n), 0, std::nullopt};
  Eigen::MatrixXd& lower = result.lower;
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < i; ++j) {
      const double rest = unexplained(matrix, lower, i, j);
      if (lower(j, j) > 0.0) {
        lower(i, j) = rest / lower(j, j);
      } else if (rest * rest > kNegligible * matrix(i, i) * matrix(j, j)) {
        result.failed_row = i;  // nothing is left of entity j to correlate with
        return result;
      }
    }
    const double pivot = unexplained(matrix, lower, i, i);
    if (!(pivot >= -kNegligible * matrix(i, i)) || matrix(i, i) < 0.0) {
      result.failed_row = i;
      return result;
    }
    if (pivot > kNegligible * matrix(i, i)) {
      lower(i, i) = __builtin_sqrt(pivot);
      ++result.rank;
    }
  }
  return result;
}

double smallest_eigenvalue(const Eigen::MatrixXd& matrix) {
  assert(matrix.rows() == matrix.cols() && matrix.rows() > 0);
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix, Eigen::EigenvaluesOnly)
      .eigenvalues()
      .minCoeff();
}

}  // namespace ayes::numerics
