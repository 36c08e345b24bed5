#include "sim/learning/scores.h"

#include "models/numerics/elementary.h"
#include "models/numerics/quadrature.h"
#include "sim/learning/mixed_model.h"

#include <algorithm>
#include <cmath>

namespace ayes::learning {
namespace {

// Counts of more ballots are summed as the integral of a smooth curve.
constexpr std::int64_t most_summed = 256;
constexpr double widest_rounding = 0.2;  // a share that is less exact is an outcome

// Computes the integral of f from `low` to `high`, by Gauss and Legendre.
template <typename Function>
double integral(double low, double high, Function f) {
  static const numerics::Quadrature rule = numerics::gauss_legendre(32);
  const double middle = (low + high) / 2, half = (high - low) / 2;
  double sum = 0;
  for (std::size_t i = 0; i < rule.nodes.size(); ++i)
    sum += rule.weights[i] * f(middle + half * rule.nodes[i]);
  return half * sum;
}

double square(double x) { return x * x; }

// The law of a reported share: its distribution function along the share, and CRPS.
struct ShareLaw {
  const OpinionLaw& opinion;
  std::int64_t ballots;  // 0: not known, without scatter

  // A smooth curve: the middle of its step where the share is a count.
  double cdf(double share) const {
    if (ballots == 0) return opinion.cdf(numerics::normal_quantile(share));
    const auto n = static_cast<double>(ballots);
    return CountLaw(opinion, ballots).cdf(n * share - 0.5);
  }

  // Computes the integral of (cdf - [at or above the share])^2 over the share.
  double crps(double share) const {
    const auto below = [&](double x) { return square(cdf(x)); };
    const auto above = [&](double x) { return square(1 - cdf(x)); };
    if (ballots == 0 || ballots > most_summed)
      return integral(0, share, below) + integral(share, 1, above);
    const CountLaw law(opinion, ballots);
    const auto n = static_cast<double>(ballots);
    double sum = 0;
    for (std::int64_t k = 0; k < ballots; ++k) {
      const double at = law.cdf(static_cast<double>(k));
      sum += square(static_cast<double>(k) < n * share - 0.5 ? at : 1 - at);
    }
    return sum / n;
  }

  double quantile(double level) const {
    double low = 0, high = 1;
    for (int i = 0; i < 30; ++i) {
      const double middle = (low + high) / 2;
      (cdf(middle) < level ? low : high) = middle;
    }
    return (low + high) / 2;
  }
};

ShareScores score_share(const ShareLaw& law, double share, const Pit& pit) {
  ShareScores scores{.share = share, .crps = law.crps(share), .pit = pit};
  for (std::size_t i = 0; i < interval_levels.size(); ++i) {
    const double tail = (1 - interval_levels[i]) / 2;
    scores.interval[i] = {law.quantile(tail), law.quantile(1 - tail)};
  }
  return scores;
}

OutcomeScores score_outcome(double chance, bool passed) {
  return {passed, chance, square(chance - (passed ? 1 : 0))};
}

}  // namespace

bool states_share(const Leaf& leaf) {
  return leaf.ballots || leaf.share.high - leaf.share.low < widest_rounding;
}

VoteScores score(const OpinionLaw& forecast, const Leaf& leaf) {
  VoteScores scores;
  if (leaf.ballots) {
    const std::int64_t yes = leaf.ballots->yes, n = yes + leaf.ballots->no;
    const CountLaw law(forecast, n);
    const auto k = static_cast<double>(yes);
    scores.log_probability = numerics::log(law.mass(yes));
    scores.share =
        score_share({forecast, n}, k / static_cast<double>(n), {law.cdf(k - 1), law.cdf(k)});
    scores.outcome = score_outcome(1 - law.cdf(static_cast<double>(n / 2)), yes > leaf.ballots->no);
    return scores;
  }
  const Report report = report_of(leaf);
  scores.log_probability = numerics::log(forecast.mass(report.low, report.high));
  if (states_share(leaf)) {
    scores.share = score_share({forecast, 0}, (leaf.share.low + leaf.share.high) / 2,
                               {forecast.cdf(report.low), forecast.cdf(report.high)});
  }
  const bool more = leaf.share.low >= 0.5, less = leaf.share.high <= 0.5;
  if (more || less) scores.outcome = score_outcome(1 - forecast.cdf(0), more);
  return scores;
}

double part_within(const Pit& pit, double low, double high) {
  const double width = pit.high - pit.low;
  if (width <= 0) return pit.low >= low && pit.low < high ? 1 : 0;
  return std::max(0.0, std::min(pit.high, high) - std::max(pit.low, low)) / width;
}

double covered(const Pit& pit, double level) {
  return part_within(pit, (1 - level) / 2, (1 + level) / 2);
}

}  // namespace ayes::learning
