#include "sim/histogram.h"

namespace ayes {

double quantile(const Histogram& histogram, double level) {
  std::int64_t total = 0;
  for (std::int64_t count : histogram.counts()) total += count;
  if (total == 0) return 0;
  const double wanted = level * static_cast<double>(total);
  std::int64_t below = 0;
  for (std::size_t bin = 0; bin < histogram.counts().size(); ++bin) {
    const std::int64_t count = histogram.counts()[bin];
    if (count > 0 && static_cast<double>(below + count) >= wanted) {
      const auto first =
          static_cast<double>(static_cast<std::int64_t>(bin) * histogram.bin_width());
      if (histogram.bin_width() == 1) return first;
      if (!histogram.sums().empty()) {
        // Rounded to a whole number, as all values are: where nearly all are the first, it is that.
        const std::int64_t twice = 2 * histogram.sums()[bin] + count;
        const std::int64_t down = twice < 0 ? 2 * count - 1 : 0;
        return static_cast<double>((twice - down) / (2 * count));
      }
      const double inside = (wanted - static_cast<double>(below)) / static_cast<double>(count);
      return first + inside * static_cast<double>(histogram.bin_width());
    }
    below += count;
  }
  return 0;
}

}  // namespace ayes
