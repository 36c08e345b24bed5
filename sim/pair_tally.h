// What is counted when two scenarios are simulated on the same draws: vote by vote, in whole
// numbers, so that their difference is known far better than either.
#pragma once

#include "models/batch.h"
#include "sim/fields.h"
#include "sim/histogram.h"
#include "sim/measures.h"
#include "sim/moments.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace ayes {

// What two models have in common: unions of the same name, measures of the same name.
struct Pairing {
  struct Pair {
    std::size_t first, second;  // places in the two models
  };
  struct MeasurePair {
    std::size_t first, second;
    Measure measure;  // `greatest` is that of the larger
  };
  std::vector<Pair> unions;
  std::vector<MeasurePair> measures;
};

Pairing pairing_of(const Model& first, const Model& second);

// Votes by a flag in the first scenario and in the second: [2 first + second].
using FourCounts = std::array<std::int64_t, 4>;

struct UnionPairTally {
  FourCounts yes{};
  std::int64_t turned_with_loss =
      0;  // ratified in the first alone, and the union's yes became a no
  std::int64_t turned_with_gain = 0;  // ratified in the second alone, and its no became a yes
  void merge(const UnionPairTally& other);
  static void fields(auto& self, auto&& visit) {
    visit("yes", self.yes);
    visit("turned_with_loss", self.turned_with_loss);
    visit("turned_with_gain", self.turned_with_gain);
  }
  bool operator==(const UnionPairTally&) const = default;
};

// A measure over the votes in which both scenarios have it.
struct MeasurePairTally {
  MeasurePairTally() = default;
  explicit MeasurePairTally(std::int64_t greatest);

  Moments first, second, difference;  // second - first
  Histogram first_values, second_values;
  // Steps of the number of votes with first <= t < second, t running over the bins: their running
  // sums are those numbers. Those with second <= t < first follow from them and the histograms.
  std::vector<std::int64_t> rises;

  void add(std::int64_t first_value, std::int64_t second_value);
  void merge(const MeasurePairTally& other);
  static void fields(auto& self, auto&& visit) {
    visit("first", self.first);
    visit("second", self.second);
    visit("difference", self.difference);
    visit("first_values", self.first_values);
    visit("second_values", self.second_values);
    visit("rises", self.rises, any_sign);
  }
  bool operator==(const MeasurePairTally&) const = default;
};

struct PairTally {
  PairTally() = default;
  explicit PairTally(const Pairing& pairing);

  FourCounts ratified{};
  std::vector<UnionPairTally> unions;      // as in Pairing
  std::vector<MeasurePairTally> measures;  // as in Pairing

  // Counts the votes of two simulated batches of the same replications, given their measures.
  void add(const Pairing& pairing, const Batch& first, const MeasureColumns& first_measures,
           const Batch& second, const MeasureColumns& second_measures);
  void merge(const PairTally& other);
  static void fields(auto& self, auto&& visit) {
    visit("ratified", self.ratified);
    visit("unions", self.unions);
    visit("measures", self.measures);
  }
  bool operator==(const PairTally&) const = default;
};

}  // namespace ayes
