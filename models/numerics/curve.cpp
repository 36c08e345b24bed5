#include "models/numerics/curve.h"

#include <cassert>

namespace ayes::numerics {
namespace {

constexpr double kEnd = 8.3;

double size(double x) { return x < 0.0 ? -x : x; }

// Computes 12 step times the derivative at node i by five-point differences.
double twelve_steps_of_slope(const std::vector<double>& f, int i) {
  const int last = static_cast<int>(f.size()) - 1;
  const int end = i < 2 ? 0 : last;
  const int inward = i < 2 ? 1 : -1;
  const auto from_end = [&](int k) { return f[end + inward * k]; };
  if (i == 0 || i == last) {
    return inward * (-25.0 * from_end(0) + 48.0 * from_end(1) - 36.0 * from_end(2) +
                     16.0 * from_end(3) - 3.0 * from_end(4));
  }
  if (i == 1 || i == last - 1) {
    return inward * (-3.0 * from_end(0) - 10.0 * from_end(1) + 18.0 * from_end(2) -
                     6.0 * from_end(3) + from_end(4));
  }
  return (f[i - 2] - f[i + 2]) + 8.0 * (f[i + 1] - f[i - 1]);
}

// Limits a slope to three times the flatter of the two chords beside it, and to their direction.
double limited(double slope, double left_chord, double right_chord) {
  if (left_chord * slope <= 0.0 || right_chord * slope <= 0.0) return 0.0;
  const double flatter = size(left_chord) < size(right_chord) ? left_chord : right_chord;
  return size(slope) > 3.0 * size(flatter) ? 3.0 * flatter : slope;
}

// Computes the values of a law between two ends, or their probits: of the share and of its
// complement, whichever is smaller.
template <typename Law>
void closed_form(const Law& law, CurveScale scale, const kernels::Kernels& kernels, int n,
                 const double* z, double* y) {
  constexpr int kChunk = 256;
  constexpr double kFarthest = 37.0;
  double outer[kChunk], smaller[kChunk];
  bool below_half[kChunk];
  for (int start = 0; start < n; start += kChunk) {
    const int count = n - start < kChunk ? n - start : kChunk;
    for (int i = 0; i < count; ++i) smaller[i] = -size(z[start + i]);
    kernels.normal_cdfs(count, smaller, outer);
    for (int i = 0; i < count; ++i) {
      const double inner = 1.0 - outer[i];
      const FromEnds at =
          from_ends(law, z[start + i] < 0.0 ? Tails{outer[i], inner} : Tails{inner, outer[i]});
      const double share = law.low + at.low, complement = (1.0 - law.high) + at.high;
      y[start + i] = value_of(law, at);
      below_half[i] = share <= complement;
      smaller[i] = below_half[i] ? share : complement;
    }
    if (scale == CurveScale::plain) continue;
    kernels.normal_quantiles(count, smaller, outer);
    for (int i = 0; i < count; ++i) {
      const double distance = -outer[i] < kFarthest ? -outer[i] : kFarthest;
      y[start + i] = below_half[i] ? -distance : distance;
    }
  }
}

void closed_form(const ProbitNormal& law, const kernels::Kernels& kernels, int n, const double* z,
                 double* y) {
  constexpr int kChunk = 256;
  double probit[kChunk];
  for (int start = 0; start < n; start += kChunk) {
    const int count = n - start < kChunk ? n - start : kChunk;
    for (int i = 0; i < count; ++i) probit[i] = law.location + law.spread * z[start + i];
    kernels.normal_cdfs(count, probit, y + start);
  }
}

}  // namespace

std::vector<kernels::CurveCell> hermite_cells(std::span<const double> values,
                                              std::span<const double> slopes) {
  std::vector<kernels::CurveCell> cells(values.size());
  for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
    const double rise = values[i + 1] - values[i];
    cells[i] = {values[i], slopes[i], 3.0 * rise - 2.0 * slopes[i] - slopes[i + 1],
                slopes[i] + slopes[i + 1] - 2.0 * rise};
  }
  if (!cells.empty()) cells.back().value = values.back();
  return cells;
}

QuantileCurve::QuantileCurve(const std::function<double(double z)>& quantile, int nodes)
    : steps_per_unit_((nodes - 1) / (2.0 * kEnd)) {
  assert(nodes >= 5);
  const double step = 2.0 * kEnd / (nodes - 1);
  std::vector<double> values(nodes), slopes(nodes);
  for (int i = 0; i < nodes; ++i) values[i] = quantile(-kEnd + i * step);
  for (int i = 0; i < nodes; ++i) {
    const double left = values[i > 0 ? i : 1] - values[i > 0 ? i - 1 : 0];
    const double right = values[i + 1 < nodes ? i + 1 : i] - values[i + 1 < nodes ? i : i - 1];
    slopes[i] = limited(twelve_steps_of_slope(values, i) / 12.0, left, right);
  }
  cells_ = hermite_cells(values, slopes);
}

double QuantileCurve::interpolated(double z) const {
  const int last_node = static_cast<int>(cells_.size()) - 1;
  const double along = (z + kEnd) * steps_per_unit_;
  if (!(along < last_node)) return cells_.back().value;
  const double place = along > 0.0 ? along : 0.0;
  const int i = static_cast<int>(place);
  const double h = place - i;
  const kernels::CurveCell& cell = cells_[i];
  return cell.value + h * (cell.slope + h * (cell.square + h * cell.cube));
}

double QuantileCurve::evaluate(double z) const {
  assert(!empty());
  if (law_.index() == 0) return interpolated(z);
  double value = 0.0;
  evaluate(kernels::best(), 1, &z, &value);
  return value;
}

void QuantileCurve::evaluate(const kernels::Kernels& kernels, int n, const double* z,
                             double* y) const {
  assert(!empty());
  if (const auto* uniform = std::get_if<Uniform>(&law_)) {
    closed_form(*uniform, scale_, kernels, n, z, y);
  } else if (const auto* triangular = std::get_if<Triangular>(&law_)) {
    closed_form(*triangular, scale_, kernels, n, z, y);
  } else if (const auto* probit_normal = std::get_if<ProbitNormal>(&law_)) {
    closed_form(*probit_normal, kernels, n, z, y);
  } else {
    kernels.curves(kernel(), n, z, y);
  }
}

kernels::Curve QuantileCurve::kernel() const {
  assert(law_.index() == 0);
  return {-kEnd, steps_per_unit_, static_cast<int>(cells_.size()), cells_.data()};
}

}  // namespace ayes::numerics
