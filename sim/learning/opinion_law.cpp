#include "sim/learning/opinion_law.h"

#include "models/numerics/elementary.h"

#include <algorithm>
#include <cmath>

namespace ayes::learning {
namespace {

using numerics::log;
using numerics::normal_cdf;
using numerics::normal_density;

constexpr double farthest = 8;  // on the probit scale; a share of 6e-16
constexpr int intervals = 400;
constexpr double sds_seen = 8;
constexpr double least_width = 0.02;

// Computes the mean of f over x = Phi^-1(B), B ~ Beta(a, b), by the trapezoidal rule about the
// mode. Where f changes over lengths of `width` or more, steps of 0.4 times the narrower of the two
// leave an error of about exp(-2 pi^2 / (2 0.4^2)) < 1e-26; where f is twice as narrow, of 1e-7.
template <typename Function>
double mean_over_beta(double a, double b, double width, Function f) {
  const auto log_density = [&](double x) {
    return (a - 1) * log(normal_cdf(x)) + (b - 1) * log(normal_cdf(-x)) - 0.5 * x * x;
  };
  // Newton's method on a concave function; the Beta's mean is near its top.
  double mode = numerics::normal_quantile(a / (a + b)), curvature = 1;
  for (int i = 0; i < 20; ++i) {
    const double up = normal_density(mode) / normal_cdf(mode),
                 down = normal_density(mode) / normal_cdf(-mode);
    const double slope = (a - 1) * up - (b - 1) * down - mode;
    curvature = (a - 1) * up * (mode + up) + (b - 1) * down * (down - mode) + 1;
    const double move = slope / curvature;
    mode += move;
    if (std::fabs(move) < 1e-10 * (1 + std::fabs(mode))) break;
  }
  const double top = log_density(mode), step = std::min(0.4 / std::sqrt(curvature), 0.4 * width);
  constexpr double negligible = 38;  // in logarithms
  constexpr int most = 4000;
  double weights = 1, sum = f(mode);
  for (const double direction : {-1.0, 1.0}) {
    for (int i = 1; i < most; ++i) {
      const double x = mode + direction * i * step, fall = top - log_density(x);
      if (!(fall < negligible)) break;
      const double weight = numerics::exp(-fall);
      weights += weight;
      sum += weight * f(x);
    }
  }
  return sum / weights;
}

}  // namespace

OpinionLaw::OpinionLaw(std::vector<NormalLaw> parts) : parts_(std::move(parts)) {
  double low = farthest, high = -farthest, precisions = 0;
  for (const NormalLaw& part : parts_) {
    precisions += 1 / (part.sd * part.sd);
    low = std::min(low, part.mean - sds_seen * part.sd);
    high = std::max(high, part.mean + sds_seen * part.sd);
  }
  first_ = std::clamp(low, -farthest, farthest - 1);
  step_ = (std::clamp(high, first_ + 0.1, farthest) - first_) / intervals;
  const auto n = static_cast<double>(parts_.size());
  narrow_sd_ = std::sqrt(n / precisions);
  for (int i = 0; i <= intervals; ++i) {
    const double s = first_ + i * step_;
    double below = 0;
    for (const NormalLaw& part : parts_) below += normal_cdf((s - part.mean) / part.sd);
    cdf_.push_back(below / n);
    density_.push_back(density(s));
  }
}

double OpinionLaw::cdf(double s) const {
  const double place = (s - first_) / step_;
  if (place <= 0) return place == 0 ? cdf_.front() : 0;
  if (place >= intervals) return place == intervals ? cdf_.back() : 1;
  const auto i = static_cast<std::size_t>(place);
  // The cubic that takes values and slopes of both ends.
  const double t = place - static_cast<double>(i), u = 1 - t;
  const double value = u * u * (1 + 2 * t) * cdf_[i] + t * t * (1 + 2 * u) * cdf_[i + 1] +
                       step_ * t * u * (u * density_[i] - t * density_[i + 1]);
  return std::clamp(value, cdf_[i], cdf_[i + 1]);
}

double OpinionLaw::density(double s) const {
  double sum = 0;
  for (const NormalLaw& part : parts_) sum += normal_density((s - part.mean) / part.sd) / part.sd;
  return sum / static_cast<double>(parts_.size());
}

double OpinionLaw::mass(double low, double high) const {
  double sum = 0;
  for (const NormalLaw& part : parts_) {
    const double a = (low - part.mean) / part.sd, b = (high - part.mean) / part.sd;
    sum += a > 0 ? normal_cdf(-a) - normal_cdf(-b) : normal_cdf(b) - normal_cdf(a);
  }
  return sum / static_cast<double>(parts_.size());
}

double CountLaw::mass(std::int64_t yes) const {
  if (yes < 0 || yes > ballots_) return 0;
  const auto k = static_cast<double>(yes), n = static_cast<double>(ballots_);
  return mean_over_beta(k + 1, n - k + 1, std::max(opinion_.narrow_sd(), least_width),
                        [&](double x) { return opinion_.density(x) / normal_density(x); }) /
         (n + 1);
}

double CountLaw::cdf(double yes) const {
  const auto n = static_cast<double>(ballots_);
  if (yes <= -1) return 0;
  if (yes >= n) return 1;
  return mean_over_beta(yes + 1, n - yes, std::max(opinion_.narrow_sd(), least_width),
                        [&](double x) { return opinion_.cdf(x); });
}

}  // namespace ayes::learning
