#include "sim/conditional/ballots_law.h"

#include "models/numerics/beta.h"
#include "models/numerics/binomial.h"
#include "models/numerics/elementary.h"

#include <algorithm>

namespace ayes::conditional {
namespace {

constexpr double narrow = 60;  // variance of a binomial law that is summed in full

double needed_of(std::int64_t cast) { return static_cast<double>(cast / 2 + 1); }

// All numbers of ballots that matter.
std::vector<CastBallots> all_of(std::int64_t eligible, double turnout) {
  std::vector<CastBallots> result;
  const double mean = static_cast<double>(eligible) * turnout;
  const double deviation = __builtin_sqrt(mean * (1 - turnout));
  const auto low = static_cast<std::int64_t>(std::max(1.0, mean - 9 * deviation - 8));
  const auto high = std::min(eligible, static_cast<std::int64_t>(mean + 9 * deviation + 8));
  for (std::int64_t cast = low; cast <= high; ++cast) {
    const double mass = numerics::binomial_mass(cast, eligible, turnout);
    if (mass > 1e-17) result.push_back({static_cast<double>(cast), needed_of(cast), mass});
  }
  return result;
}

// Gauss's rule of three points, from the recurrence of the Krawtchouk polynomials
//   p[k+1](x) = (x - a[k]) p[k](x) - b[k] p[k-1](x),
//   a[k] = k + turnout (n - 2k),  b[k] = k (n - k + 1) turnout (1 - turnout).
std::vector<CastBallots> three_points(std::int64_t eligible, double turnout) {
  const auto n = static_cast<double>(eligible);
  const double variance = turnout * (1 - turnout);
  const double a0 = turnout * n, a1 = 1 + turnout * (n - 2), a2 = 2 + turnout * (n - 4);
  const double b1 = n * variance, b2 = 2 * (n - 1) * variance;
  const double deviation = __builtin_sqrt(b1);
  std::vector<CastBallots> result;
  for (double start : {-1.7320508075688772, 0.0, 1.7320508075688772}) {
    double x = a0 + start * deviation;
    double p1 = 0, p2 = 0;
    for (int step = 0; step < 8; ++step) {  // Newton's method from the roots of the normal law
      p1 = x - a0;
      p2 = (x - a1) * p1 - b1;
      const double p3 = (x - a2) * p2 - b2 * p1;
      const double slope = p2 + (x - a2) * ((x - a1) + p1) - b2;
      x -= p3 / slope;
    }
    p1 = x - a0;
    p2 = (x - a1) * p1 - b1;
    const double weight = 1 / (1 + p1 * p1 / b1 + p2 * p2 / (b1 * b2));
    result.push_back({x, (x + 1) / 2, weight / 2});  // as among odd numbers
    result.push_back({x, x / 2 + 1, weight / 2});    // as among even ones
  }
  return result;
}

// The deviation of the support needed, on the probit scale.
double width(double cast) { return 1.2533 / __builtin_sqrt(cast + 0.57); }

}  // namespace

std::vector<CastBallots> cast_ballots(std::int64_t eligible, double turnout) {
  const double variance = static_cast<double>(eligible) * turnout * (1 - turnout);
  return variance < narrow ? all_of(eligible, turnout) : three_points(eligible, turnout);
}

YesLaw::YesLaw(std::int64_t eligible, const TurnoutNoise& turnout,
               const std::vector<TurnoutNode>& normals, const NoiseLaw* law, double scale)
    : eligible_(eligible), turnout_(turnout), normals_(&normals), law_(law), scale_(scale) {}

double YesLaw::reach(double lowest_turnout) const {
  const double lowest = lowest_turnout + std::min(turnout_.at(-6.5), turnout_.at(6.5));
  const double mean = static_cast<double>(eligible_) * numerics::normal_cdf(lowest);
  const double fewest = std::max(1.0, mean - 9 * __builtin_sqrt(mean) - 8);
  return std::min(8.3, 8 * width(fewest) + 0.1);
}

double YesLaw::scale(double highest_turnout) const {
  const double highest = highest_turnout + std::max(turnout_.at(-2), turnout_.at(2));
  const double least = width(static_cast<double>(eligible_) * numerics::normal_cdf(highest));
  return __builtin_sqrt(scale_ * scale_ + least * least);
}

void YesLaw::chances(double turnout, std::span<const double> opinions, double* out) const {
  const std::size_t n = opinions.size();
  std::fill(out, out + n, 0.0);
  std::vector<double> v(n), chance(n), needed, weights, constant;
  for (std::size_t k = 0; k < normals_->size(); ++k) {
    const TurnoutNode& normal = (*normals_)[k];
    if (normal.weight < 1e-11) continue;
    const double share = numerics::normal_cdf(turnout + turnout_.at(normal.y));
    const std::vector<CastBallots> ballots = cast_ballots(eligible_, share);
    if (ballots.empty()) continue;

    if (!law_) {  // the opinion is known: the binomial tail itself
      for (std::size_t i = 0; i < n; ++i) {
        const double p = numerics::normal_cdf(opinions[i]);
        double sum = 0;
        for (const CastBallots& each : ballots) {
          sum += each.weight *
                 (p <= 0   ? 0
                  : p >= 1 ? 1
                           : numerics::beta_cdf(p, each.needed, each.cast - each.needed + 1));
        }
        out[i] += normal.weight * sum;
      }
      continue;
    }

    // The support needed, b, has the density phi(b) Phi(b)^(k-1) (1 - Phi(b))^(m-k) / Beta(k,
    // m-k+1) with m ballots cast; the trapezoid rule over b, with a step below both widths.
    double fewest = ballots.front().cast, most = fewest;
    for (const CastBallots& each : ballots) {
      if (each.weight < 1e-13) continue;
      fewest = std::min(fewest, each.cast);
      most = std::max(most, each.cast);
    }
    const double step = std::min(0.9 * width(most), 0.9 * scale_);
    const double reach = std::min(8.3, 6.8 * width(fewest));
    const int steps = static_cast<int>(reach / step) + 1;
    needed.clear();
    weights.clear();
    constant.clear();
    for (const CastBallots& each : ballots) {
      constant.push_back(numerics::log_gamma(each.cast + 1) - numerics::log_gamma(each.needed) -
                         numerics::log_gamma(each.cast - each.needed + 1));
    }
    for (int i = -steps; i <= steps; ++i) {
      const double b = i * step;
      const double yes = numerics::log(numerics::normal_cdf(b));
      const double no = numerics::log(numerics::normal_cdf(-b));
      double sum = 0;
      for (std::size_t j = 0; j < ballots.size(); ++j) {
        const double above = ballots[j].cast - ballots[j].needed;
        sum += ballots[j].weight *
               numerics::exp((ballots[j].needed - 1) * yes + above * no + constant[j]);
      }
      const double weight = normal.weight * step * numerics::normal_density(b) * sum;
      if (weight < 1e-14) continue;
      needed.push_back(b);
      weights.push_back(weight);
    }
    for (std::size_t i = 0; i < needed.size(); ++i) {
      for (std::size_t at = 0; at < n; ++at) v[at] = opinions[at] - needed[i];
      law_->chances(k, v, chance.data());
      for (std::size_t at = 0; at < n; ++at) out[at] += weights[i] * chance[at];
    }
  }
}

}  // namespace ayes::conditional
