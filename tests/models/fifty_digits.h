// Numbers of fifty digits, the reference for our own arithmetic, and the unit its errors are
// counted in.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace ayes {

using Fifty = boost::multiprecision::cpp_bin_float_50;

// Half a unit in the last place of 1: what one rounding may do.
inline constexpr double kUnit = 0x1p-53;

// Computes the relative error of a number in units of 2^-53; 0 where both are 0.
inline double units_off(double number, const Fifty& truth) {
  if (truth == 0) return number == 0.0 ? 0.0 : 1e300;
  return static_cast<double>(abs((Fifty(number) - truth) / truth)) / kUnit;
}

// Computes the chance of a standard normal below z.
inline Fifty fifty_normal_cdf(double z) { return erfc(-Fifty(z) / sqrt(Fifty(2))) / 2; }

}  // namespace ayes
