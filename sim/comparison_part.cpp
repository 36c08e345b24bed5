#include "sim/comparison_part.h"

#include "sim/pace.h"
#include "sim/point.h"

#include <algorithm>
#include <numeric>

namespace ayes {
namespace {

// Counted between two rests: half a second's for two scenarios such as June 2011, so that threads
// wait little and little is lost.
constexpr std::int64_t votes_of_a_thread = 1 << 15;

std::int64_t sum_of(const auto& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

// Whether the tally is of pairs of values: as many of either, and at no value a negative number of
// pairs with the one up to it and the other above.
bool is_sound(const MeasurePairTally& tally) {
  const std::int64_t pairs = tally.difference.count;
  const auto &first = tally.first_values.counts(), &second = tally.second_values.counts();
  if (tally.first.count != pairs || tally.second.count != pairs || sum_of(first) != pairs ||
      sum_of(second) != pairs)
    return false;
  std::int64_t up_to_first = 0, up_to_second = 0, rise = 0;
  for (std::size_t bin = 0; bin < first.size(); ++bin) {
    up_to_first += first[bin];
    up_to_second += second[bin];
    rise += tally.rises[bin];
    const std::int64_t fall = rise - up_to_first + up_to_second;
    if (rise < 0 || rise > up_to_first || fall < 0 || fall > up_to_second) return false;
  }
  return rise == 0 && tally.rises.back() == 0;
}

bool is_sound(const PairTally& tally, std::int64_t votes) {
  return sum_of(tally.ratified) == votes &&
         std::all_of(tally.unions.begin(), tally.unions.end(),
                     [&](const UnionPairTally& each) { return sum_of(each.yes) == votes; }) &&
         std::all_of(tally.measures.begin(), tally.measures.end(),
                     [](const MeasurePairTally& each) { return is_sound(each); });
}

bool is_within(const Range& left, const Range& all) {
  return all.first <= left.first && left.first <= left.last && left.last == all.last;
}

// Counts what is left of the votes.
void count_votes(const std::vector<const Model*>& models, const Plan& plan,
                 const Execution& execution, ComparisonPart& part,
                 const std::function<void()>& rest) {
  const std::int64_t begun = part.votes.first, all = part.votes.last - begun;
  const std::int64_t most = rest ? votes_of_a_thread * execution.threads : plan.replications;
  Execution stretch = execution;
  while (part.votes.first < part.votes.last) {
    const Range range{part.votes.first, std::min(part.votes.first + most, part.votes.last)};
    if (execution.progress) {
      stretch.progress = [&, before = range.first - begun](std::int64_t done, std::int64_t) {
        return execution.progress(before + done, all);
      };
    }
    const std::vector<PairTally> counted = count_pairs(models, plan, range, stretch);
    for (std::size_t k = 0; k < counted.size(); ++k) part.pairs[k].merge(counted[k]);
    part.votes.first = range.last;
    if (rest) rest();
  }
}

// Puts the estimator with the smaller error in place of the count, if it is the same for both.
void refine(const std::optional<Estimate>& first, const std::optional<Estimate>& second,
            bool automatic, double level, Comparison& comparison) {
  if (!first || !second || first->estimator != second->estimator) return;
  const Difference better = difference(*first, *second, level);
  if (automatic && comparison.ratified.se > 0 && better.se > comparison.ratified.se) return;
  comparison.ratified = better;
  comparison.estimator = first->estimator;
  comparison.first = {first->mean, first->se, first->interval};
  comparison.second = {second->mean, second->se, second->interval};
}

}  // namespace

ComparisonPart::ComparisonPart(const std::vector<const Model*>& models, const Plan& plan,
                               Shard which)
    : shard(which), votes(votes_of(plan, which)) {
  for (const Model* model : models)
    sides.push_back({points_of(*model, plan, which), conditional::PointTally(*model)});
  for (std::size_t m = 1; m < models.size(); ++m)
    pairs.emplace_back(pairing_of(*models.front(), *models[m]));
}

std::int64_t votes_counted(const Plan& plan, const ComparisonPart& part) {
  return part.votes.first - votes_of(plan, part.shard).first;
}

bool is_done(const ComparisonPart& part) {
  const auto nothing_left = [](const Range& range) { return range.first == range.last; };
  return nothing_left(part.votes) &&
         std::all_of(part.sides.begin(), part.sides.end(),
                     [&](const auto& side) { return nothing_left(side.points); });
}

bool is_sound(const std::vector<const Model*>& models, const Plan& plan,
              const ComparisonPart& part) {
  if (!is_within(part.votes, votes_of(plan, part.shard))) return false;
  for (std::size_t m = 0; m < models.size(); ++m) {
    if (!is_within(part.sides[m].points, points_of(*models[m], plan, part.shard))) return false;
  }
  const std::int64_t counted = votes_counted(plan, part);
  return std::all_of(part.pairs.begin(), part.pairs.end(),
                     [&](const PairTally& each) { return is_sound(each, counted); });
}

void gather(const std::vector<const Model*>& models, const Plan& plan, ComparisonPart& whole,
            const ComparisonPart& other) {
  whole.votes.first += votes_counted(plan, other);
  for (std::size_t k = 0; k < whole.pairs.size(); ++k) whole.pairs[k].merge(other.pairs[k]);
  for (std::size_t m = 0; m < models.size(); ++m) {
    ComparisonPart::Side& side = whole.sides[m];
    side.points.first +=
        other.sides[m].points.first - points_of(*models[m], plan, other.shard).first;
    side.tally.merge(other.sides[m].tally);
  }
}

void carry_on(const std::vector<const Model*>& models, const Plan& plan, const Execution& execution,
              ComparisonPart& part, const std::function<void()>& rest) {
  const std::int64_t votes = part.votes.last - part.votes.first;
  count_votes(models, plan, execution, part, rest);
  Pace pace(execution, votes);
  pace.add(votes);
  for (std::size_t m = 0; m < models.size(); ++m) {
    ComparisonPart::Side& side = part.sides[m];
    if (side.points.first == side.points.last) continue;
    conditional::add_points(
        *models[m], plan, execution, side.points, side.tally,
        [&](std::int64_t) { return pace.add(0); },
        [&] {
          if (rest) rest();
          pace.rest();
        });
  }
}

std::vector<Comparison> finish(const std::vector<const Model*>& models, const Plan& plan,
                               const ComparisonPart& part) {
  std::vector<std::optional<Estimate>> better;
  for (std::size_t m = 0; m < models.size(); ++m)
    better.push_back(refined_chance(*models[m], plan, part.sides[m].tally));
  std::vector<Comparison> comparisons;
  for (std::size_t k = 0; k < part.pairs.size(); ++k) {
    comparisons.push_back(conclude(pairing_of(*models.front(), *models[k + 1]), *models.front(),
                                   part.pairs[k], plan.level));
    refine(better.front(), better[k + 1], plan.method == Method::automatic, plan.level,
           comparisons.back());
  }
  return comparisons;
}

std::vector<Comparison> compare(const std::vector<const Model*>& models, const Plan& plan,
                                const Execution& execution) {
  ComparisonPart part(models, plan);
  carry_on(models, plan, execution, part, {});
  return finish(models, plan, part);
}

}  // namespace ayes
