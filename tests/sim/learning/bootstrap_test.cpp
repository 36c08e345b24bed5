// Intervals from resampled cases, against the law of the resamples.
#include "sim/learning/bootstrap.h"

#include <boost/math/distributions/binomial.hpp>
#include <doctest/doctest.h>

#include <cmath>

using namespace ayes::learning;

TEST_CASE("the mean of resampled noughts and ones is binomial") {
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) values.push_back(i % 2);
  values.insert(values.begin() + 3, std::nan(""));  // a case that has no such number
  const CaseMean mean = case_mean(values, 1, "test");
  CHECK(mean.cases == 100);
  CHECK(std::fabs(mean.mean - 0.5) < 1e-12);
  const boost::math::binomial_distribution<
      double, boost::math::policies::policy<boost::math::policies::discrete_quantile<
                  boost::math::policies::integer_round_up>>>
      law(100, 0.5);
  // The level that the quantile of 10,000 resamples is at has a standard error of
  // sqrt(p (1 - p) / 10,000); 4.89 of them at most.
  const auto check = [&](double value, double level) {
    const double away = 4.89 * std::sqrt(level * (1 - level) / 10'000);
    CHECK(std::lround(100 * value) >= std::lround(quantile(law, level - away)));
    CHECK(std::lround(100 * value) <= std::lround(quantile(law, level + away)));
  };
  check(mean.low_95, 0.025);
  check(mean.high_95, 0.975);
  check(mean.low_99, 0.005 + 1e-12);
  check(mean.high_99, 0.995 - 1e-12);
}

TEST_CASE("cases that agree leave no doubt, and no case leaves no mean") {
  const CaseMean mean = case_mean({0.25, 0.25, 0.25}, 1, "test");
  CHECK(mean.low_99 == mean.high_99);
  CHECK(std::fabs(mean.mean - 0.25) < 1e-15);
  CHECK(case_mean({std::nan("")}, 1, "test").cases == 0);
  // Resamples have a name of their own.
  const std::vector<double> values = {0.11, 0.52, 0.93, 0.34, 0.75};
  CHECK(case_mean(values, 1, "a").low_95 == case_mean(values, 1, "a").low_95);
}

TEST_CASE("half of all weight lies at the weighted median or below") {
  CHECK(weighted_median({{3, 1}, {1, 1}, {2, 1}}) == 2);
  CHECK(weighted_median({{3, 5}, {1, 1}, {2, 1}}) == 3);
  CHECK(weighted_median({{3, 0.4}, {1, 0.7}}) == 1);
  CHECK(std::isnan(weighted_median({})));
}
