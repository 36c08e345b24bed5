#include "io/scenario/report.h"
#include "io/warnings/sections.h"
#include "models/path.h"

#include <set>

namespace ayes::warnings {
namespace {

using reading::in_quotes;

// The groups and rules that rules name.
struct Named {
  std::set<std::string> groups, rules;

  void see(const RuleWords& rule) {
    std::visit([this](const auto& node) { see(node); }, rule.node);
  }
  void see(const std::vector<RuleWords>& parts) {
    for (const RuleWords& part : parts) see(part);
  }
  void see(const NamedWords& node) { rules.insert(node.rule); }
  void see(const CountWords& node) { groups.insert(node.bodies); }
  void see(const AllWords& node) { see(node.all); }
  void see(const AnyWords& node) { see(node.any); }
  void see(const NoneWords& node) { see(node.none); }
  void see(const IfWords& node) { see(node.parts); }
  void see(const auto&) {}  // names neither
};

void warn_of_unused(Warnings& warnings) {
  const Scenario& scenario = warnings.scenario;
  Named named;
  if (scenario.rule) named.see(*scenario.rule);
  named.see(scenario.unions.decide);
  for (const auto* rules : {&scenario.rules, &scenario.unions.rules, &scenario.units.rules})
    for (const auto& [name, rule] : *rules) named.see(rule);
  for (const auto& [name, group] : scenario.groups) {
    if (!named.groups.contains(name))
      warnings.add(child("groups", name), "no rule counts the group " + in_quotes(name),
                   "it changes nothing",
                   "count it, { yes = " + in_quotes(name) + " ... }, or remove it");
  }
  for (const auto& [name, rule] : scenario.rules) {
    if (!named.rules.contains(name))
      warnings.add(child("rules", name), "nothing uses the rule " + in_quotes(name),
                   "it changes nothing", "name it in [rule], or remove it");
  }
}

}  // namespace

void warn_of_rules(Warnings& warnings) { warn_of_unused(warnings); }

}  // namespace ayes::warnings
