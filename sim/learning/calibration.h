// What past votes say about the numbers of a scenario (docs/model.md, "Learning").
#pragma once

#include "sim/learning/mixed_model.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ayes::learning {

// What is known of one number before and after the votes.
struct FittedNumber {
  std::string name;
  double mean = 0, sd = 0;
  std::vector<double> quantiles;  // at the levels of `quantile_levels`
  double prior_mean = 0, prior_sd = 0;
  bool learned = false;    // the votes took at least a fifth off the prior's variance
  double draws_worth = 0;  // independent draws that the chains are worth
  double scale_reduction = 1;
};

inline constexpr double quantile_levels[] = {0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975};

// A column with a coefficient. Columns are centred at the mean of the rows that state them, and
// rows that do not state them are taken to be at that mean.
struct Column {
  std::string name;
  double centre = 0, scale = 1;  // mean and standard deviation where stated
  std::size_t stated = 0;
};

// A fit of support or of turnout. Spreads and shifts are on the probit scale; quantities are in the
// order swing, union, unit, split, again, again_unit, mean, contract, mean_again, coefficients (of
// one unit of the column); those that the model leaves out are not there.
struct Fit {
  std::size_t rows = 0, units = 0, unions = 0, ratifications = 0;
  std::vector<FittedNumber> quantities;
  // Reads a quantity, or nothing.
  const FittedNumber* find(const std::string& name) const;
};

struct Calibration {
  Fit support, turnout;
  std::vector<Column> columns;
  Sampling sampling;
};

// Centres the columns of leaves and brings them to a standard deviation of 1; returns what they
// were. A column that nobody states, or that never differs, is a std::invalid_argument with a
// sentence.
std::vector<Column> standardise(std::vector<Leaf>& leaves, const std::vector<std::string>& names);

// Brings further leaves to the scale of such columns; where they state none, to its centre.
void standardise_as(const std::vector<Column>& columns, std::vector<Leaf>& leaves);

// Called from any thread with sweeps done and wanted; where it returns false, Interrupted is
// thrown.
using Progress = std::function<bool(std::int64_t done, std::int64_t wanted)>;

// Fits support and turnout, and to support also the failures before later votes of which no vote
// tells (failures.h; `rows`, `units` and `unions` don't count them), on up to `threads` threads;
// the result does not depend on how many. Turnout has no columns.
Calibration calibrate(const Leaves& leaves, const std::vector<std::string>& columns,
                      const Sampling& sampling, int threads, const Progress& progress = {});

// Fits a design under priors, and names its quantities.
Fit fit(const Design& design, const Priors& priors, const std::vector<Column>& columns,
        const Sampling& sampling, int threads, const Progress& progress = {});

}  // namespace ayes::learning
