#include "models/numerics/beta.h"
#include "models/numerics/beta_shapes.h"
#include "models/numerics/binomial.h"
#include "models/numerics/bounded.h"
#include "models/numerics/chi_squared.h"
#include "models/numerics/cholesky.h"
#include "models/numerics/curve.h"
#include "models/numerics/log_normal.h"
#include "models/numerics/probit_normal.h"
#include "models/numerics/quadrature.h"
#include "models/numerics/student_t.h"

#include <doctest/doctest.h>

#include <bit>
#include <cstdint>

using namespace ayes;

namespace {

// FNV-1a over the bits of numbers.
class Signature {
 public:
  void add(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    for (int byte = 0; byte < 8; ++byte) {
      value_ = (value_ ^ ((bits >> (8 * byte)) & 0xff)) * 0x100000001b3;
    }
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325;
};

std::uint64_t signature() {
  Signature bits;
  for (double z = -8.3; z <= 8.3; z += 0.1) {
    for (const double a : {0.05, 2.5, 300.0, 5e4}) {
      for (const double b : {0.4, 7.0, 9e5}) bits.add(numerics::beta_quantile_at_z(z, a, b));
      bits.add(numerics::chi_squared_quantile_at_z(z, 2.0 * a));
      bits.add(numerics::student_t_quantile_at_z(z, 2.0 + a));
    }
    bits.add(numerics::quantile_at_z(numerics::Triangular{0.1, 0.3, 1.0}, z));
    bits.add(numerics::quantile_at_z(numerics::Uniform{0.1, 1.0}, z));
  }
  for (std::int64_t k = 0; k <= 100; ++k) {
    bits.add(numerics::binomial_mass(k, 100, 0.37));
    bits.add(numerics::binomial_cdf(1000 * k, 100000, 0.37));
  }
  for (const double mean : {0.01, 0.3, 0.57}) {
    const auto probit = numerics::probit_normal_from_mean_sd(mean, 0.07);
    const auto amount = numerics::log_normal_from_mean_sd(mean, 0.07);
    const auto share = numerics::beta_from_interval({0.5 * mean, 1.5 * mean, 0.8});
    for (const double number :
         {probit.location, probit.spread, amount.log_median, amount.spread, share.a, share.b}) {
      bits.add(number);
    }
  }
  const auto rule = numerics::gauss_legendre(37);
  for (const double weight : rule.weights) bits.add(weight);
  const numerics::QuantileCurve curve(
      [](double z) { return numerics::student_t_quantile_at_z(z, 3.0); });
  for (double z = -8.3; z <= 8.3; z += 0.013) bits.add(curve.evaluate(z));
  Eigen::MatrixXd matrix(12, 12);
  for (int i = 0; i < 12; ++i) {
    for (int j = 0; j < 12; ++j) matrix(i, j) = (i == j) + 1.0 / (1.0 + i + j);
  }
  const auto factor = numerics::cholesky(matrix);
  for (int i = 0; i < 12; ++i) {
    for (int j = 0; j <= i; ++j) bits.add(factor.lower(i, j));
  }
  return bits.value();
}

}  // namespace

// The same on every compiler, processor and level of optimisation. A change of it changes the draws
// of scenarios with uncertain values, and belongs in the change log.
TEST_CASE("what a scenario is compiled to has the same bits everywhere") {
  CHECK(signature() == 0xdf37a523433bf234);
}
