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
  void see(const std::vector<std::string>& bodies) { groups.insert(bodies.begin(), bodies.end()); }
  void see(const CountWords& node) {
    groups.insert(node.bodies);
    see(node.listed);
  }
  void see(const BallotsWords& node) {
    see(node.in);
    see(node.except);
  }
  void see(const BodyWords& node) { groups.insert(node.body); }
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
  for (const RuleWords* rule :
       {&scenario.unions.decide, &scenario.units.decide, &scenario.units.contract})
    named.see(*rule);
  for (const auto* rules : {&scenario.rules, &scenario.unions.rules, &scenario.units.rules,
                            &scenario.units.contract_rules})
    for (const auto& [name, rule] : *rules) named.see(rule);
  if (scenario.gate && scenario.gate->package_waits_for)
    named.see(*scenario.gate->package_waits_for);
  if (scenario.consequences.everyone_if) named.see(*scenario.consequences.everyone_if);
  for (const auto& [name, group] : scenario.groups) {
    if (group.rule) named.see(*group.rule);
    named.see(group.groups);
  }
  for (const auto& [name, group] : scenario.groups) {
    if (group.rule && named.groups.contains("groups")) continue;
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
