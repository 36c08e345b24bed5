// Finds a root of a continuous function between two points where its signs differ.
#pragma once

#include <cassert>

namespace ayes::numerics {

// Finds x between low and high with function(x) = 0, to a few units in the last place of x or of
// the bracket's larger end, by Chandrupatla's method (1997): inverse quadratic interpolation where
// it is safe, bisection elsewhere, never outside the bracket. The signs at the ends must differ.
template <typename Function>
double bracketed_root(const Function& function, double low, double high) {
  constexpr double kRounding = 0x1p-52;
  const auto size = [](double x) { return x < 0.0 ? -x : x; };
  double a = high, fa = function(high);  // the newest point
  double b = low, fb = function(low);    // the other end of the bracket
  double c = b, fc = fb;                 // the point before
  assert((fa <= 0.0) != (fb <= 0.0) || fa == 0.0 || fb == 0.0);
  double part = 0.5;
  for (int step = 0; step < 200; ++step) {
    const double x = a + part * (b - a);
    const double fx = function(x);
    if ((fx < 0.0) == (fa < 0.0)) {
      c = a, fc = fa;
    } else {
      c = b, fc = fb;
      b = a, fb = fa;
    }
    a = x, fa = fx;
    const double best = size(fa) < size(fb) ? a : b;
    const double tolerance = 2.0 * kRounding * size(best) / size(b - a);
    if (tolerance > 0.5 || fa == 0.0 || fb == 0.0) return fb == 0.0 ? b : fa == 0.0 ? a : best;
    const double xi = (a - b) / (c - b);
    const double phi = (fa - fb) / (fc - fb);
    part = 0.5;
    if (phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi) {
      part = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb);
    }
    if (part < tolerance) part = tolerance;
    if (part > 1.0 - tolerance) part = 1.0 - tolerance;
  }
  return a;
}

}  // namespace ayes::numerics
