// The uniform law, for an uncertain value of which only the ends are known.
#pragma once

namespace ayes::numerics {

// Computes the value that a uniform law stays below with chance Phi(z), measured from the nearer
// end. Within 2 units in the last place of the larger end.
double uniform_quantile_at_z(double z, double low, double high);

}  // namespace ayes::numerics
