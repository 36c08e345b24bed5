#include "sim/learning/bootstrap.h"

#include "sim/learning/uniforms.h"

#include <algorithm>
#include <cmath>

namespace ayes::learning {
namespace {

constexpr std::size_t resamples = 10'000;

double at_level(const std::vector<double>& sorted, double level) {
  const auto place = static_cast<std::size_t>(level * static_cast<double>(sorted.size() - 1) + 0.5);
  return sorted[place];
}

}  // namespace

CaseMean case_mean(const std::vector<double>& values, std::uint64_t seed, const std::string& name) {
  std::vector<double> cases;
  for (const double value : values) {
    if (!std::isnan(value)) cases.push_back(value);
  }
  CaseMean result{.cases = cases.size()};
  if (cases.empty()) return result;
  const auto n = static_cast<double>(cases.size());
  for (const double value : cases) result.mean += value / n;
  Uniforms uniforms(seed, "bootstrap", name);
  std::vector<double> means;
  for (std::size_t i = 0; i < resamples; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < cases.size(); ++j)
      sum += cases[std::min(static_cast<std::size_t>(uniforms.uniform() * n), cases.size() - 1)];
    means.push_back(sum / n);
  }
  std::sort(means.begin(), means.end());
  result.low_95 = at_level(means, 0.025);
  result.high_95 = at_level(means, 0.975);
  result.low_99 = at_level(means, 0.005);
  result.high_99 = at_level(means, 0.995);
  return result;
}

double weighted_median(std::vector<Weighted> values) {
  double all = 0;
  for (const Weighted& each : values) all += each.weight;
  std::stable_sort(values.begin(), values.end(),
                   [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
  double sum = 0;
  for (const Weighted& each : values) {
    sum += each.weight;
    if (sum >= all / 2) return each.value;
  }
  return std::nan("");
}

}  // namespace ayes::learning
