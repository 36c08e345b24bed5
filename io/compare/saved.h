// Results that `run` saved as JSON, read back to be compared.
#pragma once

#include "sim/comparison.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ayes {

struct SavedMeasure {
  std::string name, unit;
  std::int64_t replications = 0;
  Mean mean;
  std::vector<std::pair<double, double>> quantiles;  // level, value
  std::vector<double> edges;                         // of the histogram
  std::vector<std::int64_t> counts;
};

struct SavedResult {
  std::string title, sha256, file;
  std::uint64_t seed = 0;
  std::int64_t replications = 0;
  Chance ratified;
  std::string estimator;
  std::vector<std::pair<std::string, Mean>> unions;  // chance of a yes
  std::vector<SavedMeasure> measures;
};

// Reads a result from its JSON; throws ScenarioError, naming the file, when it is none.
SavedResult read_saved(const std::string& json, const std::string& file);

// Compares two results as if their draws were independent: without the votes there is no pairing.
// Distances between laws are taken from the saved histograms, as straight lines inside a bin, and
// their intervals allow for what a bin hides.
Comparison compare_saved(const SavedResult& first, const SavedResult& second, double level);

}  // namespace ayes
