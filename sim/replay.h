// One replication told in numbers: the same vote that a run counts, with everything that led to it.
// Numbers are in natural units: shares from 0 to 1, dollars, people; only terms named so are moves
// on the probit scale.
#pragma once

#include "models/batch.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ayes {

// An uncertain number of the scenario and the value it had.
struct InputStory {
  std::string path;
  Kind kind = Kind::amount;
  double value = 0;
  double rank = 0;  // chance of a smaller value, 0 to 1
};

// A group of units that moves together, and how far (probit scale).
struct GroupStory {
  std::string name;
  double term = 0;
};

// What a rule, or a part of one, found. A condition also has its count; one that counts groups or
// divided units has a part for each body that it counts.
struct RuleStory {
  struct Count {
    std::int64_t measured = 0, total = 0;  // bodies, weight or ballots
    Bound bound;
    // Returns the count at which the condition turns: the least that is enough, or the most
    // allowed.
    std::int64_t needed() const;
  };
  std::string name, words;
  std::string joined;  // all, any, none or if; empty for a condition
  bool met = false;
  std::optional<Count> count;
  std::vector<RuleStory> parts;
};

struct UnionStory {
  std::string name;
  std::int64_t members = 0, eligible = 0, cast = 0, yes = 0;
  double term = 0;  // its own term in the opinions on the package, probit scale
  bool says_yes = false;
  bool absent = false;            // it missed the close
  std::optional<RuleStory> rule;  // when it decides by one of its own
};

struct LayoffStory {
  std::int64_t notices = 0, separated = 0, recalled = 0;
  std::int64_t layoffs() const { return separated - recalled; }
};

// Everything that happened to one unit. What it was not asked about, or the scenario does not tell,
// is not there.
struct UnitStory {
  std::string name;
  int union_index = 0;
  std::int64_t members = 0, eligible = 0, employees = 0;
  std::string ballot;  // separate, bundled or package-only; outside

  // What those who vote think: the expected shares of yes, and of turnout.
  double package_opinion = 0, turnout_opinion = 0;  // probit scale
  std::optional<double> contract_opinion;
  double package_share = 0, turnout_share = 0;
  std::optional<double> contract_share;
  std::optional<double> bundled_share;  // of yes to one question about both

  // Ballots.
  std::int64_t returned = 0, cast = 0, package_yes = 0;
  std::optional<std::int64_t> contract_yes;
  std::optional<Voided> ballot_void;  // what became of a bundled ballot that was declared void
  bool says_package = false;
  std::optional<bool> says_contract;
  std::optional<RuleStory> rule;  // when it decides on the package by one of its own

  // What follows.
  bool package_in_force = false, contract_in_force = false;
  std::optional<LayoffStory> layoffs;
  std::optional<double> pay;  // of a member over the agreement's years, dollars

  // With a calendar: when it was counted, and whether it was late. Who missed the close has ballots
  // that count for its contract alone.
  std::optional<Date> counted_on;
  bool delayed = false, missed = false;
};

// A day of the count, in the order in which they came.
struct DayStory {
  Date date;
  std::vector<int> units;  // that were counted
  double surprise = 0;     // in those counted before, probit scale
  double move = 0;         // of these units' opinions by what they knew, probit scale
  Fate fate = Fate::open;  // of the package, on its morning
};

struct CalendarStory {
  std::optional<Date> deadline;
  bool has_momentum = false;
  std::vector<DayStory> days;
};

// A later vote, held or not. A unit that did not vote again has the answers it gave before.
struct RoundStory {
  struct Answer {
    bool voted = false;
    std::int64_t cast = 0, package_yes = 0;
    bool says_package = false;
    std::optional<bool> says_contract;
    bool package_in_force = false, contract_in_force = false;
  };
  std::string name;
  bool held = false;
  std::string why_not;  // when it was not held
  double shift = 0;     // of all opinions since the first vote, probit scale
  std::vector<Answer> units;
  std::vector<bool> unions_yes;
  RuleStory rule;
  bool ratified = false;
};

// What the whole process came to, where there are later votes.
struct ProcessStory {
  std::vector<RoundStory> rounds;
  bool ratified = false;  // in the end
  std::optional<LayoffStory> layoffs;
  std::int64_t rescinded = 0;  // notices taken back
};

struct Story {
  std::string title;
  std::uint64_t seed = 0;
  std::int64_t replication = 0;
  std::vector<InputStory> inputs;       // the uncertain ones
  double swing = 0, turnout_swing = 0;  // common to all units, probit scale
  std::optional<double> heavy_tail;     // factor on the correlated terms of all units
  std::vector<GroupStory> groups;
  std::vector<UnitStory> units;
  std::vector<UnionStory> unions;
  std::optional<CalendarStory> calendar;
  bool each_union = false;  // no coalition: each union binds itself
  RuleStory rule;
  bool ratified = false;
  std::optional<RuleStory> gate, everyone_if, imposed_only_if;
  std::optional<double> saved, saved_claimed;  // dollars; of the whole process
  // What others made of the result in the end: in force or not.
  bool refused_by_legislature = false, imposed = false;
  std::optional<ProcessStory> process;
};

// Tells one replication, 0 to 2^48 - 1: the same code and the same draws as in a run.
Story replay(const Model& model, std::uint64_t seed, std::int64_t replication);

}  // namespace ayes
