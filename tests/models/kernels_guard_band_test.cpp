// The band in which a rounded expansion is not trusted, recomputed at the boundaries of many laws,
// in double precision and in the single precision that is shipped.
// The test compiles the kernels once more, to reach the expansion inside them.
#include "models/numerics/plackett.h"

#include <boost/math/special_functions/beta.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#define AYES_KERNEL_SET guard_band_test
#define AYES_KERNEL_SET_NAME "guard band test"
#include "models/kernels/kernels.inl"

namespace {

namespace shipped = ayes::kernels::guard_band_test;

// Calls visit(k, z) at each boundary F(k) of the law within 3.5 deviations, z its normal quantile.
template <class Visit>
void boundaries(int trials, double p, Visit visit) {
  const double q = 1.0 - p;
  const double mean = trials * p;
  const double deviation = std::sqrt(mean * q);
  const int low = std::max(0, static_cast<int>(mean - 5.0 * deviation - 3.0));
  const int high = std::min(trials, static_cast<int>(mean + 5.0 * deviation + 3.0));

  // Masses by recurrence from the first, whose own tail is an incomplete beta function. Each tail
  // is summed from its own end, so that both keep their digits.
  std::vector<double> mass(high - low + 1);
  const double first =
      boost::math::ibeta_derivative(low + 1.0, trials - low + 1.0, p) / (trials + 1.0);
  double term = first;
  for (int k = low; k <= high; ++k) {
    mass[k - low] = term;
    term *= (trials - k) * p / ((k + 1.0) * q);
  }
  std::vector<double> above(mass.size());
  double sum =
      high == trials ? 0.0 : boost::math::ibeta(high + 1.0, static_cast<double>(trials - high), p);
  for (int k = high; k >= low; --k) {
    above[k - low] = sum;
    sum += mass[k - low];
  }
  sum = low == 0 ? 0.0 : boost::math::ibetac(static_cast<double>(low), trials - low + 1.0, p);
  for (int k = low; k < high; ++k) {
    sum += mass[k - low];
    const double z =
        sum < 0.5 ? shipped::normal_quantile(sum) : -shipped::normal_quantile(above[k - low]);
    if (std::fabs(z) <= 3.5) visit(k, z, sum);
  }
}

TEST_CASE("at every boundary the expansion is inside the band within which it is not trusted") {
  double worst = 0.0, worst_shipped = 0.0;
  std::int64_t visited = 0;
  for (double size = 16.0; size < 60000.0; size *= 1.04) {
    const int trials = static_cast<int>(size);
    for (int step = 0; step <= 100; ++step) {
      // Shares from the one whose variance is 4 to one half, and their mirror images.
      const double least = 0.5 - std::sqrt(std::max(0.0, 0.25 - shipped::least_variance / trials));
      const double share = least + (0.5 - least) * (step * step / 10000.0);
      for (double p : {share, 1.0 - share}) {
        const double v = trials * p * (1.0 - p);
        if (v < shipped::least_variance) continue;
        const double w = 1.0 / v;
        boundaries(trials, p, [&](int k, double z, double u) {
          const double boundary = k + 0.5 - trials * p;
          const double x = shipped::smooth_quantile(std::sqrt(v), w, 1.0 - 2.0 * p, z);
          worst = std::max(worst, std::fabs(x - boundary) / (4.0 * std::pow(v, -2.5)));

          const auto yes = static_cast<float>(p), no = static_cast<float>(1.0 - p);
          const float variance = static_cast<float>(trials) * yes * no;
          const float inverse = 1.0f / variance;
          const float deviation = __builtin_sqrtf(variance);
          const double centred = u - 0.5;
          const float rough = shipped::rough_normal_quantile(
              static_cast<float>(centred), static_cast<float>(1.0 - 4.0 * centred * centred));
          const double single =
              static_cast<double>(shipped::smooth_quantile(deviation, inverse, no - yes, rough));
          worst_shipped = std::max(
              worst_shipped, std::fabs(single - boundary) /
                                 static_cast<double>(shipped::guard_band(deviation, inverse)));
          ++visited;
        });
      }
    }
  }
  CHECK(visited > 5'000'000);
  CHECK(worst < 1.0);
  CHECK(worst_shipped < 1.0);
}

TEST_CASE("shares in single precision are off by less than the band allows") {
  double worst = 0.0;
  for (int i = -700'000; i <= 700'000; ++i) {
    const double s = i * 1.1e-5;
    const auto opinion = static_cast<float>(s);
    const float tail = shipped::rough_normal_tail(__builtin_fabsf(opinion));
    const double share = opinion < 0.0f ? tail : 1.0f - tail;
    worst = std::max(worst, std::fabs(share - shipped::normal_cdf(s)));
  }
  CHECK(worst < static_cast<double>(shipped::share_error));

  // The two shares of a contract: half the error they are given, since the rest is for the
  // variance.
  constexpr int n = shipped::chunk;
  for (double r : {-0.95, -0.6, 0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95}) {
    const ayes::numerics::Plackett sum(r);
    double yes_part = 0.0, no_part = 0.0;
    for (int round = 0; round < 2000; ++round) {
      double a[n], b[n], one[n], two[n], joint[n], among_no[n];
      for (int i = 0; i < n; ++i) {
        a[i] = -4.0 + 8.0 * std::fmod((round * n + i) * 0.6180339887498949, 1.0);
        b[i] = a[i] + 3.0 * std::fmod((round * n + i) * 0.4142135623730951, 1.0) - 1.5;
      }
      shipped::normal_cdfs(n, a, one);
      shipped::normal_cdfs(n, b, two);
      shipped::plackett_sums(sum.kernel(), n, a, b, one, two, joint);
      shipped::conditional_shares(n, one, two, joint, joint, among_no);
      shipped::RoughShares shares;
      shipped::fill_rough_shares(sum.kernel(), n, a, b, shares);
      for (int i = 0; i < n; ++i) {
        yes_part =
            std::max(yes_part, std::fabs(joint[i] - static_cast<double>(shares.among_yes[i])) /
                                   static_cast<double>(shares.yes_error[i]));
        no_part =
            std::max(no_part, std::fabs(among_no[i] - static_cast<double>(shares.among_no[i])) /
                                  static_cast<double>(shares.no_error[i]));
      }
    }
    CAPTURE(r);
    CHECK(yes_part < 0.5);
    CHECK(no_part < 0.5);
  }
}

}  // namespace
