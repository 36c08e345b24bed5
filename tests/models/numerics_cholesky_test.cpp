#include "models/numerics/cholesky.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

using namespace ayes;
using numerics::cholesky;

namespace {

constexpr double kUnit = 0x1p-53;

// A product of a matrix of the given rank with its transpose: positive semidefinite of that rank.
Eigen::MatrixXd semidefinite(int n, int rank) {
  std::int64_t state = 12345;
  Eigen::MatrixXd half(n, rank);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < rank; ++j) {
      state = (state * 16807) % 2147483647;  // Park and Miller (1988)
      half(i, j) = static_cast<double>(state) / 2147483647.0 - 0.5;
    }
  }
  return half * half.transpose();
}

// The largest miss of lower * lower', relative to the square root of the two diagonals' product.
double largest_miss(const Eigen::MatrixXd& matrix, const Eigen::MatrixXd& lower) {
  const Eigen::MatrixXd miss = matrix - lower * lower.transpose();
  double worst = 0.0;
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) {
      worst = std::max(worst, std::fabs(miss(i, j)) / std::sqrt(matrix(i, i) * matrix(j, j)));
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("the factor of a matrix by hand") {
  Eigen::MatrixXd matrix(3, 3);
  matrix << 4, 2, -2, 2, 10, 5, -2, 5, 14;
  Eigen::MatrixXd lower(3, 3);
  lower << 2, 0, 0, 1, 3, 0, -1, 2, 3;
  const auto factor = cholesky(matrix);
  CHECK(factor);
  CHECK(*factor == lower);
  CHECK(factor.rank == 3);
}

TEST_CASE("the factor times its transpose is the matrix") {
  for (const int n : {1, 2, 15, 34, 120}) {
    const Eigen::MatrixXd matrix = semidefinite(n, n + 3);
    const auto factor = cholesky(matrix);
    REQUIRE(factor);
    CHECK(factor.rank == n);
    CHECK(largest_miss(matrix, *factor) <= 2 * (n + 8) * kUnit);  // the test's own product too
    CHECK(Eigen::MatrixXd(factor.lower.triangularView<Eigen::StrictlyUpper>()).isZero(0.0));
  }
}

TEST_CASE("a matrix of lower rank has a factor of that rank") {
  for (const int rank : {1, 3, 10}) {
    const int n = 20;
    const Eigen::MatrixXd matrix = semidefinite(n, rank);
    const auto factor = cholesky(matrix);
    REQUIRE(factor);
    CHECK(factor.rank == rank);
    CHECK(largest_miss(matrix, *factor) <= std::sqrt(1e-9));
  }
  const auto nothing = cholesky(Eigen::MatrixXd::Zero(4, 4));
  CHECK(nothing);
  CHECK(nothing.rank == 0);
}

TEST_CASE("units that move as one are allowed") {
  const auto factor = cholesky(Eigen::MatrixXd::Ones(5, 5));
  CHECK(factor);
  CHECK(factor.rank == 1);
  CHECK(factor.lower.col(0) == Eigen::VectorXd::Ones(5));
}

TEST_CASE("correlations that contradict each other are refused at the row that cannot be had") {
  Eigen::MatrixXd matrix(3, 3);
  matrix << 1, 0.9, 0.9, 0.9, 1, -0.9, 0.9, -0.9, 1;
  const auto factor = cholesky(matrix);
  CHECK_FALSE(factor);
  CHECK(factor.failed_row == 2);
  // Known: the determinant is negative, and 1 - 1.8 is an eigenvalue.
  CHECK(numerics::smallest_eigenvalue(matrix) == doctest::Approx(-0.8).epsilon(1e-12));
}

TEST_CASE("something without variance cannot be correlated") {
  Eigen::MatrixXd matrix(2, 2);
  matrix << 0, 0.1, 0.1, 1;
  CHECK(cholesky(matrix).failed_row == 1);
  matrix << 1, 1, 1, 1;
  Eigen::MatrixXd third = Eigen::MatrixXd::Ones(3, 3);
  third(2, 1) = third(1, 2) = 0.5;  // 1 and 2 are one, yet differ towards 3
  CHECK(cholesky(third).failed_row == 2);
  CHECK(cholesky(-Eigen::MatrixXd::Identity(2, 2)).failed_row == 0);
  CHECK(cholesky(Eigen::MatrixXd::Constant(2, 2, std::nan(""))).failed_row == 0);
}
