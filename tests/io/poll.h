// Holds the rules of a scenario file against ballots that are written down: "A 60:40, B 10:0/7" are
// 60 yes and 40 no in unit A, and 10 yes in B, of whom 7 say yes to B's contract. A unit that isn't
// named casts no ballot.
#pragma once

#include "models/compile/compile.h"
#include "models/consequences.h"
#include "models/decision.h"
#include "tests/io/scenario/small_files.h"

#include <charconv>
#include <string>
#include <vector>

namespace ayes::tests {

class Poll {
 public:
  explicit Poll(const std::string& toml, const std::vector<std::string>& settings = {})
      : scenario(scenario_of(toml, settings)),
        model(compile(scenario)),
        batch(model, 1, 1, kernels::best()) {
    batch.size = 1;
    CHECK(scenario_of(write_scenario(scenario)) == scenario);  // and what is written reads back
  }

  // Counts the ballots, decides, and lets follow what follows.
  Poll& vote(const std::string& ballots) {
    Votes& votes = batch.votes;
    for (CountColumns* columns :
         {&votes.returned, &votes.cast, &votes.package_yes, &votes.contract_yes})
      columns->setZero();
    std::size_t start = 0;
    while (start < ballots.size()) {
      const std::size_t end = std::min(ballots.find(", ", start), ballots.size());
      count(ballots.substr(start, end - start));
      start = end + 2;
    }
    decide(model, batch);
    follow(model, batch);
    return *this;
  }
  bool ratified(const std::string& ballots) { return vote(ballots).batch.ratified[0] == 1; }
  bool union_says(const std::string& name) const {
    return batch.votes.union_says(0, union_index(name)) == 1;
  }
  bool package_in_force(const std::string& unit) const {
    return batch.package_in_force(0, unit_index(unit)) == 1;
  }
  bool contract_in_force(const std::string& unit) const {
    return batch.contract_in_force(0, unit_index(unit)) == 1;
  }

  // Whether each set of the bodies saying yes, the others no, ratifies: 000, 100, 010, 110, 001 ...
  std::string table(const std::vector<std::string>& bodies) {
    std::string results;
    for (std::size_t row = 0; row < std::size_t{1} << bodies.size(); ++row) {
      std::string ballots;
      for (std::size_t k = 0; k < bodies.size(); ++k)
        ballots += (k ? ", " : "") + bodies[k] + (row >> k & 1 ? " 1:0" : " 0:1");
      results += ratified(ballots) ? '1' : '0';
    }
    return results;
  }

  Scenario scenario;
  Model model;
  Batch batch;

 private:
  Eigen::Index unit_index(const std::string& name) const {
    for (std::size_t u = 0; u < model.units.size(); ++u)
      if (model.units[u].name == name) return static_cast<Eigen::Index>(u);
    FAIL("no unit " << name);
    return 0;
  }
  Eigen::Index union_index(const std::string& name) const {
    for (std::size_t u = 0; u < model.unions.size(); ++u)
      if (model.unions[u].name == name) return static_cast<Eigen::Index>(u);
    FAIL("no union " << name);
    return 0;
  }
  void count(const std::string& unit) {
    const std::size_t space = unit.rfind(' '), colon = unit.find(':', space),
                      slash = unit.find('/', space);
    const auto number = [&](std::size_t at) {
      std::int32_t value = 0;
      std::from_chars(unit.data() + at, unit.data() + unit.size(), value);
      return value;
    };
    const Eigen::Index u = unit_index(unit.substr(0, space));
    const std::int32_t yes = number(space + 1), no = number(colon + 1);
    batch.votes.package_yes(0, u) = yes;
    batch.votes.cast(0, u) = batch.votes.returned(0, u) = yes + no;
    if (slash != std::string::npos) batch.votes.contract_yes(0, u) = number(slash + 1);
  }
};

}  // namespace ayes::tests
