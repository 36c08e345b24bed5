// How often whole numbers from 0 to a known greatest value occurred. Bins are one number wide as long
// as there are at most `most_bins` of them, wider by powers of two beyond.
#pragma once

#include <cstdint>
#include <vector>

namespace ayes {

class Histogram {
 public:
  static constexpr std::int64_t most_bins = 1 << 16;

  Histogram() = default;
  explicit Histogram(std::int64_t greatest, std::int64_t bins = most_bins) {
    while ((greatest >> shift_) >= bins) ++shift_;
    counts_.assign(static_cast<std::size_t>((greatest >> shift_) + 1), 0);
  }

  // Counts a value; one above the greatest goes to the last bin, one below 0 to the first.
  void add(std::int64_t value) {
    const std::int64_t bin = value >> shift_;
    const auto last = static_cast<std::int64_t>(counts_.size()) - 1;
    ++counts_[static_cast<std::size_t>(bin < 0 ? 0 : bin > last ? last : bin)];
  }
  void merge(const Histogram& other) {
    for (std::size_t bin = 0; bin < counts_.size(); ++bin) counts_[bin] += other.counts_[bin];
  }

  std::int64_t bin_width() const { return std::int64_t{1} << shift_; }
  const std::vector<std::int64_t>& counts() const { return counts_; }
  bool operator==(const Histogram&) const = default;

 private:
  int shift_ = 0;
  std::vector<std::int64_t> counts_;
};

// Returns the smallest value that at least a share `level` of the counted values don't exceed; within a
// bin wider than 1 its values are taken as evenly spread. 0 of nothing.
double quantile(const Histogram& histogram, double level);

}  // namespace ayes
