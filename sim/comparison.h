// How a second scenario differs from a first: chances, means, quantiles, whole laws, each with an
// interval.
#pragma once

#include "sim/estimate.h"
#include "sim/pair_tally.h"
#include "sim/run.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ayes {

struct QuantileShift {
  double level = 0, first = 0, second = 0;
  Bounds band;  // of second - first, for this level alone
};

// A distance between two laws, 0 if they are the same.
struct Distance {
  double value = 0;
  Bounds interval;
};

struct MeasureComparison {
  std::string name, unit;
  Mean first, second;
  Difference difference;
  std::vector<QuantileShift> shifts;
  Distance kolmogorov_smirnov;  // the largest difference of the distribution functions
  Distance wasserstein;         // the area between them: how far a vote's value moves, at least
};

struct UnionComparison {
  std::string name;
  double first = 0, second = 0;  // chance of a yes
  Difference difference;
  // Among votes ratified in the first scenario alone, those in which the union's yes became a no;
  // among votes ratified in the second alone, those in which its no became a yes.
  std::int64_t turned_with_loss = 0, turned_with_gain = 0;
};

struct Comparison {
  bool paired = false;
  Chance first, second;  // P(ratified), by the estimator named
  std::string estimator;
  Difference ratified;                // by that estimator
  std::optional<Difference> counted;  // over the votes, where they are paired
  double independent = 0;             // half-width that as many independent votes would give
  FourCounts votes{};                 // when paired: by result in the first, in the second
  std::vector<UnionComparison> unions;
  std::vector<MeasureComparison> measures;
};

// The most models that are compared at a time.
inline constexpr std::size_t most_compared = 8;

// Simulates models on the same draws and compares the first with each of the others. All have the
// plan's votes. Throws ScenarioError when the plan's method doesn't apply to one of them.
std::vector<Comparison> compare(const std::vector<const Model*>& models, const Plan& plan,
                                const Execution& execution);

// Counts the votes of a range for the first model and each of the others.
std::vector<PairTally> count_pairs(const std::vector<const Model*>& models, const Plan& plan,
                                   Range range, const Execution& execution);

// Works out what a tally of pairs says; P(ratified) by counting.
Comparison conclude(const Pairing& pairing, const Model& first, const PairTally& tally,
                    double level);

// Returns the difference of a flag's chances, second - first, from votes by both flags; the
// interval is that of Agresti and Min (2005), with half a vote more in each cell.
Difference difference_of(const FourCounts& votes, double level);

// Distances between laws from a tally of pairs. Kolmogorov-Smirnov: a band that holds at all values
// at once, the sharper of Maurer and Pontil's (2009) bound on paired differences and Massart's on
// each law, each at half of what the level leaves. Wasserstein: normal, with the bound sqrt(E d^2)
// on its standard deviation, d being a vote's difference, and an allowance for its upward bias.
Distance kolmogorov_smirnov(const MeasurePairTally& tally, double level);
Distance wasserstein(const MeasurePairTally& tally, double level, double scale);

// Shifts of the quantiles at the levels that results list. The band joins the two quantiles' own
// intervals (Woodruff 1952) as Zou and Donner (2008) do, with a lower bound on the correlation of
// the two, so that it is rather too wide than too narrow.
std::vector<QuantileShift> quantile_shifts(const MeasurePairTally& tally, double level,
                                           double scale);

}  // namespace ayes
