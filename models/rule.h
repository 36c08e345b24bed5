// A rule, compiled: names are indices, thresholds are whole numbers, weights are whole numbers.
// It is evaluated on a batch of votes at once, and gives 1 where it holds and 0 where it doesn't.
#pragma once

#include "models/scenario/rule_words.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ayes {

struct Rule;

// holds when  measured · denominator  (>=, <=, >, <)  numerator · total,  total being 1 for a
// count. Of nothing no share is reached: at_least and more_than fail, at_most and less_than hold.
struct Bound {
  enum class Sense { at_least, at_most, more_than, less_than };
  Sense sense = Sense::at_least;
  bool share = false;
  std::int64_t numerator = 0, denominator = 1;
};

// Compares without rounding: measured/total against the bound, in whole numbers of 64 bits, which
// compiled rules never leave.
inline bool reached(const Bound& bound, std::int64_t measured, std::int64_t total) {
  const bool nothing = bound.share && total == 0;
  const std::int64_t left = measured * bound.denominator;
  const std::int64_t right = bound.numerator * (bound.share ? total : 1);
  switch (bound.sense) {
    case Bound::Sense::at_least:
      return !nothing && left >= right;
    case Bound::Sense::at_most:
      return nothing || left <= right;
    case Bound::Sense::more_than:
      return !nothing && left > right;
    case Bound::Sense::less_than:
      return nothing || left < right;
  }
  return false;
}

// Bodies that gave an answer, each with its weight.
struct CountRule {
  Answer answer = Answer::yes;
  bool unions = true;               // unions, else units
  Question on = Question::package;  // units only
  std::vector<int> bodies;
  std::vector<std::int64_t> weights;
  bool of_voted = false;  // bodies that cast no ballot are left out of the total
  Bound bound;
};

// Ballots of some units, pooled.
struct BallotsRule {
  BallotsWords::What ballots = BallotsWords::What::yes;
  BallotsWords::Of of = BallotsWords::Of::cast;
  Question on = Question::package;
  std::vector<int> units;
  std::int64_t eligible = 0;
  Bound bound;
};

// Bodies that gave an answer, among them groups and divided units: each says yes when a rule holds.
struct GroupsRule {
  Answer answer = Answer::yes;
  std::vector<Rule> bodies;  // when each says yes; none of them is a reported condition
  std::vector<std::int64_t> weights;
  std::vector<std::vector<int>> units;  // of each body: it voted when one of them cast a ballot
  bool of_voted = false;                // bodies that did not vote are left out of the total
  Bound bound;
};

struct AllRule {
  std::vector<Rule> rules;
};
struct AnyRule {
  std::vector<Rule> rules;
};
struct NoneRule {
  std::vector<Rule> rules;
};
struct IfRule {
  std::vector<Rule> parts;  // if, then, else
};

struct Rule {
  std::string name;    // as stated, or its words
  int condition = -1;  // index among the conditions that are reported, or -1
  std::variant<CountRule, BallotsRule, GroupsRule, AllRule, AnyRule, NoneRule, IfRule> node;
  std::string words = {};  // what it says, in plain words
};

// Counts the columns of results that evaluating the rule takes: one for itself, and those of the
// deepest of its parts, with one more where two parts must stand side by side.
int levels(const Rule& rule);

// Tells whether a condition anywhere in the rule looks at contracts, or at ballots rather than at
// what bodies say or whether they voted.
bool asks_about_contracts(const Rule& rule);
bool looks_at_ballots(const Rule& rule);

// The bodies and ballots that a rule looks at, each once, in order of index.
struct Sources {
  std::vector<int> unions, units, contracts;  // whose answers are asked; units on their contract
  std::vector<int> ballots;                   // units whose ballots are counted
};
Sources sources_of(const Rule& rule);

// The coalition's rule; or none, when every union decides for itself alone.
struct CoalitionRule {
  bool each_union = false;
  Rule rule;                            // when each_union: all unions say yes
  std::vector<std::string> conditions;  // names of the conditions whose result is reported
};

}  // namespace ayes
