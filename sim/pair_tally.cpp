#include "sim/pair_tally.h"

#include <algorithm>

namespace ayes {
namespace {

template <typename T>
void add_all(T& into, const T& from) {
  for (std::size_t i = 0; i < into.size(); ++i) into[i] += from[i];
}

}  // namespace

Pairing pairing_of(const Model& first, const Model& second) {
  Pairing pairing;
  for (std::size_t a = 0; a < first.unions.size(); ++a) {
    for (std::size_t b = 0; b < second.unions.size(); ++b) {
      if (first.unions[a].name == second.unions[b].name) pairing.unions.push_back({a, b});
    }
  }
  const std::vector<Measure> of_first = measures_of(first), of_second = measures_of(second);
  for (std::size_t a = 0; a < of_first.size(); ++a) {
    for (std::size_t b = 0; b < of_second.size(); ++b) {
      if (of_first[a].name != of_second[b].name) continue;
      Measure measure = of_first[a];
      measure.greatest = std::max(measure.greatest, of_second[b].greatest);
      pairing.measures.push_back({a, b, measure});
    }
  }
  return pairing;
}

void UnionPairTally::merge(const UnionPairTally& other) {
  add_all(yes, other.yes);
  turned_with_loss += other.turned_with_loss;
  turned_with_gain += other.turned_with_gain;
}

MeasurePairTally::MeasurePairTally(std::int64_t greatest)
    : first_values(greatest), second_values(greatest), rises(first_values.counts().size() + 1, 0) {}

void MeasurePairTally::add(std::int64_t first_value, std::int64_t second_value) {
  first.add(first_value);
  second.add(second_value);
  difference.add(second_value - first_value);
  first_values.add(first_value);
  second_values.add(second_value);
  const std::int64_t width = first_values.bin_width();
  const auto last = static_cast<std::int64_t>(first_values.counts().size()) - 1;
  const auto bin = [&](std::int64_t value) {
    return static_cast<std::size_t>(std::clamp<std::int64_t>(value / width, 0, last));
  };
  const std::size_t a = bin(first_value), b = bin(second_value);
  if (a >= b) return;
  ++rises[a];
  --rises[b];
}

void MeasurePairTally::merge(const MeasurePairTally& other) {
  first.merge(other.first);
  second.merge(other.second);
  difference.merge(other.difference);
  first_values.merge(other.first_values);
  second_values.merge(other.second_values);
  add_all(rises, other.rises);
}

PairTally::PairTally(const Pairing& pairing) : unions(pairing.unions.size()) {
  for (const Pairing::MeasurePair& pair : pairing.measures)
    measures.emplace_back(pair.measure.greatest);
}

void PairTally::add(const Pairing& pairing, const Batch& first,
                    const MeasureColumns& first_measures, const Batch& second,
                    const MeasureColumns& second_measures) {
  for (int i = 0; i < first.size; ++i)
    ++ratified[static_cast<std::size_t>(2 * first.ratified[i] + second.ratified[i])];
  for (std::size_t u = 0; u < unions.size(); ++u) {
    const auto a = first.votes.union_says.col(static_cast<Eigen::Index>(pairing.unions[u].first));
    const auto b = second.votes.union_says.col(static_cast<Eigen::Index>(pairing.unions[u].second));
    UnionPairTally& tally = unions[u];
    for (int i = 0; i < first.size; ++i) {
      ++tally.yes[static_cast<std::size_t>(2 * a[i] + b[i])];
      const bool loss = first.ratified[i] && !second.ratified[i];
      const bool gain = !first.ratified[i] && second.ratified[i];
      tally.turned_with_loss += loss && a[i] && !b[i];
      tally.turned_with_gain += gain && !a[i] && b[i];
    }
  }
  for (std::size_t m = 0; m < measures.size(); ++m) {
    const auto a = first_measures.col(static_cast<Eigen::Index>(pairing.measures[m].first));
    const auto b = second_measures.col(static_cast<Eigen::Index>(pairing.measures[m].second));
    for (int i = 0; i < first.size; ++i) {
      if (a[i] != no_value && b[i] != no_value) measures[m].add(a[i], b[i]);
    }
  }
}

void PairTally::merge(const PairTally& other) {
  add_all(ratified, other.ratified);
  for (std::size_t u = 0; u < unions.size(); ++u) unions[u].merge(other.unions[u]);
  for (std::size_t m = 0; m < measures.size(); ++m) measures[m].merge(other.measures[m]);
}

}  // namespace ayes
