// Student's t law, for spreads with heavier tails than the normal. Degrees of freedom are real,
// from 1 upwards; infinity is the normal law.
#pragma once

namespace ayes::numerics {

// Finds the t with F(t) = u, u in (0, 1).
double student_t_quantile(double u, double degrees_of_freedom);

// Finds the t with F(t) = Phi(z), to full accuracy in both tails, |z| <= 8.3: odd and rising in z.
// Relative error at most 3e-14, through the incomplete beta function; above 1e5 degrees of freedom
// by the expansion of Abramowitz and Stegun 26.7.5, whose next term is below 1e-16.
double student_t_quantile_at_z(double z, double degrees_of_freedom);

// Computes F(t), the chance of at most t, for up to 2e7 degrees of freedom. Accuracy: that of
// incomplete_beta.
double student_t_cdf(double t, double degrees_of_freedom);

}  // namespace ayes::numerics
