#include "sim/estimate.h"

#include "models/numerics/elementary.h"
#include "models/numerics/student_t.h"

#include <cmath>

namespace ayes {
namespace {

// Square roots are exact on every machine; std::hypot need not be.
double root_of_squares(double a, double b) { return __builtin_sqrt(a * a + b * b); }

}  // namespace

double t_bound(std::size_t parts, double level) {
  return numerics::student_t_quantile((1 + level) / 2, static_cast<double>(parts - 1));
}

Difference difference(const Estimate& first, const Estimate& second, double level) {
  Difference result;
  result.value = second.mean - first.mean;
  const double bias = first.bias + second.bias;
  const auto within = [&](double half) {
    result.interval = {result.value - half - bias, result.value + half + bias};
  };
  const std::size_t parts = first.parts.size();
  result.paired = first.estimator == second.estimator && parts == second.parts.size() &&
                  parts != 1 && first.weights == second.weights;
  if (!result.paired || parts == 0) {
    result.se = root_of_squares(first.se, second.se);
    within(numerics::normal_quantile((1 + level) / 2) * result.se);
    return result;
  }
  // Var Σ w d = Σ w² Var d, and Var d is estimated from its spread about the mean.
  double squares = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    const double d = second.parts[part] - first.parts[part] - result.value;
    squares += first.weights[part] * first.weights[part] * d * d;
  }
  const auto n = static_cast<double>(parts);
  const double se = __builtin_sqrt(squares * n / (n - 1));
  within(t_bound(parts, level) * se);
  result.se = root_of_squares(se, bias);
  return result;
}

}  // namespace ayes
