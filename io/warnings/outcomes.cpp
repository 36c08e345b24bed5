// Conditions that every outcome meets, or none. Bodies that vote may say yes or no, each whatever
// the others say, so the least and the most that a condition counts are known exactly; a rule over
// few unions is tried on all that they can say.
#include "io/result/number_text.h"
#include "io/scenario/report.h"
#include "io/warnings/sections.h"
#include "models/path.h"

#include <algorithm>
#include <numeric>

namespace ayes::warnings {
namespace {

using reading::in_quotes;

constexpr std::size_t most_unions = 16;  // of which all outcomes are tried

// Whether a unit can say yes: somebody votes there, and it is asked. A rule of its own may say yes
// to an empty box.
bool may_say_yes(const Unit& unit, Question on) {
  if (on == Question::contract && !unit.votes_on_contract()) return false;
  const bool nobody_votes = unit.turnout_is_certain() && unit.turnout.constant < 0;
  const bool has_rule =
      on == Question::package ? unit.rule.has_value() : unit.contract_rule.has_value();
  return !nobody_votes || has_rule || unit.unreturned == Unreturned::yes;
}

struct Outcomes {
  Warnings& warnings;
  const Model& model = warnings.model;
  std::int64_t found = 0;

  const Unit& unit(int u) const { return model.units[static_cast<std::size_t>(u)]; }

  bool may_say_yes(const CountRule& rule, int body) const {
    if (!rule.unions) return warnings::may_say_yes(unit(body), rule.on);
    const Union& asked = model.unions[static_cast<std::size_t>(body)];
    return asked.rule || std::ranges::any_of(asked.units, [&](int u) {
             return warnings::may_say_yes(unit(u), Question::package);
           });
  }

  const std::string& name_of(const CountRule& rule, int body) const {
    return rule.unions ? model.unions[static_cast<std::size_t>(body)].name : unit(body).name;
  }

  // Looks at a condition that counts from `least` to `most` of `total`.
  void range(const Rule& rule, const Bound& bound, const std::string& path, std::int64_t least,
             std::int64_t most, std::int64_t total, const std::string& reason = "") {
    const bool at_least = reached(bound, least, total), at_most = reached(bound, most, total);
    if (at_least != at_most) return;
    ++found;
    const std::string counts = least == most
                                   ? "it counts " + grouped(least)
                                   : "it counts " + grouped(least) + " to " + grouped(most);
    warnings.add(path,
                 (at_least ? "every outcome meets " : "no outcome meets ") + in_quotes(rule.words),
                 counts + " of " + grouped(total) + reason,
                 "see who is counted, and whether the bound is a number or a share");
  }

  void condition(const Rule& rule, const CountRule& count, const std::string& path) {
    std::int64_t all = 0, able = 0;
    std::string silent;
    for (std::size_t k = 0; k < count.bodies.size(); ++k) {
      all += count.weights[k];
      if (may_say_yes(count, count.bodies[k]))
        able += count.weights[k];
      else if (silent.empty())
        silent = ", as " + in_quotes(name_of(count, count.bodies[k])) + " cannot say yes";
    }
    const std::int64_t total = count.of_voted ? able : all;
    const bool yes = count.answer == Answer::yes;
    range(rule, count.bound, path, yes || count.of_voted ? 0 : all - able,
          yes || count.of_voted ? able : all, total, silent);
    weights(rule, count, path, all);
  }

  // Groups say what their rules say; each is taken to be free.
  void condition(const Rule& rule, const GroupsRule& groups, const std::string& path) {
    const std::int64_t all =
        std::accumulate(groups.weights.begin(), groups.weights.end(), std::int64_t{0});
    range(rule, groups.bound, path, 0, all, all);
    weights(rule, groups, path, all);
  }

  // Weights that were meant as percentages, and a number of bodies held against a sum of weights.
  void weights(const Rule& rule, const auto& count, const std::string& path, std::int64_t all) {
    const auto [least, most] = std::ranges::minmax(count.weights);
    const std::int64_t bound = count.bound.numerator;
    if (count.bound.share || most == 1 || count.bodies.size() < 2) return;
    if (all != 100 && all >= 90 && all <= 110) {
      warnings.add(path, "the weights of " + in_quotes(rule.words) + " add up to " + grouped(all),
                   "percentages add up to 100", "mend the column, or state the bound as a share");
    } else if (count.bound.sense == Bound::Sense::at_least && bound > 1 && bound <= least) {
      ++found;
      warnings.add(path, "any one body alone meets " + in_quotes(rule.words),
                   "the bound is " + grouped(bound) + ", and the least weight " + grouped(least),
                   "leave out weighted_by to count bodies, or state a share");
    }
  }

  void condition(const Rule& rule, const BallotsRule& ballots, const std::string& path) {
    std::int64_t able = 0;
    for (const int u : ballots.units)
      if (warnings::may_say_yes(unit(u), ballots.on)) able += unit(u).eligible;
    const bool of_themselves = ballots.ballots == BallotsWords::What::cast &&
                               ballots.of == BallotsWords::Of::cast && ballots.bound.share;
    if (of_themselves)
      range(rule, ballots.bound, path, able, able, able,
            "; ballots cast are all of those cast, and a quorum is of = \"eligible\"");
    else
      range(rule, ballots.bound, path, 0, able,
            ballots.of == BallotsWords::Of::cast ? able : ballots.eligible);
  }

  // Walks over a rule as it is written and as it is compiled, side by side.
  void visit(const RuleWords& words, const Rule& rule, std::string path, const std::string& root) {
    if (!words.name.empty()) path = child(root, words.name);
    if (const auto* named = std::get_if<NamedWords>(&words.node)) {
      if (named->rule == NamedWords::own_ballot) return;
      const std::string place = child("rules", named->rule);
      visit(warnings.scenario.rules.at(named->rule), rule, place, place);
      return;
    }
    std::visit([&](const auto& node) { parts(words, rule, node, path, root); }, rule.node);
  }

  void parts(const RuleWords&, const Rule& rule, const auto& node, const std::string& path,
             const std::string&) {
    condition(rule, node, path);
  }
  void parts(const RuleWords& words, const Rule&, const AllRule& node, const std::string& path,
             const std::string& root) {
    if (const auto* stated = std::get_if<AllWords>(&words.node))
      list(stated->all, node.rules, child(path, "all"), root);
  }
  void parts(const RuleWords& words, const Rule&, const AnyRule& node, const std::string& path,
             const std::string& root) {
    if (const auto* stated = std::get_if<AnyWords>(&words.node))
      list(stated->any, node.rules, child(path, "any"), root);
  }
  void parts(const RuleWords& words, const Rule&, const NoneRule& node, const std::string& path,
             const std::string& root) {
    if (const auto* stated = std::get_if<NoneWords>(&words.node))
      list(stated->none, node.rules, child(path, "none"), root);
  }
  void parts(const RuleWords& words, const Rule&, const IfRule& node, const std::string& path,
             const std::string& root) {
    const auto* stated = std::get_if<IfWords>(&words.node);
    const char* keys[] = {"if", "then", "else"};
    for (std::size_t i = 0; stated && i < stated->parts.size(); ++i)
      visit(stated->parts[i], node.parts[i], child(path, keys[i]), root);
  }

  void list(const std::vector<RuleWords>& words, const std::vector<Rule>& rules,
            const std::string& path, const std::string& root) {
    for (std::size_t i = 0; i < words.size(); ++i)
      visit(words[i], rules[i], path + "[" + std::to_string(i + 1) + "]", root);
  }
};

// A rule that asks what unions say, whether or not they vote, tried on it.
struct Trial {
  std::uint32_t yes = 0;  // a bit a union

  bool holds(const Rule& rule) const {
    return std::visit([this](const auto& node) { return holds(node); }, rule.node);
  }
  bool holds(const CountRule& rule) const {
    std::int64_t measured = 0, total = 0;
    for (std::size_t k = 0; k < rule.bodies.size(); ++k) {
      total += rule.weights[k];
      const bool says_yes = (yes >> rule.bodies[k]) & 1U;
      if (says_yes == (rule.answer == Answer::yes)) measured += rule.weights[k];
    }
    return reached(rule.bound, measured, total);
  }
  bool holds(const BallotsRule&) const { return false; }  // not asked: asks_unions_alone
  bool holds(const GroupsRule&) const { return false; }
  bool holds(const AllRule& rule) const {
    return std::ranges::all_of(rule.rules, [this](const Rule& r) { return holds(r); });
  }
  bool holds(const AnyRule& rule) const {
    return std::ranges::any_of(rule.rules, [this](const Rule& r) { return holds(r); });
  }
  bool holds(const NoneRule& rule) const { return !holds(AnyRule{rule.rules}); }
  bool holds(const IfRule& rule) const {
    return holds(rule.parts[0]) ? holds(rule.parts[1]) : holds(rule.parts[2]);
  }
};

bool asks_unions_alone(const Rule& rule) {
  if (const auto* count = std::get_if<CountRule>(&rule.node))
    return count->unions && !count->of_voted;
  if (std::holds_alternative<BallotsRule>(rule.node)) return false;
  if (std::holds_alternative<GroupsRule>(rule.node)) return false;
  return std::visit(
      [](const auto& node) {
        if constexpr (requires { node.rules; })
          return std::ranges::all_of(node.rules, asks_unions_alone);
        else if constexpr (requires { node.parts; })
          return std::ranges::all_of(node.parts, asks_unions_alone);
        else
          return true;
      },
      rule.node);
}

// Conditions that can be met may yet contradict each other.
void warn_of_whole_rule(Warnings& warnings) {
  const Rule& rule = warnings.model.rule.rule;
  const std::size_t unions = warnings.model.unions.size();
  if (warnings.model.rule.each_union || unions > most_unions || !asks_unions_alone(rule)) return;
  bool ever = false, always = true;
  for (std::uint32_t yes = 0; yes < (std::uint32_t{1} << unions) && (!ever || always); ++yes) {
    const bool holds = Trial{yes}.holds(rule);
    ever = ever || holds;
    always = always && holds;
  }
  if (ever && !always) return;
  warnings.add("rule", ever ? "every outcome ratifies" : "no outcome ratifies",
               "tried on all that " + grouped(static_cast<std::int64_t>(unions)) +
                   (unions == 1 ? " union can say" : " unions can say"),
               "see whether its conditions fit together");
}

}  // namespace

void warn_of_outcomes(Warnings& warnings) {
  const Scenario& scenario = warnings.scenario;
  const Model& model = warnings.model;
  Outcomes outcomes{warnings};
  const auto visit = [&](const std::optional<Rule>& rule, const std::string& name,
                         const auto& single, const RuleWords& all, const std::string& table,
                         const std::string& key) {
    if (!rule) return;
    const auto own = single.find(name);
    const std::string path = own == single.end() ? key : child(table, name);
    outcomes.visit(own == single.end() ? all : own->second, *rule, path, path);
  };
  if (scenario.rule && !model.rule.each_union)
    outcomes.visit(*scenario.rule, model.rule.rule, "rule", "rule");
  for (const Union& body : model.unions)
    visit(body.rule, body.name, scenario.unions.rules, scenario.unions.decide, "unions.rules",
          "unions.decide");
  for (const Unit& unit : model.units) {
    visit(unit.rule, unit.name, scenario.units.rules, scenario.units.decide, "units.rules",
          "units.decide");
    visit(unit.contract_rule, unit.name, scenario.units.contract_rules, scenario.units.contract,
          "units.contract_rules", "units.contract");
  }
  if (model.gate) {
    const std::string path = "gate.package_waits_for";
    outcomes.visit(*scenario.gate->package_waits_for, *model.gate, path, path);
  }
  if (model.everyone_if) {
    const std::string path = "consequences.everyone_if";
    outcomes.visit(*scenario.consequences.everyone_if, *model.everyone_if, path, path);
  }
  if (model.imposed && model.imposed->only_if) {
    const std::string path = "imposed.only_if";
    outcomes.visit(*scenario.imposed->only_if, *model.imposed->only_if, path, path);
  }
  if (outcomes.found == 0) warn_of_whole_rule(warnings);
}

}  // namespace ayes::warnings
