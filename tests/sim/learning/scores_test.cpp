// Scores of forecasts against closed forms: a standard normal opinion makes the share uniform.
#include "sim/learning/scores.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace ayes::learning;

namespace {

Leaf counted(std::int64_t yes, std::int64_t no) {
  Leaf leaf;
  leaf.ballots = Ballots{yes, no};
  return leaf;
}

Leaf rounded(double low, double high) {
  Leaf leaf;
  leaf.share = {low, high};
  return leaf;
}

// Of a tabulated distribution function (opinion_law.h), whose parts are no narrower than 0.5.
const double table_error = 1.6e-7;

}  // namespace

TEST_CASE("a share without ballots, of a uniform forecast") {
  const OpinionLaw uniform({{0, 1}});
  for (const double y : {0.005, 0.2, 0.61, 0.9}) {
    const VoteScores scores = score(uniform, rounded(y - 0.005, y + 0.005));
    CHECK(std::fabs(scores.log_probability - std::log(0.01)) < 1e-12);
    // The integral of (x - [x >= y])^2.
    const double crps = (y * y * y + (1 - y) * (1 - y) * (1 - y)) / 3;
    CHECK(std::fabs(scores.share->crps - crps) < 2 * table_error);
    CHECK(std::fabs(scores.share->pit.low - (y - 0.005)) < table_error);
    CHECK(std::fabs(scores.share->pit.high - (y + 0.005)) < table_error);
    for (std::size_t i = 0; i < interval_levels.size(); ++i) {
      const double tail = (1 - interval_levels[i]) / 2;
      CHECK(std::fabs(scores.share->interval[i].low - tail) < 2 * table_error);
      CHECK(std::fabs(scores.share->interval[i].high - (1 - tail)) < 2 * table_error);
    }
    CHECK(scores.outcome->passed == (y > 0.5));
    CHECK(std::fabs(scores.outcome->brier - 0.25) < 2 * table_error);
  }
}

TEST_CASE("counts of a uniform forecast") {
  const OpinionLaw uniform({{0, 1}});
  for (const int n : {1, 2, 9, 256, 257, 3001}) {
    for (const int y : {0, n / 4, n / 2, n}) {
      const VoteScores scores = score(uniform, counted(y, n - y));
      CHECK(std::fabs(scores.log_probability + std::log(n + 1.0)) < 1e-9);
      double crps = 0;
      for (int k = 0; k < n; ++k) {
        const double away = (k + 1.0) / (n + 1) - (k >= y ? 1 : 0);
        crps += away * away / n;
      }
      // The integral that stands for a sum of many terms differs by the midpoint rule's error, at
      // most 1/24 of the second derivative 2/(n + 1)^2.
      const double by_integral = n > 256 ? 1.0 / (12.0 * (n + 1.0) * (n + 1.0)) : 0;
      CHECK(std::fabs(scores.share->crps - crps) < by_integral + 2 * table_error);
      CHECK(std::fabs(scores.share->pit.low - y / (n + 1.0)) < table_error);
      CHECK(std::fabs(scores.share->pit.high - (y + 1.0) / (n + 1)) < table_error);
      // A tie is no majority: n - floor(n/2) of the n + 1 counts pass.
      const double chance = (n - n / 2) / (n + 1.0), passed = 2 * y > n ? 1 : 0;
      CHECK(std::fabs(scores.outcome->chance - chance) < table_error);
      CHECK(std::fabs(scores.outcome->brier - (chance - passed) * (chance - passed)) <
            2 * table_error);
    }
  }
}

TEST_CASE("the CRPS of a mixture is the mean distance less half the mean distance of two draws") {
  // By shares on a grid of equal chances of each part, against the integral.
  const std::vector<NormalLaw> parts = {{0.5, 0.2}, {-0.3, 0.5}};
  const OpinionLaw law(parts);
  std::vector<double> shares;
  const int each = 1500;
  for (const NormalLaw& part : parts) {
    double z = -7;
    for (int i = 0; i < each; ++i) {
      // The quantile at (i + 1/2)/each, by bisection upward.
      double low = z, high = 7;
      for (int b = 0; b < 40; ++b) {
        const double middle = (low + high) / 2;
        (0.5 * std::erfc(-middle / std::sqrt(2.0)) < (i + 0.5) / each ? low : high) = middle;
      }
      z = low;
      shares.push_back(0.5 * std::erfc(-(part.mean + part.sd * z) / std::sqrt(2.0)));
    }
  }
  const auto n = static_cast<double>(shares.size());
  double between_two = 0;
  for (const double a : shares)
    for (const double b : shares) between_two += std::fabs(a - b) / (n * n);
  for (const double y : {0.2, 0.5, 0.8}) {
    double distance = 0;
    for (const double a : shares) distance += std::fabs(a - y) / n;
    const double crps = score(law, rounded(y - 0.001, y + 0.001)).share->crps;
    // The grid stands for each part to within 1/each of the share's range.
    CHECK(std::fabs(crps - (distance - between_two / 2)) < 2.0 / each);
  }
}

TEST_CASE("a bare outcome has a probability and a Brier score, and no share") {
  const OpinionLaw law({{0.5, 0.5}});  // P(yes) = Phi(1)
  const double chance = 0.8413447460685429;
  const VoteScores yes = score(law, rounded(0.5, 1)), no = score(law, rounded(0, 0.5));
  CHECK(std::fabs(yes.log_probability - std::log(chance)) < 1e-12);
  CHECK(std::fabs(no.log_probability - std::log(1 - chance)) < 1e-12);
  CHECK_FALSE(yes.share);
  CHECK(yes.outcome->passed);
  CHECK_FALSE(no.outcome->passed);
  CHECK(std::fabs(no.outcome->brier - chance * chance) < 2 * table_error);
}

TEST_CASE("a share rounded to a half tells no outcome") {
  const VoteScores scores = score(OpinionLaw({{0, 1}}), rounded(0.495, 0.505));
  CHECK(scores.share);
  CHECK_FALSE(scores.outcome);
}

TEST_CASE("a PIT interval counts by the part of it that is inside") {
  CHECK(covered({0.3, 0.4}, 0.8) == 1);
  CHECK(std::fabs(covered({0.05, 0.15}, 0.8) - 0.5) < 1e-15);
  CHECK(std::fabs(covered({0, 1}, 0.5) - 0.5) < 1e-15);
  CHECK(covered({0.95, 0.99}, 0.8) == 0);
  CHECK(part_within({0.2, 0.2}, 0.2, 0.3) == 1);
  CHECK(part_within({0.2, 0.2}, 0.1, 0.2) == 0);
  // Over all counts of a forecast that is right, weighted by their chances, it is the level.
  double sum = 0;
  for (int k = 0; k <= 6; ++k) sum += covered({k / 7.0, (k + 1) / 7.0}, 0.8) / 7;
  CHECK(std::fabs(sum - 0.8) < 1e-12);
}
