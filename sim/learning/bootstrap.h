// Intervals for means over cases: cases are drawn again with replacement (Efron & Tibshirani 1993,
// percentile intervals), since votes of one case are not independent of each other.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ayes::learning {

// A mean over cases, each of the same weight.
struct CaseMean {
  std::size_t cases = 0;  // 0: there is no mean
  double mean = 0;
  double low_95 = 0, high_95 = 0, low_99 = 0, high_99 = 0;
};

// Computes the mean of a number for each case, NaN where a case has none, with intervals from
// 10,000 resamples. The resamples depend on the seed, `name` and the number of cases alone.
CaseMean case_mean(const std::vector<double>& values, std::uint64_t seed, const std::string& name);

// Computes the median of values that have weights, all above 0: the first in order of size at which
// half of all weight is reached. NaN of none.
struct Weighted {
  double value, weight;
};
double weighted_median(std::vector<Weighted> values);

}  // namespace ayes::learning
