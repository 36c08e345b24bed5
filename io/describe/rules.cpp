// Who says yes: units, unions, the coalition, each rule as a sentence or a list of sentences.
#include "io/describe/sections.h"
#include "models/rule_text.h"

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

void say_bodies(const Scenario& scenario, Prose& text) {
  text.item(
      "A unit says yes to a question when more than half of its ballots cast say yes; a tie, and "
      "no "
      "ballots at all, is a no.");
  if (!scenario.units.rules.empty()) text.item("Units that decide on the package otherwise:");
  for (const auto& [unit, rule] : scenario.units.rules) {
    RuleProse{text, 1}.say(rule, unit + " says yes when ");
  }
  if (scenario.unions.decide == RuleWords{}) {
    text.item(
        "A union says yes when more than half of all its units' ballots, pooled, say yes; a union "
        "of "
        "one unit says what the unit says.");
  } else {
    RuleProse{text, 0}.say(scenario.unions.decide, "A union says yes when ");
  }
  if (!scenario.unions.rules.empty()) text.item("Unions that decide otherwise:");
  for (const auto& [name, rule] : scenario.unions.rules) {
    RuleProse{text, 1}.say(rule, name + " says yes when ");
  }
}

}  // namespace

void say_rule(const RuleWords& rule, const std::string& before, Prose& text) {
  RuleProse{text, 0}.say(rule, before);
}

void rules(const Subject& subject, Prose& text) {
  const Scenario& scenario = subject.scenario;
  text.heading("WHO DECIDES");
  say_bodies(scenario, text);
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
    RuleProse{text, 0}.say(*scenario.rule, "The package is ratified when ");
  }
  if (!scenario.rules.empty()) text.item("Rules with a name, for use inside others:");
  for (const auto& [name, rule] : scenario.rules) {
    RuleWords unnamed = rule;
    if (rule.name == name) unnamed.name.clear();
    RuleProse{text, 1}.say(unnamed, "\"" + name + "\": ");
  }
  if (!scenario.groups.empty()) text.item("Groups:");
  for (const auto& [name, group] : scenario.groups) {
    std::vector<std::string> parts;
    if (!group.unions.empty()) parts.push_back("the unions " + listed(group.unions));
    if (!group.units.empty()) parts.push_back("the units " + listed(group.units));
    text.item("\"" + name + "\": " + (parts.empty() ? "nobody" : listed(parts)), 1);
  }
}

}  // namespace ayes::described
