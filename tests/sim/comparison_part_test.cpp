// Comparisons in parts: what they merge to, and which tallies no votes have.
#include "sim/comparison_part.h"

#include "tests/models/small_scenarios.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

namespace ayes::tests {
namespace {

struct Three {
  std::vector<Model> models;
  std::vector<const Model*> all;
  Plan plan{.seed = 4, .replications = 50'000, .method = Method::conditional, .points = 1024};

  // Five unions; in B one is less willing, in C the rule asks less.
  Three() {
    Scenario scenario = equal_unions(5, 25);
    scenario.support.package = 0.6;
    scenario.support.swing = 0.3;
    scenario.rule = at_least("unions", count_of(4));
    models.push_back(compile(scenario));
    Scenario less = scenario;
    less.support.units["U2"].package = 0.3;
    models.push_back(compile(less));
    scenario.rule = at_least("unions", count_of(3));
    models.push_back(compile(scenario));
    for (const Model& model : models) all.push_back(&model);
  }

  ComparisonPart counted(Shard shard, int threads = 2) const {
    ComparisonPart part(all, plan, shard);
    Execution execution;
    execution.threads = threads;
    carry_on(all, plan, execution, part, {});
    return part;
  }
};

void check_equal(const ComparisonPart& a, const ComparisonPart& b) {
  CHECK(a.pairs == b.pairs);
  for (std::size_t m = 0; m < a.sides.size(); ++m) CHECK(a.sides[m].tally == b.sides[m].tally);
}

TEST_CASE("shards of a comparison, gathered in any order, are the whole of it") {
  const Three three;
  const ComparisonPart whole = three.counted({});
  CHECK(is_done(whole));
  CHECK(is_sound(three.all, three.plan, whole));
  std::vector<std::int64_t> order = {1, 2, 3, 4};
  do {
    ComparisonPart gathered(three.all, three.plan);
    for (std::int64_t number : order) {
      CHECK_FALSE(is_done(gathered));
      const ComparisonPart part = three.counted({number, 4}, 1);
      CHECK(is_sound(three.all, three.plan, part));
      gather(three.all, three.plan, gathered, part);
    }
    CHECK(is_done(gathered));
    check_equal(gathered, whole);
    std::next_permutation(order.begin(), order.end());
    std::next_permutation(order.begin(), order.end());
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("a comparison that is stopped at every rest goes on to the same counts") {
  Three three;
  three.plan.replications = 150'000;  // more than are counted between two rests
  ComparisonPart part(three.all, three.plan);
  int stops = 0;
  while (!is_done(part)) {
    Execution execution;
    bool stop = false;
    execution.keep_due = [] { return true; };
    execution.progress = [&](std::int64_t, std::int64_t) { return !stop; };
    try {
      carry_on(three.all, three.plan, execution, part, [&] { stop = true; });
    } catch (const Interrupted&) {
      ++stops;
    }
    CHECK(is_sound(three.all, three.plan, part));
  }
  CHECK_MESSAGE(stops > 3, stops);
  check_equal(part, three.counted({}));
}

TEST_CASE("tallies that no pairs of votes have are not sound") {
  const Three three;
  const ComparisonPart whole = three.counted({});
  const auto sound_after = [&](const std::function<void(PairTally & pairs)>& change) {
    ComparisonPart changed = whole;
    change(changed.pairs[0]);
    return is_sound(three.all, three.plan, changed);
  };
  CHECK(sound_after([](PairTally&) {}));
  CHECK_FALSE(sound_after([](PairTally& pairs) { ++pairs.ratified[0]; }));
  CHECK_FALSE(sound_after([](PairTally& pairs) { ++pairs.unions[1].yes[2]; }));
  CHECK_FALSE(sound_after([](PairTally& pairs) { ++pairs.measures[0].first.count; }));
  CHECK_FALSE(sound_after([](PairTally& pairs) { pairs.measures[0].first_values.add(2); }));
  CHECK_FALSE(sound_after([](PairTally& pairs) { ++pairs.measures[0].rises[0]; }));
  CHECK_FALSE(sound_after([](PairTally& pairs) {  // a rise that no vote could make
    pairs.measures[0].rises[0] += 50'000;
    pairs.measures[0].rises[3] -= 50'000;
  }));
  CHECK_FALSE(sound_after([](PairTally& pairs) { pairs.measures[0].rises.back() = 1; }));
}

}  // namespace
}  // namespace ayes::tests
