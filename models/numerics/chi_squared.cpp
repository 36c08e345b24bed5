#include "models/numerics/chi_squared.h"

#include "models/numerics/gamma.h"

namespace ayes::numerics {

double chi_squared_quantile_at_z(double z, double degrees_of_freedom) {
  return 2.0 * gamma_quantile_at_z(z, 0.5 * degrees_of_freedom);
}

double chi_squared_cdf(double x, double degrees_of_freedom) {
  return gamma_cdf(0.5 * x, 0.5 * degrees_of_freedom);
}

}  // namespace ayes::numerics
