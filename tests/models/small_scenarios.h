// Small scenarios and ways to run them, for tests that state a truth about the models.
#pragma once

#include "models/compile/compile.h"
#include "models/replication.h"
#include "models/scenario/scenario.h"

#include <string>
#include <utility>
#include <vector>

namespace ayes::tests {

// A roster of units: name, union (empty: its own), members.
struct Row {
  std::string unit, union_name;
  std::int64_t members;
};

inline Scenario scenario_of(const std::vector<Row>& rows) {
  Scenario scenario;
  scenario.title = "test";
  scenario.ballot.design = BallotDesign::package_only;
  for (const Row& row : rows) {
    UnitWords unit;
    unit.unit = row.unit;
    unit.union_name = row.union_name;
    unit.members = row.members;
    scenario.unit.push_back(unit);
  }
  return scenario;
}

// `count` unions of one unit with `members` members each, named U1, U2, ...
inline Scenario equal_unions(int count, std::int64_t members) {
  std::vector<Row> rows;
  for (int i = 1; i <= count; ++i) rows.push_back({"U" + std::to_string(i), "", members});
  return scenario_of(rows);
}

inline Threshold count_of(std::int64_t bodies) { return {Threshold::Kind::count, {bodies, 1}}; }
inline Threshold share_of(std::int64_t numerator, std::int64_t denominator) {
  return {Threshold::Kind::share, {numerator, denominator}};
}

// { yes = bodies, at_least = threshold, weighted_by = column }
inline RuleWords at_least(const std::string& bodies, Threshold threshold,
                          const std::string& column = "") {
  CountWords count;
  count.bodies = bodies;
  count.at_least = threshold;
  count.weighted_by = column;
  return {"", count};
}

inline RuleWords at_most_no(const std::string& bodies, Threshold threshold) {
  CountWords count;
  count.answer = Answer::no;
  count.bodies = bodies;
  count.at_most = threshold;
  return {"", count};
}

inline RuleWords more_than(const std::string& bodies, Threshold threshold,
                           const std::string& column = "") {
  CountWords count;
  count.bodies = bodies;
  count.more_than = threshold;
  count.weighted_by = column;
  return {"", count};
}

// Simulates replications 0 to `size` - 1 in one batch.
inline Batch simulated(const Model& model, int size, std::uint64_t seed = 1,
                       const kernels::Kernels& kernels = kernels::best()) {
  Batch batch(model, seed, size, kernels);
  batch.size = size;
  simulate(model, batch);
  return batch;
}

// The uniform a name draws in a replication, by the kernels' own stream.
inline double uniform(std::uint64_t seed, std::uint64_t stream, std::int64_t replication,
                      int draw) {
  double value = 0;
  kernels::best().uniforms(seed, stream, replication, draw, 1, &value);
  return value;
}

}  // namespace ayes::tests
