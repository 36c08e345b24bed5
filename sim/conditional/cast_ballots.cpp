#include "sim/conditional/cast_ballots.h"

#include "models/numerics/binomial.h"

#include <algorithm>

namespace ayes::conditional {
namespace {

constexpr double narrow = 60;  // variance of a binomial law that is listed in full

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
    for (int step = 0; step < 8; ++step) {  // Newton's method from the roots of the normal law
      const double p1 = x - a0, p2 = (x - a1) * p1 - b1, p3 = (x - a2) * p2 - b2 * p1;
      x -= p3 / (p2 + (x - a2) * ((x - a1) + p1) - b2);
    }
    const double p1 = x - a0, p2 = (x - a1) * p1 - b1;
    const double weight = 1 / (1 + p1 * p1 / b1 + p2 * p2 / (b1 * b2));
    result.push_back({x, false, weight / 2});
    result.push_back({x, true, weight / 2});
  }
  return result;
}

}  // namespace

std::vector<CastBallots> all_cast_ballots(std::int64_t eligible, double turnout) {
  std::vector<CastBallots> result;
  if (turnout <= 0) return result;
  if (turnout >= 1) return {{static_cast<double>(eligible), eligible % 2 == 0, 1}};
  const double mean = static_cast<double>(eligible) * turnout;
  const double reach = 9 * __builtin_sqrt(mean * (1 - turnout)) + 8;
  const auto low = static_cast<std::int64_t>(std::max(1.0, mean - reach));
  const auto high = std::min(eligible, static_cast<std::int64_t>(mean + reach));
  // Masses from the likeliest number outwards, each from its neighbour.
  const auto likeliest = std::clamp(static_cast<std::int64_t>(mean), low, high);
  const double odds = turnout / (1 - turnout);
  const auto add = [&](std::int64_t cast, double mass) {
    result.push_back({static_cast<double>(cast), cast % 2 == 0, mass});
  };
  const double most = numerics::binomial_mass(likeliest, eligible, turnout);
  add(likeliest, most);
  double mass = most;
  for (std::int64_t cast = likeliest; cast < high && mass > 1e-14; ++cast) {
    mass *= static_cast<double>(eligible - cast) / static_cast<double>(cast + 1) * odds;
    add(cast + 1, mass);
  }
  mass = most;
  for (std::int64_t cast = likeliest; cast > low && mass > 1e-14; --cast) {
    mass *= static_cast<double>(cast) / (static_cast<double>(eligible - cast + 1) * odds);
    add(cast - 1, mass);
  }
  return result;
}

std::vector<CastBallots> cast_ballots(std::int64_t eligible, double turnout) {
  const double variance = static_cast<double>(eligible) * turnout * (1 - turnout);
  return variance < narrow ? all_cast_ballots(eligible, turnout) : three_points(eligible, turnout);
}

}  // namespace ayes::conditional
