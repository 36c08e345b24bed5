#include "models/numerics/beta.h"
#include "models/numerics/bounded.h"
#include "models/numerics/curve.h"
#include "models/numerics/elementary.h"
#include "models/numerics/student_t.h"
#include "tests/models/fifty_digits.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace ayes;
using numerics::QuantileCurve;

namespace {

constexpr double kStep = 16.6 / 1024.0;

// The share below which a law between two ends stays with chance Phi(z), and its complement.
struct Split {
  Fifty share, complement;
};

Split truth(const numerics::Uniform& law, double z) {
  const Fifty width = Fifty(law.high) - law.low;
  return {law.low + width * fifty_normal_cdf(z), 1 - law.high + width * fifty_normal_cdf(-z)};
}

Split truth(const numerics::Triangular& law, double z) {
  const Fifty width = Fifty(law.high) - law.low, rise = Fifty(law.mode) - law.low;
  const Fifty below = fifty_normal_cdf(z), above = fifty_normal_cdf(-z);
  if (below * width < rise) {
    const Fifty root = sqrt(below * width * rise);
    return {law.low + root, 1 - law.low - root};
  }
  const Fifty root = sqrt(above * width * (width - rise));
  return {law.high - root, 1 - law.high + root};
}

// Holds a law between two ends to its closed form: one error of the normal law (1e-15, 9 units) and
// a rounding for each operation, 16 units of 2^-53 in all, of the distance from the nearer end; the
// sum with that end rounds once more. A probit moves by the error of its share over the density.
template <typename Law>
void check_closed_form(const Law& law) {
  const QuantileCurve plain(law, numerics::CurveScale::plain);
  const QuantileCurve probit(law, numerics::CurveScale::probit);
  for (double z = -8.3; z <= 8.3; z += 0.0101) {
    CAPTURE(z);
    const Split at = truth(law, z);
    const Fifty from_low = at.share - law.low, from_high = law.high - at.share;
    const Fifty distance = from_low < from_high ? from_low : from_high;
    const double largest = std::fmax(std::fabs(law.low), std::fabs(law.high));
    CHECK(abs(Fifty(plain.evaluate(z)) - at.share) <= kUnit * (16 * distance + largest));

    const double q = probit.evaluate(z);
    const Fifty smaller = at.share < at.complement ? at.share : at.complement;
    const Fifty density = exp(-Fifty(q) * q / 2) / sqrt(8 * atan(Fifty(1)));
    const Fifty off = q < 0 ? fifty_normal_cdf(q) - at.share : at.complement - fifty_normal_cdf(-q);
    CHECK(abs(off / density) <= kUnit * (32 * smaller / density + 16 * std::fabs(q)));
  }
}

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
        QuantileCurve(
            [](double z) {
              return numerics::quantile_at_z(numerics::Triangular{0, 1, 1}, z);
            },
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

TEST_CASE("laws between two ends have their closed form, at the corner of a triangle too") {
  check_closed_form(numerics::Uniform{0.0, 1.0});
  check_closed_form(numerics::Uniform{0.4, 0.7});
  check_closed_form(numerics::Triangular{0.2, 0.3, 0.6});
  check_closed_form(numerics::Triangular{0.0, 0.5, 1.0});
  check_closed_form(numerics::Triangular{0.0, 0.0, 1.0});
  check_closed_form(numerics::Triangular{0.0, 1.0, 1.0});
  check_closed_form(numerics::Triangular{0.1, 0.1001, 0.9});
}

TEST_CASE("a curve and the kernels that read it give the same bits") {
  using numerics::CurveScale;
  const QuantileCurve curves[] = {
      QuantileCurve([](double z) { return numerics::student_t_quantile_at_z(z, 4.0); }),
      QuantileCurve(numerics::Uniform{-3.0, 7.0}, CurveScale::plain),
      QuantileCurve(numerics::Triangular{0.2, 0.3, 0.6}, CurveScale::plain),
      QuantileCurve(numerics::Triangular{0.0, 0.3, 1.0}, CurveScale::probit)};
  std::vector<double> z, read;
  for (double x = -9.0; x <= 9.0; x += 0.00171) z.push_back(x);
  read.resize(z.size());
  for (const QuantileCurve& curve : curves) {
    for (const kernels::Kernels* set : kernels::all()) {
      curve.evaluate(*set, static_cast<int>(z.size()), z.data(), read.data());
      bool same = true;
      for (std::size_t i = 0; i < z.size(); ++i) same = same && read[i] == curve.evaluate(z[i]);
      CAPTURE(set->name);
      CHECK(same);
    }
  }
}

TEST_CASE("a curve without nodes is empty") {
  CHECK(QuantileCurve().empty());
  CHECK(QuantileCurve().kernel().nodes == 0);
  CHECK_FALSE(QuantileCurve([](double z) { return z; }).empty());
  CHECK_FALSE(QuantileCurve(numerics::Uniform{0, 1}, numerics::CurveScale::plain).empty());
}
