#include "sim/learning/mixed_model.h"

#include "models/numerics/elementary.h"
#include "sim/learning/marginal.h"

#include <algorithm>
#include <cmath>

namespace ayes::learning {

double unit_covariance(const Row& one, const Row& other, const Parameters& parameters) {
  const auto square = [&](int k) {
    const double sd = parameters.spread[static_cast<std::size_t>(k)];
    return sd * sd;
  };
  return square(spread::unit) + (one.contract && other.contract ? square(spread::split) : 0.0) +
         (one.contract == other.contract
              ? square(spread::again_unit) * (std::min(one.round, other.round) - 1)
              : 0.0);
}

double mean_given(const Row& row, const Parameters& parameters, const std::vector<double>& level,
                  double union_effect) {
  double mean = union_effect;
  for (int k = 0; k < row.round; ++k) mean += level[static_cast<std::size_t>(k)];
  if (row.contract) mean += parameters.fixed[fixed::contract];
  for (std::size_t c = 0; c < row.columns.size(); ++c)
    mean += parameters.fixed[fixed::columns + c] * row.columns[c];
  return mean;
}

double log_likelihood(const Report& report, double s) {
  if (report.kind == Report::between) return s >= report.low && s <= report.high ? 0 : -INFINITY;
  double sum = 0;
  if (report.yes > 0)
    sum += static_cast<double>(report.yes) * numerics::log(numerics::normal_cdf(s));
  if (report.no > 0)
    sum += static_cast<double>(report.no) * numerics::log(numerics::normal_cdf(-s));
  return sum;
}

double log_density(const Design& design, const Priors& priors, const Parameters& parameters,
                   const std::vector<double>& s) {
  Marginal marginal(design, priors);
  marginal.look_at(s);
  return marginal.log_density(parameters);
}

}  // namespace ayes::learning
