// A quantile function of z, where u = Phi(z), as the draws read it: interpolated in a table that is
// built once, in arithmetic of our own, and is the same everywhere; or in closed form.
#pragma once

#include "models/kernels/kernels.h"
#include "models/numerics/bounded.h"
#include "models/numerics/probit_normal.h"

#include <functional>
#include <span>
#include <variant>
#include <vector>

namespace ayes::numerics {

// Makes the cells of the cubic Hermite interpolation between nodes with these values and slopes, as
// many of each, a slope being a rise a step. The curve is monotone when the slopes satisfy the
// condition of Fritsch and Carlson (1980).
std::vector<kernels::CurveCell> hermite_cells(std::span<const double> values,
                                              std::span<const double> slopes);

// On which scale a curve gives a share: as it is, or its probit, held within -37 and 37.
enum class CurveScale { plain, probit };

// A monotone function of z. Immutable. A table spans [-8.3, 8.3], wide enough for every 52-bit
// uniform number, and is flat beyond; between its nodes the error is about step^4 / 384 times the
// fourth derivative: 2e-10 times it with the 1025 nodes of the default. That would be much at a
// corner or on a slope that a spread without limit makes steep, so laws with a closed form are not
// tabulated but computed.
class QuantileCurve {
 public:
  // Makes an empty curve, which has no nodes and cannot be evaluated.
  QuantileCurve() = default;

  // Tabulates a rising or falling function, finite on the whole range, at `nodes` (5 or more) equal
  // steps. Slopes are differences of fourth order, limited as Fritsch and Carlson (1980) demand, so
  // that the curve between two nodes never leaves them.
  explicit QuantileCurve(const std::function<double(double z)>& quantile, int nodes = 1025);

  // Keeps a law between two ends, on the probit scale between 0 and 1.
  QuantileCurve(const Uniform& law, CurveScale scale) : law_(law), scale_(scale) {}
  QuantileCurve(const Triangular& law, CurveScale scale) : law_(law), scale_(scale) {}

  // Keeps a probit-normal law of shares.
  explicit QuantileCurve(const ProbitNormal& law) : law_(law) {}

  bool empty() const { return cells_.empty() && law_.index() == 0; }

  // Computes the value at z.
  double evaluate(double z) const;

  // Computes y = the values at z, n of them, with the same bits. y overlaps no z.
  void evaluate(const kernels::Kernels& kernels, int n, const double* z, double* y) const;

  // Lends the table to the kernels, for as long as the curve lives; a law in closed form has none.
  kernels::Curve kernel() const;

  bool operator==(const QuantileCurve&) const = default;

 private:
  double interpolated(double z) const;

  double steps_per_unit_ = 1.0;
  std::vector<kernels::CurveCell> cells_;                                // one a node
  std::variant<std::monostate, Uniform, Triangular, ProbitNormal> law_;  // in place of a table
  CurveScale scale_ = CurveScale::plain;
};

}  // namespace ayes::numerics
