// The triangular law, for an uncertain value of which the ends and the likeliest value are known.
#pragma once

namespace ayes::numerics {

// Computes the value that a triangular law stays below with chance Phi(z): low <= mode <= high,
// low < high. Within 4 units in the last place of the larger end, nearer where the tail is thin.
double triangular_quantile_at_z(double z, double low, double mode, double high);

}  // namespace ayes::numerics
