#include "models/numerics/beta.h"
#include "models/numerics/curve.h"
#include "models/numerics/elementary.h"
#include "models/numerics/student_t.h"
#include "models/numerics/triangular.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace ayes;
using numerics::QuantileCurve;

namespace {

constexpr double kStep = 16.6 / 1024.0;

}  // namespace

TEST_CASE("a curve goes through its nodes, keeps to a straight line, and continues flat") {
  const QuantileCurve line([](double z) { return 3.0 - 2.0 * z; });
  for (double z = -8.3; z <= 8.3; z += 0.0077) {
    CHECK(std::fabs(line.evaluate(z) - (3.0 - 2.0 * z)) <= 2e-14);  // rounding of 20 / step
  }
  CHECK(line.evaluate(-8.3) == 3.0 + 2.0 * 8.3);
  CHECK(line.evaluate(-100.0) == line.evaluate(-8.3));
  CHECK(line.evaluate(100.0) == line.evaluate(8.3));
}

TEST_CASE("between its nodes a curve is within the error of cubic interpolation") {
  // Hermite: step^4 / 384 of the fourth derivative; slopes of fourth order: step^4 / 30 of the
  // fifth, times step / 4; at the ends step^4 / 5.
  const QuantileCurve growth([](double z) { return numerics::exp(0.8 * z); });
  const double derivative = std::pow(0.8, 4);
  const double bound = std::pow(kStep, 4) * derivative * (1.0 / 384.0 + 0.8 * kStep / 4.0 / 5.0) *
                       std::exp(0.8 * kStep);
  for (double z = -8.3; z <= 8.3; z += 0.00312) {
    const double truth = std::exp(0.8 * z);
    CHECK(std::fabs(growth.evaluate(z) - truth) <= truth * (bound + 1e-14));
  }
}

TEST_CASE("a curve of a monotone law is monotone, rising or falling, with any number of nodes") {
  for (const int nodes : {5, 6, 33, 1025}) {
    const QuantileCurve curves[] = {
        QuantileCurve([](double z) { return numerics::beta_quantile_at_z(z, 0.05, 0.2); }, nodes),
        QuantileCurve([](double z) { return numerics::student_t_quantile_at_z(z, 2.1); }, nodes),
        QuantileCurve([](double z) { return numerics::triangular_quantile_at_z(z, 0, 1, 1); },
                      nodes),
        QuantileCurve([](double z) { return z < 0.3 ? 0.0 : 1.0; }, nodes),
    };
    for (const QuantileCurve& curve : curves) {
      double before = curve.evaluate(-8.3);
      const double room = 4e-16 * std::fabs(curve.evaluate(8.3));  // rounding of the cubic
      for (double z = -8.3; z <= 8.3; z += 0.0013) {
        const double value = curve.evaluate(z);
        CHECK(value >= before - room);
        before = value;
      }
      CHECK(curve.evaluate(8.3) >= before - room);
    }
    const QuantileCurve falling([](double z) { return numerics::normal_cdf(-z); }, nodes);
    double before = 1.0;
    for (double z = -8.3; z <= 8.3; z += 0.0013) {
      CHECK(falling.evaluate(z) <= before + 4e-16);
      before = falling.evaluate(z);
    }
  }
}

TEST_CASE("a curve and the kernels that read it give the same bits") {
  const QuantileCurve curve([](double z) { return numerics::student_t_quantile_at_z(z, 4.0); });
  std::vector<double> z, read;
  for (double x = -9.0; x <= 9.0; x += 0.00171) z.push_back(x);
  read.resize(z.size());
  for (const kernels::Kernels* set : kernels::all()) {
    set->curves(curve.kernel(), static_cast<int>(z.size()), z.data(), read.data());
    bool same = true;
    for (std::size_t i = 0; i < z.size(); ++i) same = same && read[i] == curve.evaluate(z[i]);
    CAPTURE(set->name);
    CHECK(same);
  }
}

TEST_CASE("a curve without nodes is empty") {
  CHECK(QuantileCurve().empty());
  CHECK(QuantileCurve().kernel().nodes == 0);
  CHECK_FALSE(QuantileCurve([](double z) { return z; }).empty());
}
