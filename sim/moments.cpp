#include "sim/moments.h"

namespace ayes {

double mean(const Moments& moments) {
  if (moments.count == 0) return 0;
  return static_cast<double>(moments.sum) / static_cast<double>(moments.count);
}

double standard_deviation(const Moments& moments) {
  if (moments.count < 2) return 0;
  // n Σx² − (Σx)² = n Σ(x − mean)². Sums stay below 2^48 · 2^40, their products below 2^127 as long
  // as values stay below 2^31 and replications below 2^32; beyond that double precision serves.
  const auto n = static_cast<double>(moments.count);
  const bool exact =
      moments.count < (std::int64_t{1} << 31) && moments.squares < (static_cast<Int128>(1) << 94);
  const double spread =
      exact ? static_cast<double>(moments.squares * moments.count - moments.sum * moments.sum)
            : static_cast<double>(moments.squares) * n -
                  static_cast<double>(moments.sum) * static_cast<double>(moments.sum);
  return __builtin_sqrt((spread > 0 ? spread : 0) / n / (n - 1));
}

double standard_error(const Moments& moments) {
  if (moments.count == 0) return 0;
  return standard_deviation(moments) / __builtin_sqrt(static_cast<double>(moments.count));
}

}  // namespace ayes
