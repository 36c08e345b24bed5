#include "sim/learning/calibration.h"

#include "sim/learning/diagnostics.h"
#include "sim/learning/failures.h"
#include "sim/parallel.h"
#include "sim/run.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <stdexcept>

namespace ayes::learning {
namespace {

constexpr const char* spread_names[] = {"swing", "union", "unit", "split", "again", "again_unit"};
constexpr const char* fixed_names[] = {"mean", "contract", "mean_again"};

// One number of a model, and how to read it off a draw.
struct Reading {
  FittedNumber quantity;
  int spread = -1;        // place among the spreads, or
  std::size_t fixed = 0;  // among the fixed effects
  double unit = 1;        // of which the draw is a multiple
};

std::vector<Reading> readings_of(const Priors& priors, const std::vector<Column>& columns) {
  std::vector<Reading> readings;
  const double half_normal_mean = 0.79788456080286536;  // sqrt(2 / pi), at scale 1
  const double half_normal_sd = 0.60281027498878692;    // sqrt(1 - 2 / pi)
  for (int k = 0; k < spread::count; ++k) {
    const double scale = priors.spread[static_cast<std::size_t>(k)];
    if (scale == 0) continue;
    Reading reading{.spread = k};
    reading.quantity.name = spread_names[k];
    reading.quantity.prior_mean = scale * half_normal_mean;
    reading.quantity.prior_sd = scale * half_normal_sd;
    readings.push_back(std::move(reading));
  }
  for (std::size_t f = 0; f < fixed::columns + columns.size(); ++f) {
    Reading reading{.fixed = f};
    if (f < fixed::columns) {
      if (priors.fixed[f].sd == 0) continue;
      reading.quantity.name = fixed_names[f];
      reading.quantity.prior_mean = priors.fixed[f].mean;
      reading.quantity.prior_sd = priors.fixed[f].sd;
    } else {
      const Column& column = columns[f - fixed::columns];
      reading.unit = 1 / column.scale;
      reading.quantity.name = column.name;
      reading.quantity.prior_sd = priors.coefficient / column.scale;
    }
    readings.push_back(std::move(reading));
  }
  return readings;
}

// The quantile of sorted draws, between the two nearest.
double quantile_of(const std::vector<double>& sorted, double level) {
  const double place = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

void summarise(const std::vector<std::vector<double>>& chains, FittedNumber& quantity) {
  std::vector<double> all;
  for (const auto& chain : chains) all.insert(all.end(), chain.begin(), chain.end());
  std::sort(all.begin(), all.end());
  const auto n = static_cast<double>(all.size());
  for (const double each : all) quantity.mean += each / n;
  double squares = 0;
  for (const double each : all) squares += (each - quantity.mean) * (each - quantity.mean);
  quantity.sd = std::sqrt(squares / (n - 1));
  for (const double level : quantile_levels) quantity.quantiles.push_back(quantile_of(all, level));
  const double part = quantity.sd / quantity.prior_sd;
  quantity.learned = part * part <= 0.8;
  quantity.draws_worth = effective_draws(chains);
  quantity.scale_reduction = scale_reduction(chains);
}

}  // namespace

const FittedNumber* Fit::find(const std::string& name) const {
  const auto found = std::ranges::find(quantities, name, &FittedNumber::name);
  return found == quantities.end() ? nullptr : &*found;
}

void standardise_as(const std::vector<Column>& columns, std::vector<Leaf>& leaves) {
  for (Leaf& leaf : leaves) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      double& x = leaf.columns[c];
      x = std::isnan(x) ? 0 : (x - columns[c].centre) / columns[c].scale;
    }
  }
}

std::vector<Column> standardise(std::vector<Leaf>& leaves, const std::vector<std::string>& names) {
  std::vector<Column> columns;
  for (std::size_t c = 0; c < names.size(); ++c) {
    Column column{names[c]};
    double sum = 0, squares = 0;
    for (const Leaf& leaf : leaves) {
      if (std::isnan(leaf.columns[c])) continue;
      sum += leaf.columns[c];
      ++column.stated;
    }
    if (column.stated == 0)
      throw std::invalid_argument("no vote that is used states the column " + names[c]);
    column.centre = sum / static_cast<double>(column.stated);
    for (const Leaf& leaf : leaves) {
      const double away = leaf.columns[c] - column.centre;
      if (!std::isnan(away)) squares += away * away;
    }
    column.scale = std::sqrt(squares / static_cast<double>(column.stated));
    if (!(column.scale > 0))
      throw std::invalid_argument("the column " + names[c] +
                                  " is the same in all votes that are used");
    columns.push_back(std::move(column));
  }
  standardise_as(columns, leaves);
  return columns;
}

Fit fit(const Design& design, const Priors& priors, const std::vector<Column>& columns,
        const Sampling& sampling, int threads, const Progress& progress) {
  std::vector<Reading> readings = readings_of(priors, columns);
  const auto chains = static_cast<std::size_t>(sampling.chains);
  std::vector<std::vector<std::vector<double>>> draws(readings.size(),
                                                      std::vector<std::vector<double>>(chains));
  const std::int64_t wanted =
      std::int64_t{1} * sampling.chains * (sampling.warm_up + sampling.draws * sampling.thin);
  std::atomic<std::int64_t> done{0};
  const auto swept = [&] {
    if (progress && !progress(++done, wanted)) throw Interrupted{};
  };
  for_blocks(
      threads, sampling.chains, [] { return 0; },
      [&](int, std::int64_t chain) {
        const auto place = static_cast<std::size_t>(chain);
        const auto seen = [&](const State& state) {
          for (std::size_t q = 0; q < readings.size(); ++q) {
            const Reading& reading = readings[q];
            const double value =
                reading.spread >= 0
                    ? state.parameters.spread[static_cast<std::size_t>(reading.spread)]
                    : state.parameters.fixed[reading.fixed];
            draws[q][place].push_back(reading.unit * value);
          }
        };
        sample_chain(design, priors, sampling, static_cast<int>(chain), seen, swept);
      },
      [](int) {});
  Fit fit{design.rows.size(), design.units.size(), design.unions.size(),
          design.ratifications.size()};
  for (std::size_t q = 0; q < readings.size(); ++q) {
    summarise(draws[q], readings[q].quantity);
    fit.quantities.push_back(std::move(readings[q].quantity));
  }
  return fit;
}

Calibration calibrate(const Leaves& leaves, const std::vector<std::string>& columns,
                      const Sampling& sampling, int threads, const Progress& progress) {
  Calibration calibration;
  calibration.sampling = sampling;
  std::vector<Leaf> support = leaves.support, turnout = leaves.turnout,
                    failures = untold_failures(support, support);
  calibration.columns = standardise(support, columns);
  standardise_as(calibration.columns, failures);
  const Design table = design_of(support);
  support.insert(support.end(), failures.begin(), failures.end());
  for (Leaf& leaf : turnout) leaf.columns.clear();
  const auto half = [&](int begun) -> Progress {  // support, then turnout, which takes less
    if (!progress) return {};
    return [&progress, begun](std::int64_t done, std::int64_t wanted) {
      return progress(begun * wanted + done, 2 * wanted);
    };
  };
  calibration.support =
      fit(design_of(support), support_priors(), calibration.columns, sampling, threads, half(0));
  calibration.support.rows = table.rows.size();  // what the table states
  calibration.support.units = table.units.size();
  calibration.support.unions = table.unions.size();
  calibration.turnout = fit(design_of(turnout), turnout_priors(), {}, sampling, threads, half(1));
  return calibration;
}

}  // namespace ayes::learning
