// Single draws that a chain is made of.
#pragma once

#include "models/numerics/elementary.h"
#include "sim/learning/uniforms.h"

#include <algorithm>
#include <cmath>

namespace ayes::learning {

// One draw of a law by slice sampling with stepping out and shrinkage (Neal 2003): `value` and its
// log density are replaced.
template <typename LogDensity>
double slice(double value, double width, double low, double high, Uniforms& uniforms,
             LogDensity log_density) {
  const double level = log_density(value) + numerics::log(uniforms.uniform());
  double left = value - width * uniforms.uniform(), right = left + width;
  constexpr int most_steps = 50;
  for (int i = 0; i < most_steps && left > low && log_density(left) > level; ++i) left -= width;
  for (int i = 0; i < most_steps && right < high && log_density(right) > level; ++i) right += width;
  left = std::max(left, low);
  right = std::min(right, high);
  for (;;) {
    const double next = left + (right - left) * uniforms.uniform();
    if (log_density(next) > level) return next;
    (next < value ? left : right) = next;
    if (right - left < 1e-14) return value;
  }
}

// A normal law of the given mean and standard deviation, cut to [low, high]; the old value where
// the interval is out of reach of double precision.
inline double cut_normal(double mean, double sd, double low, double high, double old,
                         Uniforms& uniforms) {
  double a = (low - mean) / sd, b = (high - mean) / sd;
  const bool turned = a > 0;  // the tail with digits
  if (turned) {
    const double c = -b;
    b = -a;
    a = c;
  }
  const double from = numerics::normal_cdf(a), to = numerics::normal_cdf(b), u = uniforms.uniform();
  if (!(to > from)) return old;
  double z = numerics::normal_quantile(from + (to - from) * u);
  z = std::min(std::max(z, a), b);
  if (!std::isfinite(z)) return old;
  return mean + sd * (turned ? -z : z);
}

}  // namespace ayes::learning
