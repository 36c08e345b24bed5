// Binomial counts against an inversion of the distribution function in fifty digits.
#include "models/kernels/kernels.h"
#include "tests/models/fifty_digits.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace {

using ayes::Fifty;
using ayes::kernels::Kernels;

const std::vector<double> shares = {1e-12, 1e-5, 0.001, 0.003, 0.01, 0.03,  0.07,  0.13,    0.2,
                                    0.31,  0.4,  0.47,  0.499, 0.5,  0.51,  0.573, 0.637,   0.74,
                                    0.8,   0.86, 0.93,  0.97,  0.99, 0.997, 0.999, 1 - 1e-9};

// The distribution function of a binomial law where it is neither 0 nor 1 to 40 digits: F(first),
// F(first + 1), ...
struct Distribution {
  std::int64_t first = 0;
  std::vector<Fifty> cumulative;

  Distribution(std::int64_t trials, double p) {
    const Fifty odds = Fifty(p) / (1 - Fifty(p));
    const std::int64_t mode =
        std::min<std::int64_t>(trials, static_cast<std::int64_t>((trials + 1) * p));
    // Masses relative to the mode's, then scaled to sum to one.
    std::vector<Fifty> down, up;
    Fifty term = 1;
    for (std::int64_t k = mode; k > 0 && term > 1e-40; --k) {
      term *= Fifty(k) / (Fifty(trials - k + 1) * odds);
      down.push_back(term);
    }
    term = 1;
    for (std::int64_t k = mode; k < trials && term > 1e-40; ++k) {
      term *= Fifty(trials - k) * odds / (k + 1);
      up.push_back(term);
    }
    first = mode - static_cast<std::int64_t>(down.size());
    std::reverse(down.begin(), down.end());
    down.push_back(1);
    down.insert(down.end(), up.begin(), up.end());
    Fifty sum = 0;
    for (const Fifty& mass : down) cumulative.push_back(sum += mass);
    for (Fifty& value : cumulative) value /= sum;
  }

  // Finds the smallest k with F(k) >= u.
  std::int64_t quantile(double u) const {
    const auto found = std::lower_bound(cumulative.begin(), cumulative.end(), Fifty(u));
    return first + std::min<std::int64_t>(found - cumulative.begin(), cumulative.size() - 1);
  }
};

std::vector<double> uniforms(std::uint64_t name, int n) {
  std::vector<double> u(n);
  ayes::kernels::best().uniforms(2009, name, 0, 0, n, u.data());
  return u;
}

std::vector<std::int32_t> count(const Kernels& kernels, const std::vector<std::int32_t>& trials,
                                const std::vector<double>& p, const std::vector<double>& u) {
  std::vector<std::int32_t> successes(trials.size(), -1);
  kernels.counts(static_cast<int>(trials.size()), trials.data(), p.data(), u.data(),
                 successes.data());
  return successes;
}

TEST_CASE("a count is the exact binomial quantile, also 2e-13 from a boundary") {
  for (std::int32_t trials : {1, 2, 7, 40, 64, 65, 120, 1000, 2600, 50000}) {
    for (double p : shares) {
      CAPTURE(trials);
      CAPTURE(p);
      const Distribution law(trials, p);
      std::vector<double> u = uniforms(static_cast<std::uint64_t>(trials), 2000);
      u.insert(u.end(), {0x1p-53, 1 - 0x1p-53, 1e-9, 1 - 1e-9});
      for (const Fifty& boundary : law.cumulative) {
        const double at = static_cast<double>(boundary);
        for (double distance : {2e-13, 1e-10, 1e-7}) {
          for (double near : {at - distance, at + distance}) {
            if (near > 0.0 && near < 1.0) u.push_back(near);
          }
        }
        // Beyond four deviations below, boundaries are resolved relatively.
        if (at > 1e-20 && at < 3e-5) u.insert(u.end(), {at * (1 - 1e-12), at * (1 + 1e-12)});
      }
      const std::vector<std::int32_t> all(u.size(), trials);
      const std::vector<std::int32_t> successes =
          count(ayes::kernels::best(), all, std::vector<double>(u.size(), p), u);
      int wrong = 0;
      for (std::size_t i = 0; i < u.size(); ++i) wrong += successes[i] != law.quantile(u[i]);
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("nobody votes yes at share 0, everybody at share 1, and nobody out of none") {
  for (const Kernels* kernels : ayes::kernels::all()) {
    const std::vector<double> u = {0x1p-53, 1e-9, 0.3, 0.5, 0.7, 1 - 1e-9, 1 - 0x1p-53};
    for (std::int32_t trials : {0, 1, 34, 45000}) {
      const std::vector<std::int32_t> all(u.size(), trials);
      CHECK(count(*kernels, all, std::vector<double>(u.size(), 0.0), u) ==
            std::vector<std::int32_t>(u.size(), 0));
      CHECK(count(*kernels, all, std::vector<double>(u.size(), 1.0), u) == all);
      for (std::int32_t successes : count(*kernels, all, std::vector<double>(u.size(), 0.37), u)) {
        CHECK(successes >= 0);
        CHECK(successes <= trials);
      }
    }
  }
}

TEST_CASE("a uniform that equals a boundary belongs to the count below it") {
  // Two tosses of a fair coin: F = 1/4, 3/4, 1.
  CHECK(count(ayes::kernels::best(), {2, 2, 2, 2}, {0.5, 0.5, 0.5, 0.5},
              {0.25, std::nextafter(0.25, 1.0), 0.75, std::nextafter(0.75, 1.0)}) ==
        std::vector<std::int32_t>{0, 1, 1, 2});
  // One trial that succeeds three times in four: F = 1/4, 1.
  CHECK(count(ayes::kernels::best(), {1, 1}, {0.75, 0.75}, {0.25, 0.25 + 0x1p-53}) ==
        std::vector<std::int32_t>{0, 1});
}

TEST_CASE("a million counts follow the binomial law") {
  const int draws = 1'000'000;
  for (std::int32_t trials : {1, 7, 40, 120, 2600}) {
    const double p = 0.573;
    const std::vector<std::int32_t> successes = count(
        ayes::kernels::best(), std::vector<std::int32_t>(draws, trials),
        std::vector<double>(draws, p), uniforms(100 + static_cast<std::uint64_t>(trials), draws));
    std::vector<std::int64_t> seen(trials + 1, 0);
    for (std::int32_t k : successes) ++seen.at(k);

    const Distribution law(trials, p);
    std::vector<double> expected(trials + 1, 0.0);
    Fifty below = 0;
    for (std::size_t i = 0; i < law.cumulative.size(); ++i) {
      expected.at(law.first + i) = draws * static_cast<double>(law.cumulative[i] - below);
      below = law.cumulative[i];
    }
    CAPTURE(trials);
    CHECK(ayes::statistics::chi_square_agrees(seen, expected));
  }
}

TEST_CASE("for the same ballots and the same uniform a larger share never counts fewer yes") {
  const int pairs = 10'000'000;
  const int batch = 10'000;
  const Kernels& kernels = ayes::kernels::best();
  std::vector<double> size(batch), share(batch), step(batch), u(batch), larger(batch);
  std::vector<std::int32_t> trials(batch);
  int falls = 0;
  for (int first = 0; first < pairs; first += batch) {
    kernels.uniforms(7, 1, first, 0, batch, size.data());
    kernels.uniforms(7, 1, first, 1, batch, share.data());
    kernels.uniforms(7, 1, first, 2, batch, step.data());
    kernels.uniforms(7, 1, first, 3, batch, u.data());
    for (int i = 0; i < batch; ++i) {
      // Steps of all sizes, trials of all sizes, and many pairs across a variance of 16.
      trials[i] = static_cast<std::int32_t>(std::exp(11.0 * size[i]));
      if (i % 4 == 0 && trials[i] >= 64) {
        const double switching = 0.5 - std::sqrt(0.25 - 16.0 / trials[i]);
        share[i] = (i % 8 == 0 ? switching : 1.0 - switching) * (0.99 + 0.02 * share[i]);
        share[i] = std::clamp(share[i], 0.0, 1.0);
      }
      larger[i] = share[i] + (1.0 - share[i]) * std::exp(-30.0 * step[i]);
    }
    const std::vector<std::int32_t> fewer = count(kernels, trials, share, u);
    const std::vector<std::int32_t> more = count(kernels, trials, larger, u);
    for (int i = 0; i < batch; ++i) falls += more[i] < fewer[i];
  }
  CHECK(falls == 0);
}

}  // namespace
