// Count, sum and sum of squares of whole numbers, exact in any order of adding and merging.
#pragma once

#include "models/int128.h"

#include <cstdint>

namespace ayes {

struct Moments {
  std::int64_t count = 0;
  Int128 sum = 0, squares = 0;

  void add(std::int64_t value) {
    ++count;
    sum += value;
    squares += static_cast<Int128>(value) * value;
  }
  void merge(const Moments& other) {
    count += other.count;
    sum += other.sum;
    squares += other.squares;
  }
  bool operator==(const Moments&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("count", self.count);
    visit("sum", self.sum);
    visit("squares", self.squares);
  }
};

// Returns the mean; 0 of nothing.
double mean(const Moments& moments);

// Returns the standard deviation of the values, Σ(x − mean)² / (n − 1) under the root; 0 for fewer
// than two. The difference of sums is taken in whole numbers, so nothing cancels.
double standard_deviation(const Moments& moments);

// Returns the standard error of the mean: standard deviation / √n.
double standard_error(const Moments& moments);

}  // namespace ayes
