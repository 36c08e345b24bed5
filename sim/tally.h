// What a run counts. All of it is whole numbers, so tallies of any blocks merge to the same bytes
// in any order. Each struct lists its fields (sim/fields.h): a count left out there would be lost
// when a run is resumed or its parts merged.
#pragma once

#include "models/batch.h"
#include "sim/calendar_tally.h"
#include "sim/fields.h"
#include "sim/histogram.h"
#include "sim/measures.h"
#include "sim/moments.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ayes {

// Shares are counted in millionths.
inline constexpr std::int64_t whole_share = 1'000'000;

// Everything is kept apart by the result of the vote: 0 rejected, 1 ratified.
template <typename T>
using ByResult = std::array<T, 2>;

// A quantity's moments and histogram, apart by result.
struct Distribution {
  ByResult<Moments> moments;
  ByResult<Histogram> histogram;
  void merge(const Distribution& other);
  bool operator==(const Distribution&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("moments", self.moments);
    visit("histogram", self.histogram);
  }
};

// One reported condition of the rule.
struct ConditionTally {
  std::int64_t met = 0;
  std::int64_t failed_alone = 0;  // rejected, and every other reported condition met
  Moments margin;
  void merge(const ConditionTally& other);
  bool operator==(const ConditionTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("met", self.met);
    visit("failed_alone", self.failed_alone);
    visit("margin", self.margin);
  }
};

struct UnionTally {
  ByResult<std::int64_t> yes{};
  Distribution share;       // yes ballots over ballots cast, millionths; of one unit: kept with it
  std::int64_t gained = 0;  // see Tally::moved
  void merge(const UnionTally& other);
  bool operator==(const UnionTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("yes", self.yes);
    visit("share", self.share);
    visit("gained", self.gained, any_sign);
  }
};

// What a unit gets if it takes part in the agreement, or stays out.
struct GambleTally {
  ByResult<Moments> pay;  // cents
  ByResult<Moments> layoffs;
  void merge(const GambleTally& other);
  bool operator==(const GambleTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("pay", self.pay);
    visit("layoffs", self.layoffs);
  }
};

struct UnitTally {
  ByResult<std::int64_t> package_yes{}, contract_yes{}, protected_from_layoff{};
  Distribution package_share, contract_share;  // millionths
  ByResult<Moments> notices, separated, recalled, layoffs;
  ByResult<Moments> pay;  // cents
  GambleTally take_part, stay_out;
  std::int64_t gained = 0;
  void merge(const UnitTally& other);
  bool operator==(const UnitTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("package_yes", self.package_yes);
    visit("contract_yes", self.contract_yes);
    visit("protected_from_layoff", self.protected_from_layoff);
    visit("package_share", self.package_share);
    visit("contract_share", self.contract_share);
    visit("notices", self.notices);
    visit("separated", self.separated);
    visit("recalled", self.recalled);
    visit("layoffs", self.layoffs);
    visit("pay", self.pay);
    visit("take_part", self.take_part);
    visit("stay_out", self.stay_out);
    visit("gained", self.gained, any_sign);
  }
};

// How strongly one source of chance goes with ratification: Σ z over all and over ratified votes,
// in 2^-20, z being the standard normal behind it.
struct InfluenceTally {
  Int128 sum = 0, sum_ratified = 0;
  void merge(const InfluenceTally& other);
  bool operator==(const InfluenceTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("sum", self.sum);
    visit("sum_ratified", self.sum_ratified);
  }
};

// One vote of the process: the first, or a later one.
struct RoundTally {
  std::int64_t held = 0, ratified = 0, last = 0;    // replications; `last`: no vote came after it
  Moments notices, separated, recalled, rescinded;  // over those in which it was the last
  void merge(const RoundTally& other);
  bool operator==(const RoundTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("held", self.held);
    visit("ratified", self.ratified);
    visit("last", self.last);
    visit("notices", self.notices);
    visit("separated", self.separated);
    visit("recalled", self.recalled);
    visit("rescinded", self.rescinded);
  }
};

struct Tally {
  explicit Tally(const Model& model);

  // Counts the replications of a simulated batch. With `influence`, also counts what five points
  // more support in each unit and union would have changed (a slower matter, done for a part of the
  // run).
  void add(const Model& model, Batch& batch, bool influence);
  // Counts each replication so many times (0 or more): one whole number a replication of the batch.
  void add(const Model& model, Batch& batch, bool influence, const std::int64_t* times);
  void merge(const Tally& other);

  ByResult<std::int64_t> votes{};
  std::int64_t rejected_despite_majority = 0, ratified_without_majority = 0;
  std::vector<std::int64_t> failures;  // rejected votes by the set of failed conditions (bits)
  std::vector<ConditionTally> conditions;
  std::vector<Distribution> measures;
  std::vector<UnionTally> unions;
  std::vector<UnitTally> units;
  std::int64_t moved = 0;              // replications in which the gain of 5 points was counted
  std::vector<InfluenceTally> inputs;  // one an input; fixed ones stay 0
  std::vector<InfluenceTally> shared;  // swing, then unions
  CalendarTally calendar;
  std::vector<RoundTally> rounds;  // the first vote, then later ones; none where there are none
  // In the end, where there is a legislature or an imposition: in force for all units; ratified and
  // refused by the legislature; rejected and imposed.
  std::int64_t in_force = 0, refused_by_legislature = 0, imposed = 0;
  std::int64_t ratified_ever = 0;  // replications that end ratified, at whichever vote
  bool operator==(const Tally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("votes", self.votes);
    visit("rejected_despite_majority", self.rejected_despite_majority);
    visit("ratified_without_majority", self.ratified_without_majority);
    visit("failures", self.failures);
    visit("conditions", self.conditions);
    visit("measures", self.measures);
    visit("unions", self.unions);
    visit("units", self.units);
    visit("moved", self.moved);
    visit("inputs", self.inputs);
    visit("shared", self.shared);
    visit("calendar", self.calendar);
    visit("rounds", self.rounds);
    visit("in_force", self.in_force);
    visit("refused_by_legislature", self.refused_by_legislature);
    visit("imposed", self.imposed);
    visit("ratified_ever", self.ratified_ever);
  }
};

// Points of support by which `gained` is counted.
inline constexpr double moved_points = 5;
// Failure sets are told apart for up to this many conditions.
inline constexpr int most_conditions = 8;

}  // namespace ayes
