// The rule of a coalition, a union or a unit as a person writes it: a tree of conditions.
#pragma once

#include "models/scenario/threshold.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ayes {

enum class Answer { yes, no };
enum class Question { package, contract };

struct RuleWords;

// The bound of a condition: exactly one of the four is stated.
struct BoundWords {
  std::optional<Threshold> at_least, at_most, more_than, less_than;
  bool operator==(const BoundWords&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("at_least", self.at_least,
          "this many or more: 14, \"80%\", \"2/3\", \"half\" or \"all\"");
    visit("at_most", self.at_most, "this many or fewer");
    visit("more_than", self.more_than, "more than this many");
    visit("less_than", self.less_than, "fewer than this many");
  }
};

// { yes = "unions", at_least = 14 }: bodies that said yes (or no), counted or weighed.
struct CountWords : BoundWords {
  enum class Of { all, voted };
  Answer answer = Answer::yes;      // which key was present: yes or no
  std::string bodies;               // "unions", "units", "other unions", "locals", "groups", or a
                                    // name of [groups]; empty when bodies are listed
  std::vector<std::string> listed;  // unions, units and groups, each by its name
  std::optional<Question> on;       // units may be asked on their contract; package if not said
  std::string weighted_by;          // a column of whole numbers; empty: each body counts one
  Of of = Of::all;                  // the total a share is taken of
  std::vector<std::string> except;  // bodies left out on both sides
  std::map<std::string, std::int64_t> weights;  // of each body, in place of a column
  bool operator==(const CountWords&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("on", self.on, "the question, package or contract");
    visit("weighted_by", self.weighted_by, "column that weighs each body, such as \"members\"");
    visit("weights", self.weights, "weight of each body: { A = 3, B = 1 }");
    visit("of", self.of, "what a share is a share of: all bodies, or those that voted");
    visit("except", self.except, "bodies left out on both sides");
    BoundWords::fields(self, visit);
  }
};

// { ballots = "yes", of = "cast", more_than = "half" }: ballots of the whole body, or of those
// named, pooled.
struct BallotsWords : BoundWords {
  enum class What { yes, no, cast };
  enum class Of { cast, eligible };
  What ballots = What::yes;
  Of of = Of::cast;
  std::optional<Question> on;
  std::vector<std::string> in;      // whose ballots; empty: of the body that the rule is of
  std::vector<std::string> except;  // whose ballots are left out
  bool operator==(const BallotsWords&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("ballots", self.ballots, "the ballots that are counted: yes, no or all cast");
    visit("of", self.of, "what a share is a share of: ballots cast, or members eligible");
    visit("on", self.on, "the question, package or contract");
    visit("in", self.in, "unions, units or groups whose ballots are pooled");
    visit("except", self.except, "unions, units or groups whose ballots are left out");
    BoundWords::fields(self, visit);
  }
};

// { body = "BLET", says = "yes" }: one union, unit or group.
struct BodyWords {
  std::string body;
  Answer says = Answer::yes;
  std::optional<Question> on;
  bool operator==(const BodyWords&) const = default;
  static void fields(auto& self, auto&& visit) {
    visit("body", self.body, "a union, a unit or a group");
    visit("says", self.says, "yes or no");
    visit("on", self.on, "the question, package or contract");
  }
};

struct AllWords {  // every one must hold
  std::vector<RuleWords> all;
  bool operator==(const AllWords&) const;
};
struct AnyWords {  // at least one must hold
  std::vector<RuleWords> any;
  bool operator==(const AnyWords&) const;
};
struct NoneWords {  // none may hold
  std::vector<RuleWords> none;
  bool operator==(const NoneWords&) const;
};
struct IfWords {  // { if = ..., then = ..., else = ... }; three rules in that order
  std::vector<RuleWords> parts;
  bool operator==(const IfWords&) const;
};

// "own ballot" (more than half of the body's own ballots say yes) or a name of [rules].
struct NamedWords {
  static constexpr std::string_view own_ballot = "own ballot";
  std::string rule = std::string(own_ballot);
  bool operator==(const NamedWords&) const = default;
};

// { each = "union" }: no coalition; each union decides for itself and binds only itself.
struct EachWords {
  bool operator==(const EachWords&) const = default;
};

struct RuleWords {
  std::string name;  // empty: reports name it by its words
  std::variant<NamedWords, CountWords, BallotsWords, BodyWords, AllWords, AnyWords, NoneWords,
               IfWords, EachWords>
      node;
  bool operator==(const RuleWords&) const = default;
};

inline bool AllWords::operator==(const AllWords& other) const { return all == other.all; }
inline bool AnyWords::operator==(const AnyWords& other) const { return any == other.any; }
inline bool NoneWords::operator==(const NoneWords& other) const { return none == other.none; }
inline bool IfWords::operator==(const IfWords& other) const { return parts == other.parts; }

}  // namespace ayes
