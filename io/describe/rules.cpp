// Who says yes: units, unions, the coalition, each rule as a sentence or a list of sentences.
#include "io/describe/sections.h"
#include "models/rule_text.h"

#include <algorithm>

namespace ayes::described {
namespace {

struct RuleProse {
  Prose& text;
  int level;

  void say(const RuleWords& rule, const std::string& before) const {
    const std::string name = rule.name.empty() ? "" : rule.name + ": ";
    std::visit([&](const auto& node) { node_with_parts(node, before + name, rule); }, rule.node);
  }
  void parts(const std::vector<RuleWords>& rules, const std::string& head) const {
    text.item(head, level);
    for (const RuleWords& rule : rules) RuleProse{text, level + 1}.say(rule, "");
  }
  void node_with_parts(const AllWords& words, const std::string& before, const RuleWords&) const {
    parts(words.all, before + "all of these hold:");
  }
  void node_with_parts(const AnyWords& words, const std::string& before, const RuleWords&) const {
    parts(words.any, before + "at least one of these holds:");
  }
  void node_with_parts(const NoneWords& words, const std::string& before, const RuleWords&) const {
    parts(words.none, before + "none of these holds:");
  }
  void node_with_parts(const IfWords& words, const std::string& before,
                       const RuleWords& rule) const {
    if (words.parts.size() != 3) return sentence(before, rule);
    text.item(before + "it depends:", level);
    const RuleProse below{text, level + 1};
    below.say(words.parts[0], "if ");
    below.say(words.parts[1], "then ");
    below.say(words.parts[2], "otherwise ");
  }
  void node_with_parts(const auto&, const std::string& before, const RuleWords& rule) const {
    sentence(before, rule);
  }
  void sentence(const std::string& before, const RuleWords& rule) const {
    text.item(before + in_words(rule) + ".", level);
  }
};

const std::vector<RuleWords>* parts_of(const RuleWords& rule) {
  if (const auto* node = std::get_if<AllWords>(&rule.node)) return &node->all;
  if (const auto* node = std::get_if<AnyWords>(&rule.node)) return &node->any;
  if (const auto* node = std::get_if<NoneWords>(&rule.node)) return &node->none;
  if (const auto* node = std::get_if<IfWords>(&rule.node)) return &node->parts;
  return nullptr;
}

// Whether a list of parts tells more than one sentence: parts of parts, or names.
bool needs_list(const RuleWords& rule) {
  const auto* parts = parts_of(rule);
  if (!parts) return false;
  return !rule.name.empty() || std::any_of(parts->begin(), parts->end(), [](const RuleWords& part) {
    const auto* named = std::get_if<NamedWords>(&part.node);
    return parts_of(part) || !part.name.empty() || (named && named->rule != NamedWords::own_ballot);
  });
}

// A rule in one sentence, and part by part where that tells more.
void say_rule(const RuleWords& rule, const std::string& when, const Scenario& scenario, int level,
              Prose& text) {
  const bool named = std::holds_alternative<NamedWords>(rule.node);
  if (!parts_of(rule) && !(named && rule.name.empty()))
    return RuleProse{text, level}.say(rule, when);
  text.item(when + in_words(rule, scenario.rules) + ".", level);
  if (needs_list(rule)) RuleProse{text, level}.say(rule, "That is, ");
}

void say_each(const std::map<std::string, RuleWords>& rules, const std::string& head,
              const std::string& says, const Scenario& scenario, Prose& text) {
  if (!rules.empty()) text.item(head);
  for (const auto& [name, rule] : rules) say_rule(rule, name + says, scenario, 1, text);
}

void say_units(const Scenario& scenario, const Model& model, Prose& text) {
  const UnitsTable& units = scenario.units;
  const bool usual = units.decide == RuleWords{} && units.contract == RuleWords{};
  if (usual) {
    text.item(
        "A unit says yes to a question when more than half of its ballots cast say yes; a tie, and "
        "no "
        "ballots at all, is a no.");
  } else {
    say_rule(units.decide, "A unit says yes to the package when ", scenario, 0, text);
    say_rule(units.contract, "A unit says yes to its contract when ", scenario, 0, text);
  }
  for (const DividedUnit& unit : model.divided_units) {
    std::vector<std::string> locals;
    for (int local : unit.locals)
      locals.push_back(model.units[static_cast<std::size_t>(local)].name);
    text.item("Unit " + unit.name + " has locals, whose members vote: " + listed(locals) +
              ". Its ballots are theirs, pooled; its contract is one for all of them.");
  }
  say_each(units.rules, "Units that decide on the package otherwise:", " says yes when ", scenario,
           text);
  say_each(units.contract_rules,
           "Units that decide on their contract otherwise:", " says yes to its contract when ",
           scenario, text);
}

void say_bodies(const Scenario& scenario, const Model& model, Prose& text) {
  say_units(scenario, model, text);
  if (scenario.unions.decide == RuleWords{}) {
    text.item(
        "A union says yes when more than half of all its units' ballots, pooled, say yes; a union "
        "of "
        "one unit says what the unit says.");
  } else {
    say_rule(scenario.unions.decide, "A union says yes when ", scenario, 0, text);
  }
  say_each(scenario.unions.rules, "Unions that decide otherwise:", " says yes when ", scenario,
           text);
}

void say_groups(const Scenario& scenario, Prose& text) {
  const auto& groups = scenario.groups;
  if (!groups.empty()) text.item("Groups:");
  for (const auto& [name, group] : groups) {
    std::vector<std::string> parts;
    if (!group.unions.empty()) parts.push_back("the unions " + listed(group.unions));
    if (!group.units.empty()) parts.push_back("the units " + listed(group.units));
    if (!group.groups.empty()) parts.push_back("the groups " + listed(group.groups));
    if (!group.column.empty() || !group.equals.empty())
      parts.push_back("the units with \"" + group.equals + "\" in column " + group.column);
    text.item("\"" + name + "\": " + (parts.empty() ? "nobody" : listed(parts)), 1);
    if (group.rule) say_rule(*group.rule, "it says yes when ", scenario, 2, text);
  }
}

}  // namespace

void say_rule(const RuleWords& rule, const std::string& before, Prose& text) {
  RuleProse{text, 0}.say(rule, before);
}

void rules(const Subject& subject, Prose& text) {
  const Scenario& scenario = subject.scenario;
  text.heading("WHO DECIDES");
  say_bodies(scenario, subject.model, text);
  const bool each = !scenario.rule || std::holds_alternative<EachWords>(scenario.rule->node);
  if (!scenario.rule) {
    text.item(
        "No coalition's rule is stated: each union decides for itself and binds only itself. "
        "Ratified "
        "then means that all unions say yes.");
  } else if (each) {
    text.item(
        "There is no coalition: each union decides for itself and binds only itself. Ratified "
        "then means that all unions say yes.");
    if (!scenario.rule->name.empty()) text.item("This rule is called " + scenario.rule->name + ".");
  } else {
    say_rule(*scenario.rule, "The package is ratified when ", scenario, 0, text);
  }
  if (!scenario.rules.empty()) text.item("Rules with a name, for use inside others:");
  for (const auto& [name, rule] : scenario.rules) {
    RuleWords unnamed = rule;
    if (rule.name == name) unnamed.name.clear();
    RuleProse{text, 1}.say(unnamed, "\"" + name + "\": ");
  }
  say_groups(scenario, text);
  if (scenario.gate && !scenario.gate->package_waits_for) {
    text.item("A ratified package waits for something that is not stated.");
  } else if (scenario.gate) {
    say_rule(*scenario.gate->package_waits_for,
             "A ratified package is not in force, and counts as rejected in what follows, until ",
             scenario, 0, text);
  }
}

}  // namespace ayes::described
