// How often whole numbers from 0 to a known greatest value occurred. Bins are one number wide as
// long as there are at most `most_bins` of them, wider by powers of two beyond; a wide bin then
// keeps the sum of its numbers too, so that it can be read at their mean. A coarser histogram may
// be asked for, without sums.
#pragma once

#include "sim/fields.h"

#include <array>
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
    if (shift_ > 0 && bins == most_bins) sums_ = counts_;
  }

  // The bins, at hand for a loop over many values. Valid as long as the histogram isn't assigned
  // to.
  class Bins {
   public:
    explicit Bins(Histogram& histogram)
        : shift_(histogram.shift_),
          last_(static_cast<std::int64_t>(histogram.counts_.size()) - 1),
          counts_(histogram.counts_.data()),
          sums_(histogram.sums_.empty() ? nullptr : histogram.sums_.data()) {}

    // Counts a value so many times, 0 or more; one above the greatest goes to the last bin, one
    // below 0 to the first.
    void add(std::int64_t value, std::int64_t times = 1) const {
      const std::int64_t bin = value >> shift_;
      const std::int64_t place = bin < 0 ? 0 : bin > last_ ? last_ : bin;
      counts_[place] += times;
      if (sums_) sums_[place] += value * times;
    }

   private:
    int shift_;
    std::int64_t last_;
    std::int64_t* counts_;
    std::int64_t* sums_;  // null: not kept
  };

  // Counts a value so many times, 0 or more.
  void add(std::int64_t value, std::int64_t times = 1) { Bins(*this).add(value, times); }

  // Counts n values, each in the histogram of its flag, 0 or 1: two of the same bins, without sums.
  // A value is none if it is below 0, and nowhere above the greatest.
  static void add(std::array<Histogram, 2>& by_flag, int n, const std::int32_t* value,
                  const std::int32_t* flag) {
    const int shift = by_flag[0].shift_;
    std::int64_t* const counts[2] = {by_flag[0].counts_.data(), by_flag[1].counts_.data()};
    for (int i = 0; i < n; ++i) {
      if (value[i] >= 0) ++counts[flag[i]][value[i] >> shift];
    }
  }

  void merge(const Histogram& other) {
    for (std::size_t bin = 0; bin < counts_.size(); ++bin) counts_[bin] += other.counts_[bin];
    for (std::size_t bin = 0; bin < sums_.size(); ++bin) sums_[bin] += other.sums_[bin];
  }

  std::int64_t bin_width() const { return std::int64_t{1} << shift_; }
  const std::vector<std::int64_t>& counts() const { return counts_; }
  const std::vector<std::int64_t>& sums() const { return sums_; }  // empty: not kept
  bool operator==(const Histogram&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("counts", self.counts_);
    visit("sums", self.sums_, any_size);
  }

 private:
  int shift_ = 0;
  std::vector<std::int64_t> counts_, sums_;
};

// Returns the smallest value that at least a share `level` of the counted values don't exceed. Of a
// wide bin it takes the mean of its values, rounded, if sums are kept, else it takes them as evenly
// spread: either way off by less than the bin's width. 0 of nothing.
double quantile(const Histogram& histogram, double level);

}  // namespace ayes
