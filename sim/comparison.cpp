#include "sim/comparison.h"

#include "models/numerics/elementary.h"
#include "sim/batches.h"
#include "sim/counted.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ayes {
namespace {

// Square roots are exact on every machine; std::hypot need not be.
double root_of_squares(double a, double b) { return __builtin_sqrt(a * a + b * b); }

double normal_bound(double level) { return numerics::normal_quantile((1 + level) / 2); }

std::vector<std::int64_t> running_sums(const std::vector<std::int64_t>& steps) {
  std::vector<std::int64_t> sums;
  std::int64_t sum = 0;
  for (std::int64_t step : steps) sums.push_back(sum += step);
  return sums;
}

// How the two distribution functions differ at the end of each bin.
struct Gap {
  std::vector<double> difference;  // first - second
  std::vector<double> variance;    // of one vote's 1[first <= t] - 1[second <= t]
};

Gap gap_of(const MeasurePairTally& tally) {
  const auto n = static_cast<double>(tally.difference.count);
  const auto first = running_sums(tally.first_values.counts()),
             second = running_sums(tally.second_values.counts()), rises = running_sums(tally.rises);
  Gap gap;
  for (std::size_t t = 0; t < rises.size(); ++t) {
    // Votes with second <= t < first: #{first <= t} - #{second <= t} is rises less falls.
    const std::int64_t falls = t < first.size() ? rises[t] - first[t] + second[t] : 0;
    const double up = static_cast<double>(rises[t]) / n, down = static_cast<double>(falls) / n;
    gap.difference.push_back(up - down);
    gap.variance.push_back(std::max(0.0, up + down - (up - down) * (up - down)));
  }
  return gap;
}

std::size_t bin_of(const Histogram& histogram, double value) {
  const double bin = std::floor(value / static_cast<double>(histogram.bin_width()));
  return static_cast<std::size_t>(
      std::clamp(bin, 0.0, static_cast<double>(histogram.counts().size() - 1)));
}

// A lower bound on the correlation of 1[first <= a] and 1[second <= b]. With J(t) votes that have
// both at most t, a <= b: those with first <= a, second <= b are J(a) at least, and J(b) less those
// with a < first <= b at least.
double least_correlation(const std::vector<std::int64_t>& first,
                         const std::vector<std::int64_t>& second,
                         const std::vector<std::int64_t>& rises, std::size_t a, std::size_t b) {
  const auto both = [&](std::size_t t) { return first[t] - rises[t]; };
  const std::int64_t between = a <= b ? first[b] - first[a] : second[a] - second[b];
  const std::int64_t least = std::max(both(std::min(a, b)), both(std::max(a, b)) - between);
  const auto n = static_cast<double>(first.back());
  const double p = static_cast<double>(first[a]) / n, q = static_cast<double>(second[b]) / n;
  const double scale = __builtin_sqrt(p * (1 - p) * q * (1 - q));
  if (!(scale > 0)) return 0;
  return std::clamp((static_cast<double>(least) / n - p * q) / scale, -1.0, 1.0);
}

MeasureComparison compare_measure(const Measure& measure, const MeasurePairTally& tally,
                                  double level) {
  MeasureComparison result{.name = measure.name, .unit = measure.unit};
  if (tally.difference.count == 0) return result;
  result.first = mean_of(tally.first, measure.scale);
  result.second = mean_of(tally.second, measure.scale);
  const Mean change = mean_of(tally.difference, measure.scale);
  const double half = normal_bound(level) * change.se;
  result.difference = {change.mean, change.se, {change.mean - half, change.mean + half}, true};
  result.shifts = quantile_shifts(tally, level, measure.scale);
  result.kolmogorov_smirnov = kolmogorov_smirnov(tally, level);
  result.wasserstein = wasserstein(tally, level, measure.scale);
  return result;
}

}  // namespace

Difference difference_of(const FourCounts& votes, double level) {
  const auto n = static_cast<double>(votes[0] + votes[1] + votes[2] + votes[3]);
  const auto gains = static_cast<double>(votes[1]), losses = static_cast<double>(votes[2]);
  Difference result{.paired = true};
  result.value = (gains - losses) / n;
  result.se = __builtin_sqrt(std::max(0.0, gains + losses - (gains - losses) * result.value)) / n;
  const double more = n + 2, centre = (gains - losses) / more;
  const double half =
      normal_bound(level) * __builtin_sqrt(gains + losses + 1 - (gains - losses) * centre) / more;
  result.interval = {centre - half, centre + half};
  return result;
}

Distance kolmogorov_smirnov(const MeasurePairTally& tally, double level) {
  const auto n = static_cast<double>(tally.difference.count);
  const Gap gap = gap_of(tally);
  const auto values = static_cast<double>(gap.difference.size());
  const double left = (1 - level) / 2;  // for each of two ways
  const double logarithm = -numerics::log(left / (4 * values));
  const double massart = 2 * __builtin_sqrt(-numerics::log(left / 4) / (2 * n));
  Distance result;
  for (std::size_t t = 0; t < gap.difference.size(); ++t) {
    const double distance = std::abs(gap.difference[t]);
    const double bernstein =
        n > 1 ? __builtin_sqrt(2 * gap.variance[t] * n / (n - 1) * logarithm / n) +
                    14 * logarithm / (3 * (n - 1))
              : 1;
    const double band = std::min({massart, bernstein, 1.0});
    result.value = std::max(result.value, distance);
    if (t == 0) result.interval = {0, 0};
    result.interval.low = std::max(result.interval.low, distance - band);
    result.interval.high = std::max(result.interval.high, std::min(1.0, distance + band));
  }
  return result;
}

Distance wasserstein(const MeasurePairTally& tally, double level, double scale) {
  const auto n = static_cast<double>(tally.difference.count);
  const double width = scale * static_cast<double>(tally.first_values.bin_width());
  const double z = normal_bound(level);
  const Gap gap = gap_of(tally);
  double area = 0, bias = 0;
  for (std::size_t t = 0; t < gap.difference.size(); ++t) {
    const double distance = std::abs(gap.difference[t]);
    const double sd = __builtin_sqrt(gap.variance[t] / n);
    area += distance * width;
    // Where the two may be the same, the mean of |error| is sqrt(2/pi) of its deviation.
    if (distance < z * sd) bias += __builtin_sqrt(2 * std::numbers::inv_pi) * sd * width;
  }
  const double se = scale * __builtin_sqrt(static_cast<double>(tally.difference.squares) / n / n);
  const Mean change = mean_of(tally.difference, scale);
  // Values inside a bin are not told apart.
  const double blur = tally.first_values.bin_width() > 1 ? width : 0;
  const double low = std::max(area - bias - z * se - blur,
                              std::abs(change.mean) - z * change.se);  // no mean moves further
  return {area, {std::max(0.0, low), area + z * se + blur}};
}

std::vector<QuantileShift> quantile_shifts(const MeasurePairTally& tally, double level,
                                           double scale) {
  const auto n = static_cast<double>(tally.difference.count);
  const double z = normal_bound(level);
  const auto first = running_sums(tally.first_values.counts()),
             second = running_sums(tally.second_values.counts()), rises = running_sums(tally.rises);
  std::vector<QuantileShift> shifts;
  for (double p : quantile_levels) {
    const double around = z * __builtin_sqrt(p * (1 - p) / n);
    const auto at = [&](const Histogram& values, double share) {
      return scale * quantile(values, std::clamp(share, 0.5 / n, 1.0));
    };
    QuantileShift shift{
        .level = p, .first = at(tally.first_values, p), .second = at(tally.second_values, p)};
    const double below_first = shift.first - at(tally.first_values, p - around),
                 above_first = at(tally.first_values, p + around) - shift.first,
                 below_second = shift.second - at(tally.second_values, p - around),
                 above_second = at(tally.second_values, p + around) - shift.second;
    const double rho =
        least_correlation(first, second, rises, bin_of(tally.first_values, shift.first / scale),
                          bin_of(tally.second_values, shift.second / scale));
    const auto joined = [&](double a, double b) {
      return __builtin_sqrt(std::max(0.0, a * a + b * b - 2 * rho * a * b));
    };
    const double value = shift.second - shift.first;
    shift.band = {value - joined(below_second, above_first),
                  value + joined(above_second, below_first)};
    shifts.push_back(shift);
  }
  return shifts;
}

Comparison conclude(const Pairing& pairing, const Model& first, const PairTally& tally,
                    double level) {
  Comparison result{.paired = true};
  result.votes = tally.ratified;
  const std::int64_t n =
      tally.ratified[0] + tally.ratified[1] + tally.ratified[2] + tally.ratified[3];
  result.first = chance_of(tally.ratified[2] + tally.ratified[3], n, level);
  result.second = chance_of(tally.ratified[1] + tally.ratified[3], n, level);
  result.estimator = "sample";
  result.ratified = difference_of(tally.ratified, level);
  result.counted = result.ratified;
  result.independent = normal_bound(level) * root_of_squares(result.first.se, result.second.se);
  for (std::size_t u = 0; u < tally.unions.size(); ++u) {
    const UnionPairTally& counted = tally.unions[u];
    UnionComparison body{.name = first.unions[pairing.unions[u].first].name};
    body.first = static_cast<double>(counted.yes[2] + counted.yes[3]) / static_cast<double>(n);
    body.second = static_cast<double>(counted.yes[1] + counted.yes[3]) / static_cast<double>(n);
    body.difference = difference_of(counted.yes, level);
    body.turned_with_loss = counted.turned_with_loss;
    body.turned_with_gain = counted.turned_with_gain;
    result.unions.push_back(std::move(body));
  }
  for (std::size_t m = 0; m < tally.measures.size(); ++m) {
    result.measures.push_back(
        compare_measure(pairing.measures[m].measure, tally.measures[m], level));
  }
  return result;
}

std::vector<PairTally> count_pairs(const std::vector<const Model*>& models, const Plan& plan,
                                   Range range, const Execution& execution) {
  std::vector<Pairing> pairings;
  for (std::size_t m = 1; m < models.size(); ++m)
    pairings.push_back(pairing_of(*models.front(), *models[m]));
  struct Pairs {
    std::vector<PairTally> tallies;
    void merge(const Pairs& other) {
      for (std::size_t k = 0; k < tallies.size(); ++k) tallies[k].merge(other.tallies[k]);
    }
  };
  const auto measured = [](const Model& model, const Batch& batch) {
    MeasureColumns values(batch.size, static_cast<Eigen::Index>(measures_of(model).size()));
    measure(model, batch, values);
    return values;
  };
  Pairs total = count_batches(
      models, plan, range, execution,
      [&] {
        Pairs pairs;
        for (const Pairing& pairing : pairings) pairs.tallies.emplace_back(pairing);
        return pairs;
      },
      [](const Model& model, Batch& batch) { simulate(model, batch); },
      [&](Pairs& pairs, const std::vector<Batch>& batches) {
        const MeasureColumns first = measured(*models.front(), batches.front());
        for (std::size_t k = 0; k < pairings.size(); ++k) {
          pairs.tallies[k].add(pairings[k], batches.front(), first, batches[k + 1],
                               measured(*models[k + 1], batches[k + 1]));
        }
      });
  return std::move(total.tallies);
}

}  // namespace ayes
