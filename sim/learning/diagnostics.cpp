#include "sim/learning/diagnostics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ayes::learning {
namespace {

double mean_of(const std::vector<double>& x) {
  double sum = 0;
  for (const double each : x) sum += each;
  return sum / static_cast<double>(x.size());
}

struct Variances {
  double within = 0, total = 0;  // `total` includes the variance between chains
};

Variances variances_of(const std::vector<std::vector<double>>& chains) {
  const auto n = static_cast<double>(chains.front().size()), m = static_cast<double>(chains.size());
  std::vector<double> means;
  double within = 0;
  for (const auto& chain : chains) {
    means.push_back(mean_of(chain));
    for (const double each : chain)
      within += (each - means.back()) * (each - means.back()) / ((n - 1) * m);
  }
  double between = 0;
  const double middle = mean_of(means);
  for (const double mean : means) between += (mean - middle) * (mean - middle);
  if (m > 1) between /= m - 1;
  return {within, within * (n - 1) / n + between};
}

}  // namespace

double effective_draws(const std::vector<std::vector<double>>& chains) {
  const std::size_t n = chains.front().size();
  const double all = static_cast<double>(n * chains.size());
  const Variances variances = variances_of(chains);
  if (!(variances.total > 0)) return all;
  const auto correlation = [&](std::size_t lag) {
    double sum = 0;
    for (const auto& chain : chains) {
      const double mean = mean_of(chain);
      double products = 0;
      for (std::size_t i = 0; i + lag < n; ++i)
        products += (chain[i] - mean) * (chain[i + lag] - mean);
      sum += products / static_cast<double>(n);
    }
    const double covariance = sum / static_cast<double>(chains.size());
    return 1 - (variances.within - covariance) / variances.total;
  };
  double time = -1;
  for (std::size_t lag = 0; lag + 1 < n; lag += 2) {
    const double pair = correlation(lag) + correlation(lag + 1);
    if (pair <= 0) break;
    time += 2 * pair;
  }
  return std::min(all, all / std::max(time, 1e-9));
}

double scale_reduction(const std::vector<std::vector<double>>& chains) {
  std::vector<std::vector<double>> halves;
  for (const auto& chain : chains) {
    const auto middle = chain.begin() + static_cast<std::ptrdiff_t>(chain.size() / 2);
    halves.emplace_back(chain.begin(), middle);
    halves.emplace_back(chain.end() - (middle - chain.begin()), chain.end());
  }
  const Variances variances = variances_of(halves);
  return variances.within > 0 ? std::sqrt(variances.total / variances.within) : 1;
}

}  // namespace ayes::learning
