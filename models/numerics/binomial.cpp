#include "models/numerics/binomial.h"

#include "models/numerics/beta.h"
#include "models/numerics/elementary.h"
#include "models/numerics/saddle_point.h"

#include <cassert>

namespace ayes::numerics {

double binomial_mass(std::int64_t successes, std::int64_t trials, double chance) {
  assert(trials >= 0 && chance >= 0.0 && chance <= 1.0);
  if (successes < 0 || successes > trials) return 0.0;
  const double n = static_cast<double>(trials);
  const double k = static_cast<double>(successes);
  const double rest = 1.0 - chance;
  if (chance == 0.0 || rest == 0.0) return k == n * chance ? 1.0 : 0.0;
  const double above_mean = chance < 0.5 ? k - n * chance : n * rest - (n - k);
  const double exponent =
      -deviance(k, n * chance, -above_mean) - deviance(n - k, n * rest, above_mean);
  if (successes == 0 || successes == trials) return exp(exponent);
  return exp(exponent + stirling_error(n) - stirling_error(k) - stirling_error(n - k) -
             kLogRootTwoPi) *
         __builtin_sqrt(n / (k * (n - k)));
}

Tails binomial_tails(std::int64_t successes, std::int64_t trials, double chance) {
  assert(trials >= 0 && chance >= 0.0 && chance <= 1.0);
  if (successes < 0) return {0.0, 1.0};
  if (successes >= trials) return {1.0, 0.0};
  const Tails more = incomplete_beta(static_cast<double>(successes + 1),
                                     static_cast<double>(trials - successes), chance, 1.0 - chance);
  return {more.upper, more.lower};
}

double binomial_cdf(std::int64_t successes, std::int64_t trials, double chance) {
  return binomial_tails(successes, trials, chance).lower;
}

double binomial_at_least(std::int64_t successes, std::int64_t trials, double chance) {
  return binomial_tails(successes - 1, trials, chance).upper;
}

}  // namespace ayes::numerics
