// What is counted at one point of a sweep: P(ratified) and the measures, in 64 parts, so that any
// two points on the same draws can be told apart by the differences of their parts.
#pragma once

#include "models/batch.h"
#include "sim/moments.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ayes {

// Replication r belongs to part r mod 64.
inline constexpr int sample_parts = 64;

// A quantity over all votes, and its count and sum in each part.
struct PartedMoments {
  Moments all;
  std::array<std::int64_t, sample_parts> count{};
  std::array<Int128, sample_parts> sum{};

  void add(std::int64_t replication, std::int64_t value) {
    all.add(value);
    const auto part = static_cast<std::size_t>(replication % sample_parts);
    ++count[part];
    sum[part] += value;
  }
  void merge(const PartedMoments& other);
  static void fields(auto& self, auto&& visit) {
    visit("all", self.all);
    visit("count", self.count);
    visit("sum", self.sum);
  }
  bool operator==(const PartedMoments&) const = default;
};

struct PointTally {
  PartedMoments ratified;               // of flags
  std::vector<PartedMoments> measures;  // in the order of measures_of(); none if not asked for
  explicit PointTally(std::size_t measures_counted = 0) : measures(measures_counted) {}

  // Counts the votes of a simulated batch.
  void add(const Model& model, const Batch& batch);
  void merge(const PointTally& other);
  static void fields(auto& self, auto&& visit) {
    visit("ratified", self.ratified);
    visit("measures", self.measures);
  }
  bool operator==(const PointTally&) const = default;
};

}  // namespace ayes
