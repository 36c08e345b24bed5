// Random rules over random bodies, written as a scenario file, against a plain evaluator that knows
// nothing of how rules are compiled: it walks the tree it wrote, in fractions of 128-bit whole
// numbers, for every outcome.
#include "models/compile/compile.h"
#include "models/decision.h"
#include "sim/conditional/rule_diagram.h"
#include "sim/conditional/scheme.h"
#include "sim/power/game.h"
#include "tests/io/scenario/small_files.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace ayes::tests {
namespace {

__extension__ typedef __int128 Whole;

// SplitMix64: trees are the same on every machine.
struct Dice {
  std::uint64_t state;
  std::uint64_t next() {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  template <typename T>
  const T& of(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }
};

enum Kind { unit_kind, divided_kind, union_kind, group_kind };

struct Voice {  // somebody who can be asked
  Kind kind = unit_kind;
  int index = 0;
  bool operator==(const Voice&) const = default;
};

enum Form { all_of, any_of, none_of, if_then_else, count_of_bodies, pooled_ballots, one_body };
enum Sense { at_least, at_most, more_than, less_than };

struct Tree {
  Form form = pooled_ballots;
  std::vector<Tree> parts;
  bool yes = true;  // the answer that is counted
  std::vector<Voice> voices;
  std::vector<std::int64_t> weights;
  bool of_voted = false, of_eligible = false, cast = false;
  bool contract = false;  // asks about contracts
  std::vector<int> units;
  Sense sense = more_than;
  bool share = true;
  std::int64_t numerator = 1, denominator = 2;
  std::string text;  // as a person writes it
};

struct Unit {
  std::string name;
  int union_index = 0, divided = -1;
  std::int64_t eligible = 0, weight = 0;
  std::int64_t ballots[3][2] = {};  // yes and no ballots when it is absent, against, in favour
  std::int64_t contract[3] = {};    // of these, yes to its contract
  std::vector<Tree> rule, contract_rule;  // none, or one
};
struct Many {  // a union, a divided unit or a group
  std::string name;
  std::vector<Voice> voices;  // of a group
  std::vector<int> units;
  std::vector<Tree> rule;
  bool inside = false;
  std::vector<Tree> contract_rule = {};  // of a divided unit
};

struct World {
  std::vector<Unit> units;
  std::vector<Many> unions, divided, groups;
  Tree rule;

  std::vector<std::int64_t> yes, no, contract;  // ballots of an outcome

  const std::string& name(Voice voice) const {
    const auto i = static_cast<std::size_t>(voice.index);
    return voice.kind == unit_kind      ? units[i].name
           : voice.kind == divided_kind ? divided[i].name
           : voice.kind == union_kind   ? unions[i].name
                                        : groups[i].name;
  }
  std::vector<int> units_of(Voice voice) const {
    const auto i = static_cast<std::size_t>(voice.index);
    if (voice.kind == unit_kind) return {voice.index};
    return (voice.kind == divided_kind ? divided
            : voice.kind == union_kind ? unions
                                       : groups)[i]
        .units;
  }
  // Units as a rule means them: a unit with locals is one.
  std::vector<Voice> whole_units(const std::vector<int>& among) const {
    std::vector<Voice> found;
    for (int u : among) {
      const int d = units[static_cast<std::size_t>(u)].divided;
      const Voice voice = d < 0 ? Voice{unit_kind, u} : Voice{divided_kind, d};
      if (std::find(found.begin(), found.end(), voice) == found.end()) found.push_back(voice);
    }
    return found;
  }

  bool majority(const std::vector<int>& of, bool on_contract = false) const {
    std::int64_t for_it = 0, cast = 0;
    for (int u : of) {
      const auto i = static_cast<std::size_t>(u);
      for_it += on_contract ? contract[i] : yes[i];
      cast += yes[i] + no[i];
    }
    return 2 * for_it > cast;
  }
  bool contract_says_yes(Voice voice) const {
    const auto i = static_cast<std::size_t>(voice.index);
    const std::vector<Tree>& own =
        voice.kind == unit_kind ? units[i].contract_rule : divided[i].contract_rule;
    return own.empty() ? majority(units_of(voice), true) : holds(own[0]);
  }
  bool voted(Voice voice) const {
    for (int u : units_of(voice))
      if (yes[static_cast<std::size_t>(u)] + no[static_cast<std::size_t>(u)] > 0) return true;
    return false;
  }
  bool says_yes(Voice voice) const {
    const auto i = static_cast<std::size_t>(voice.index);
    if (voice.kind == unit_kind)
      return units[i].rule.empty() ? majority({voice.index}) : holds(units[i].rule[0]);
    const Many& many = (voice.kind == divided_kind ? divided
                        : voice.kind == union_kind ? unions
                                                   : groups)[i];
    if (!many.rule.empty()) return holds(many.rule[0]);
    const std::vector<Voice> whole = whole_units(many.units);
    if (voice.kind == union_kind && whole.size() == 1) return says_yes(whole[0]);
    return majority(many.units);
  }
  static bool bound(const Tree& tree, Whole part, Whole total) {
    if (tree.share && total == 0) return tree.sense == at_most || tree.sense == less_than;
    const Whole left = part * tree.denominator, right = tree.numerator * (tree.share ? total : 1);
    return tree.sense == at_least    ? left >= right
           : tree.sense == at_most   ? left <= right
           : tree.sense == less_than ? left < right
                                     : left > right;
  }
  bool holds(const Tree& tree) const {
    if (tree.form == all_of) {
      for (const Tree& part : tree.parts)
        if (!holds(part)) return false;
      return true;
    }
    if (tree.form == any_of || tree.form == none_of) {
      for (const Tree& part : tree.parts)
        if (holds(part)) return tree.form == any_of;
      return tree.form == none_of;
    }
    if (tree.form == if_then_else) return holds(tree.parts[holds(tree.parts[0]) ? 1 : 2]);
    const auto says = [&](Voice voice) {
      return tree.contract ? contract_says_yes(voice) : says_yes(voice);
    };
    if (tree.form == one_body) return says(tree.voices[0]) == tree.yes;
    Whole part = 0, total = 0;
    if (tree.form == count_of_bodies) {
      for (std::size_t k = 0; k < tree.voices.size(); ++k) {
        if (tree.of_voted && !voted(tree.voices[k])) continue;
        total += tree.weights[k];
        if (says(tree.voices[k]) == tree.yes) part += tree.weights[k];
      }
      return bound(tree, part, total);
    }
    for (int u : tree.units) {
      const auto i = static_cast<std::size_t>(u);
      const std::int64_t all = yes[i] + no[i], for_it = tree.contract ? contract[i] : yes[i];
      part += tree.cast ? all : tree.yes ? for_it : all - for_it;
      total += tree.of_eligible ? units[i].eligible : yes[i] + no[i];
    }
    return bound(tree, part, total);
  }
};

std::string quoted(const std::string& text) { return '"' + text + '"'; }

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + quoted(name);
  return "[" + text + "]";
}

// Writes random rules of one body: whom it may ask, and which words mean whom there.
struct Author {
  Dice& dice;
  const World& world;
  std::vector<Voice> known;                              // who may be asked by name
  std::map<std::string, std::vector<Voice>> words = {};  // "unions" and the like
  std::vector<int> own;                                  // units whose ballots are its own
  bool unions_only = false;
  std::vector<Voice> known_contracts = {};  // whose contract may be asked
  bool of_contract = false;                 // its own ballots are those on its contract

  // Chooses a bound and writes it.
  std::string bound(Tree& tree, std::int64_t most, bool weighed) {
    tree.sense = static_cast<Sense>(dice.below(4));
    tree.share = !dice.one_in(3);
    if (tree.share) {
      tree.denominator = 1 + dice.below(9);
      tree.numerator = dice.below(static_cast<int>(tree.denominator) + 1);
      if (tree.sense == more_than && tree.numerator == tree.denominator) tree.sense = at_least;
      if (tree.sense == less_than && tree.numerator == 0) tree.sense = at_most;
    } else {
      tree.numerator = dice.below(static_cast<int>(most) + 2);
      tree.denominator = 1;
      if (weighed && tree.numerator == 1) tree.numerator = 2;
    }
    const char* senses[] = {"at_least", "at_most", "more_than", "less_than"};
    const std::string value =
        tree.share ? quoted(std::to_string(tree.numerator) + "/" + std::to_string(tree.denominator))
                   : std::to_string(tree.numerator);
    return std::string(", ") + senses[tree.sense] + " = " + value;
  }

  // Draws a few different voices.
  std::vector<Voice> some(std::vector<Voice> from) {
    std::vector<Voice> chosen;
    const int wanted = 1 + dice.below(static_cast<int>(from.size()));
    while (static_cast<int>(chosen.size()) < wanted) {
      const auto at = from.begin() + dice.below(static_cast<int>(from.size()));
      chosen.push_back(*at);
      from.erase(at);
    }
    return chosen;
  }
  std::vector<std::string> names(const std::vector<Voice>& voices) const {
    std::vector<std::string> found;
    for (Voice voice : voices) found.push_back(world.name(voice));
    return found;
  }

  Tree count() {
    Tree tree;
    tree.form = count_of_bodies;
    tree.yes = !dice.one_in(2);
    std::vector<std::string> choices;
    for (const auto& [word, voices] : words) choices.push_back(word);
    std::string who;
    tree.contract = !known_contracts.empty() && dice.one_in(4);
    if (tree.contract) {
      tree.voices = some(known_contracts);
      who = list_of(names(tree.voices));
    } else if (!choices.empty() && !dice.one_in(3)) {
      const std::string& word = dice.of(choices);
      tree.voices = words.at(word);
      who = quoted(word);
    } else {
      tree.voices = some(known);
      who = list_of(names(tree.voices));
    }
    tree.text = std::string("{ ") + (tree.yes ? "yes" : "no") + " = " + who;
    if (tree.contract) tree.text += ", on = \"contract\"";
    if (tree.voices.size() > 1 && dice.one_in(3)) {
      std::vector<Voice> left_out = some(tree.voices);
      if (left_out.size() == tree.voices.size()) left_out.pop_back();
      for (Voice voice : left_out)
        tree.voices.erase(std::find(tree.voices.begin(), tree.voices.end(), voice));
      tree.text += ", except = " + list_of(names(left_out));
    }
    const int weighing = dice.below(3);
    std::int64_t most = 0;
    std::string each;
    for (Voice voice : tree.voices) {
      std::int64_t weight = 1;
      if (weighing == 1) {
        weight = 0;
        for (int u : world.units_of(voice))
          weight += world.units[static_cast<std::size_t>(u)].weight;
      } else if (weighing == 2) {
        weight = dice.below(6);
        each +=
            (each.empty() ? "" : ", ") + quoted(world.name(voice)) + " = " + std::to_string(weight);
      }
      tree.weights.push_back(weight);
      most += weight;
    }
    if (weighing == 1) tree.text += ", weighted_by = \"w\"";
    if (weighing == 2) tree.text += ", weights = { " + each + " }";
    tree.of_voted = dice.one_in(3) && !unions_only;
    if (tree.of_voted) tree.text += ", of = \"voted\"";
    tree.text += bound(tree, most, weighing > 0) + " }";
    return tree;
  }

  Tree ballots() {
    Tree tree;
    tree.form = pooled_ballots;
    tree.contract = of_contract;
    if (dice.one_in(4)) {
      tree.units = own;
      tree.text = "\"own ballot\"";
      return tree;
    }
    tree.cast = dice.one_in(3);
    tree.yes = !dice.one_in(2);
    tree.of_eligible = dice.one_in(2);
    tree.text = std::string("{ ballots = ") + (tree.cast  ? "\"cast\""
                                               : tree.yes ? "\"yes\""
                                                          : "\"no\"");
    tree.units = own;
    if (!known.empty() && dice.one_in(2)) {
      const std::vector<Voice> in = some(known);
      std::vector<bool> is_in(world.units.size(), false);
      for (Voice voice : in)
        for (int u : world.units_of(voice)) is_in[static_cast<std::size_t>(u)] = true;
      tree.units.clear();
      for (std::size_t u = 0; u < is_in.size(); ++u)
        if (is_in[u]) tree.units.push_back(static_cast<int>(u));
      tree.text += ", in = " + (in.size() == 1 ? quoted(world.name(in[0])) : list_of(names(in)));
    }
    if (tree.units.size() > 1 && dice.one_in(3)) {
      const int u = dice.of(tree.units);
      std::erase(tree.units, u);
      tree.text += ", except = " + quoted(world.units[static_cast<std::size_t>(u)].name);
    }
    if (tree.of_eligible) tree.text += ", of = \"eligible\"";
    if (!unions_only && dice.one_in(4)) {
      tree.contract = !of_contract;
      tree.text += std::string(", on = ") + (tree.contract ? "\"contract\"" : "\"package\"");
    }
    std::int64_t most = 0;
    for (int u : tree.units) most += world.units[static_cast<std::size_t>(u)].eligible;
    tree.text += bound(tree, most, true) + " }";
    return tree;
  }

  Tree body() {
    Tree tree;
    tree.form = one_body;
    tree.contract = !known_contracts.empty() && dice.one_in(4);
    tree.voices = {dice.of(tree.contract ? known_contracts : known)};
    tree.yes = !dice.one_in(2);
    tree.text = "{ body = " + quoted(world.name(tree.voices[0])) +
                ", says = " + (tree.yes ? "\"yes\"" : "\"no\"") +
                (tree.contract ? ", on = \"contract\" }" : " }");
    return tree;
  }

  Tree write(int depth) {
    if (depth == 0 || dice.one_in(4)) {
      const int kind = dice.below(unions_only ? 3 : 4);
      return kind == 3 ? ballots() : kind == 2 ? body() : count();
    }
    Tree tree;
    tree.form = static_cast<Form>(dice.below(4));
    const int parts = tree.form == if_then_else ? 3 : 1 + dice.below(3);
    for (int i = 0; i < parts; ++i) tree.parts.push_back(write(depth - 1));
    if (tree.form == if_then_else) {
      tree.text = "{ if = " + tree.parts[0].text + ", then = " + tree.parts[1].text +
                  ", else = " + tree.parts[2].text + " }";
      return tree;
    }
    std::string inner;
    for (const Tree& part : tree.parts) inner += (inner.empty() ? "" : ", ") + part.text;
    const char* words_for[] = {"all", "any", "none"};
    tree.text = std::string("{ ") + words_for[tree.form] + " = [" + inner + "] }";
    return tree;
  }
};

std::vector<Voice> all_of_kind(Kind kind, std::size_t count) {
  std::vector<Voice> voices;
  for (std::size_t i = 0; i < count; ++i) voices.push_back({kind, static_cast<int>(i)});
  return voices;
}

void append(std::vector<Voice>& to, const std::vector<Voice>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

World random_world(Dice& dice, int bodies, bool unions_only) {
  World world;
  for (int u = 0; u < bodies; ++u) {
    Unit unit;
    unit.name = "u" + std::to_string(u);
    const bool joins = u > 0 && !unions_only && dice.one_in(2);
    if (!joins) world.unions.push_back({"U" + std::to_string(world.unions.size()), {}, {}, {}});
    unit.union_index = static_cast<int>(world.unions.size()) - 1;
    world.unions.back().units.push_back(u);
    const bool local = !unions_only && dice.one_in(3);
    if (local) {
      // A local of the unit before it, if that has locals in the same union; or of a new one.
      const bool same = u > 0 && joins && world.units.back().divided >= 0 && dice.one_in(2);
      if (!same) world.divided.push_back({"D" + std::to_string(world.divided.size()), {}, {}, {}});
      unit.divided = static_cast<int>(world.divided.size()) - 1;
      world.divided.back().units.push_back(u);
    }
    unit.weight = dice.below(8);
    unit.ballots[1][1] = 1 + dice.below(9);
    unit.ballots[1][0] = dice.below(static_cast<int>(unit.ballots[1][1]) + 1);  // a tie is a no
    unit.ballots[2][0] = 1 + dice.below(9);
    unit.ballots[2][1] = dice.below(static_cast<int>(unit.ballots[2][0]));
    for (int state : {1, 2}) {
      const std::int64_t cast = unit.ballots[state][0] + unit.ballots[state][1];
      unit.contract[state] = dice.below(static_cast<int>(cast) + 1);
    }
    unit.eligible = 18 + dice.below(6);
    world.units.push_back(unit);
  }
  world.yes.assign(world.units.size(), 0);
  world.no.assign(world.units.size(), 0);
  world.contract.assign(world.units.size(), 0);

  const std::vector<Voice> units = all_of_kind(unit_kind, world.units.size());
  const std::vector<Voice> divided = all_of_kind(divided_kind, world.divided.size());
  const auto locals_in = [&](const std::vector<int>& among) {
    std::vector<Voice> found;
    for (int u : among)
      if (world.units[static_cast<std::size_t>(u)].divided >= 0) found.push_back({unit_kind, u});
    return found;
  };
  // Units ask for ballots; of decisions only those of units before them.
  for (std::size_t u = 0; u < world.units.size() && !unions_only; ++u) {
    if (!dice.one_in(4)) continue;
    Author author{dice, world, all_of_kind(unit_kind, u), {}, {static_cast<int>(u)}};
    world.units[u].rule = {author.known.empty() ? author.ballots() : author.write(1)};
  }
  for (std::size_t d = 0; d < world.divided.size(); ++d) {
    if (!dice.one_in(2)) continue;
    Many& many = world.divided[d];
    Author author{dice, world, units, {}, many.units};
    author.words["locals"] = locals_in(many.units);
    many.rule = {author.write(1)};
  }
  // Contract rules ask for packages, and for contracts of those before.
  std::vector<Voice> contracts;
  std::vector<int> everyone;
  for (std::size_t u = 0; u < world.units.size(); ++u) everyone.push_back(static_cast<int>(u));
  for (Voice voice : world.whole_units(everyone)) {
    if (unions_only) break;
    if (dice.one_in(3)) {
      Author author{dice, world, units, {}, world.units_of(voice)};
      append(author.known, divided);
      author.known_contracts = contracts;
      author.of_contract = true;
      auto& rule = voice.kind == unit_kind
                       ? world.units[static_cast<std::size_t>(voice.index)].contract_rule
                       : world.divided[static_cast<std::size_t>(voice.index)].contract_rule;
      rule = {author.write(1)};
    }
    contracts.push_back(voice);
  }
  // Unions ask units, and unions before them; the last may ask all others.
  for (std::size_t k = 0; k < world.unions.size() && !unions_only; ++k) {
    if (!dice.one_in(3)) continue;
    Many& many = world.unions[k];
    Author author{dice, world, units, {}, many.units};
    append(author.known, divided);
    append(author.known, all_of_kind(union_kind, k));
    author.words["units"] = world.whole_units(many.units);
    author.known_contracts = contracts;
    if (!locals_in(many.units).empty()) author.words["locals"] = locals_in(many.units);
    if (k > 0 && k + 1 == world.unions.size())
      author.words["other unions"] = all_of_kind(union_kind, k);
    many.rule = {author.write(2)};
  }
  // Groups hold anybody, and groups before them.
  const int groups = dice.below(4);
  const std::vector<Voice> unions = all_of_kind(union_kind, world.unions.size());
  for (int g = 0; g < groups; ++g) {
    Many many;
    many.name = "G" + std::to_string(g);
    Author author{dice, world, unions_only ? unions : units, {}, {}};
    if (!unions_only) append(author.known, divided), append(author.known, unions);
    const std::vector<Voice> groups_so_far = all_of_kind(group_kind, world.groups.size());
    append(author.known, groups_so_far);
    many.voices = author.some(author.known);
    std::vector<bool> is_in(world.units.size(), false);
    for (Voice voice : many.voices)
      for (int u : world.units_of(voice)) is_in[static_cast<std::size_t>(u)] = true;
    for (std::size_t u = 0; u < is_in.size(); ++u)
      if (is_in[u]) many.units.push_back(static_cast<int>(u));
    for (Voice voice : many.voices)
      if (voice.kind == group_kind)
        world.groups[static_cast<std::size_t>(voice.index)].inside = true;
    author.own = many.units;
    author.unions_only = unions_only;
    author.known_contracts = contracts;
    many.rule = {author.write(2)};
    world.groups.push_back(many);
  }
  Author author{dice, world, unions, {}, {}, unions_only};
  if (!unions_only) append(author.known, units), append(author.known, divided);
  append(author.known, all_of_kind(group_kind, world.groups.size()));
  author.known_contracts = contracts;
  author.words["unions"] = unions;
  for (std::size_t u = 0; u < world.units.size(); ++u) author.own.push_back(static_cast<int>(u));
  if (!unions_only) author.words["units"] = world.whole_units(author.own);
  if (!locals_in(author.own).empty()) author.words["locals"] = locals_in(author.own);
  for (std::size_t g = 0; g < world.groups.size(); ++g) {
    if (!world.groups[g].inside)
      author.words["groups"].push_back({group_kind, static_cast<int>(g)});
    author.words[world.groups[g].name] = world.groups[g].voices;
  }
  world.rule = author.write(3);
  return world;
}

std::string toml_of(const World& world) {
  std::string toml;
  for (const Unit& unit : world.units) {
    toml += "[[unit]]\nunit = " + quoted(unit.name) +
            "\nunion = " + quoted(world.unions[static_cast<std::size_t>(unit.union_index)].name) +
            "\nmembers = " + std::to_string(unit.eligible) +
            "\nw = " + std::to_string(unit.weight) + "\n";
    if (unit.divided >= 0)
      toml +=
          "part_of = " + quoted(world.divided[static_cast<std::size_t>(unit.divided)].name) + "\n";
  }
  toml += "[units.rules]\n";
  for (const Unit& unit : world.units)
    if (!unit.rule.empty()) toml += unit.name + " = " + unit.rule[0].text + "\n";
  for (const Many& unit : world.divided)
    if (!unit.rule.empty()) toml += unit.name + " = " + unit.rule[0].text + "\n";
  toml += "[units.contract_rules]\n";
  for (const Unit& unit : world.units)
    if (!unit.contract_rule.empty()) toml += unit.name + " = " + unit.contract_rule[0].text + "\n";
  for (const Many& unit : world.divided)
    if (!unit.contract_rule.empty()) toml += unit.name + " = " + unit.contract_rule[0].text + "\n";
  toml += "[unions.rules]\n";
  for (const Many& body : world.unions)
    if (!body.rule.empty()) toml += body.name + " = " + body.rule[0].text + "\n";
  for (const Many& group : world.groups) {
    std::vector<std::string> unions, units, groups;
    for (Voice voice : group.voices)
      (voice.kind == union_kind   ? unions
       : voice.kind == group_kind ? groups
                                  : units)
          .push_back(world.name(voice));
    toml += "[groups." + group.name + "]\nunions = " + list_of(unions) +
            "\nunits = " + list_of(units) + "\ngroups = " + list_of(groups) +
            "\nrule = " + group.rule[0].text + "\n";
  }
  // [rule] holds what stands between the braces; a text is a rule by its name.
  const std::string& rule = world.rule.text;
  return toml + "[rules.whole]\nall = [" + rule + "]\n[rule]\nrule = \"whole\"\n";
}

// Puts an outcome, a digit a unit in base `states` (absent, against, in favour), into a row.
void put(World& world, std::int64_t outcome, int states, Votes& votes, Eigen::Index row) {
  for (std::size_t u = 0; u < world.units.size(); ++u) {
    const auto state = static_cast<std::size_t>(outcome % states + (3 - states));
    outcome /= states;
    world.yes[u] = world.units[u].ballots[state][0];
    world.no[u] = world.units[u].ballots[state][1];
    world.contract[u] = world.units[u].contract[state];
    const auto column = static_cast<Eigen::Index>(u);
    votes.contract_yes(row, column) = static_cast<std::int32_t>(world.contract[u]);
    votes.package_yes(row, column) = static_cast<std::int32_t>(world.yes[u]);
    votes.cast(row, column) = static_cast<std::int32_t>(world.yes[u] + world.no[u]);
  }
}

std::int64_t power(int base, std::size_t exponent) {
  std::int64_t result = 1;
  for (std::size_t i = 0; i < exponent; ++i) result *= base;
  return result;
}

// Compares every outcome; returns how many were ratified.
std::int64_t compare_all(World& world, const std::string& toml, int states) {
  const Model model = compile(scenario_of(toml));
  constexpr int rows = 1024;
  Batch batch(model, 1, rows, kernels::best());  // has room for the rules' levels
  Votes& votes = batch.votes;
  RuleScratch& scratch = batch.rules;
  const std::int64_t outcomes = power(states, world.units.size());
  std::int64_t ratified = 0;
  for (std::int64_t first = 0; first < outcomes; first += rows) {
    const int size = static_cast<int>(std::min<std::int64_t>(rows, outcomes - first));
    std::vector<bool> expected;
    std::vector<std::vector<bool>> unions(world.unions.size());
    for (int i = 0; i < size; ++i) {
      put(world, first + i, states, votes, i);
      expected.push_back(world.holds(world.rule));
      for (std::size_t k = 0; k < world.unions.size(); ++k)
        unions[k].push_back(world.says_yes({union_kind, static_cast<int>(k)}));
    }
    count_decisions(model, votes, size, scratch);
    const Counts held = holds(model.rule.rule, votes, size);
    for (int i = 0; i < size; ++i) {
      const auto row = static_cast<std::size_t>(i);
      ratified += held[i];
      if ((held[i] == 1) != expected[row]) FAIL("outcome " << first + i << " of\n" << toml);
      for (std::size_t k = 0; k < world.unions.size(); ++k) {
        // Unions of the file are numbered as they first appear, as here.
        if ((votes.union_says(i, static_cast<Eigen::Index>(k)) == 1) != unions[k][row])
          FAIL("union " << k << " in outcome " << first + i << " of\n" << toml);
      }
    }
  }
  return ratified;
}

TEST_CASE("random rules of unions, units, locals and groups hold where a plain evaluator says so") {
  Dice dice{2026};
  int settled = 0;
  for (int round = 0; round < 400; ++round) {
    World world = random_world(dice, 2 + round % 5, false);
    const std::string toml = toml_of(world);
    const std::int64_t ratified = compare_all(world, toml, 3);
    settled += ratified == 0 || ratified == power(3, world.units.size());
  }
  CHECK(settled < 250);  // of 400: the others say yes here and no there
}

TEST_CASE("and so with twelve bodies, over all outcomes") {
  Dice dice{12};
  for (int round = 0; round < 30; ++round) {
    World world = random_world(dice, 12, false);
    compare_all(world, toml_of(world), 2);
  }
  World world = random_world(dice, 12, false);
  compare_all(world, toml_of(world), 3);  // absent bodies included: 531,441 outcomes
}

TEST_CASE("ballots that move change what rules then say, and are put back") {
  Dice dice{7};
  int summed = 0;
  for (int round = 0; round < 300; ++round) {
    World world = random_world(dice, 4, false);
    const std::string toml = toml_of(world);
    const Model model = compile(scenario_of(toml));
    constexpr int rows = 81;
    Batch batch(model, 1, rows, kernels::best());
    Votes& votes = batch.votes;
    RuleScratch& scratch = batch.rules;
    for (int i = 0; i < rows; ++i) put(world, i, 3, votes, i);
    batch.size = rows;
    decide(model, batch);
    const Counts ratified = batch.ratified;
    const CountColumns yes = votes.package_yes, says = votes.unit_says_package,
                       contracts = votes.unit_says_contract, unions = votes.union_says,
                       pooled = votes.union_package_yes;
    const int unit = dice.below(4);
    const Counts moved = ratified_if_moved(model, votes, ratified, rows, {unit}, 50, scratch);
    summed += !scratch.counted.empty();
    scratch.counted.clear();  // and so where the rule's sums are not known
    CHECK((ratified_if_moved(model, votes, ratified, rows, {unit}, 50, scratch) == moved).all());
    CHECK((votes.package_yes == yes).all());
    CHECK((votes.unit_says_package == says).all());
    CHECK((votes.unit_says_contract == contracts).all());
    CHECK((votes.union_says == unions).all());
    CHECK((votes.union_package_yes == pooled).all());
    for (int i = 0; i < rows; ++i) {
      put(world, i, 3, votes, i);
      const auto u = static_cast<std::size_t>(unit);
      const std::int64_t cast = world.yes[u] + world.no[u];
      world.yes[u] = std::min(cast, world.yes[u] + cast / 2);
      world.no[u] = cast - world.yes[u];
      if ((moved[i] == 1) != world.holds(world.rule)) FAIL("outcome " << i << " of\n" << toml);
    }
  }
  CHECK(summed >= 30);
}

TEST_CASE("voting power has no game for a random rule, or one that says the same") {
  Dice dice{5};
  int games = 0;
  for (int round = 0; round < 600; ++round) {
    World world = random_world(dice, 2 + round % 5, round % 2 == 0);
    const std::string toml = toml_of(world);
    const Model model = compile(scenario_of(toml));
    if (model.rules_ask_about_contracts) continue;
    for (const power::Players players : {power::Players::unions, power::Players::units}) {
      const power::Game game = power::game_of(model, players);
      if (!game.why_not.empty()) continue;
      ++games;
      Votes votes = Batch(model, 1, 1, kernels::best()).votes;
      for (std::int64_t outcome = 0; outcome < power(2, world.units.size()); ++outcome) {
        put(world, outcome, 2, votes, 0);
        std::vector<std::uint8_t> yes;
        for (const power::Player& player : game.players)
          yes.push_back(world.says_yes({player.is_union ? union_kind : unit_kind, player.body}));
        if (game.diagrams.holds(game.wins, yes) != world.holds(world.rule))
          FAIL("outcome " << outcome << " of\n" << toml);
      }
    }
  }
  CHECK(games >= 300);
}

TEST_CASE("the conditional estimator refuses a random rule, or its diagram says the same") {
  Dice dice{99};
  int treated = 0, refused = 0;
  for (int round = 0; round < 400; ++round) {
    World world = random_world(dice, 2 + round % 5, round % 2 == 0);
    const std::string toml = toml_of(world);
    const Model model = compile(scenario_of(toml));
    if (conditional::refusal(model)) {
      ++refused;
      continue;
    }
    const auto unions = static_cast<int>(model.unions.size());
    const auto diagram = conditional::RuleDiagram::of(model.rule.rule, unions);
    REQUIRE(diagram);
    ++treated;
    Votes votes = Batch(model, 1, 1, kernels::best()).votes;
    for (std::int64_t outcome = 0; outcome < power(2, world.units.size()); ++outcome) {
      put(world, outcome, 2, votes, 0);
      std::vector<double> yes;
      for (int k = 0; k < unions; ++k) yes.push_back(world.says_yes({union_kind, k}) ? 1 : 0);
      if ((diagram->chance(yes) == 1) != world.holds(world.rule))
        FAIL("outcome " << outcome << " of\n" << toml);
    }
  }
  CHECK(treated >= 150);
  CHECK(refused >= 150);
}

}  // namespace
}  // namespace ayes::tests
