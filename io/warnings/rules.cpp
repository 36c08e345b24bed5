#include "io/scenario/report.h"
#include "io/warnings/sections.h"
#include "models/path.h"

#include <map>
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
  void see(const EachWords&) {}
  void see(const std::map<std::string, RuleWords>& by_name) {
    for (const auto& [name, rule] : by_name) see(rule);
  }
  void see(const UnionsTable& unions) {
    see(unions.decide);
    see(unions.rules);
  }
  void see(const UnitsTable& units) {
    see(units.decide);
    see(units.contract);
    see(units.rules);
    see(units.contract_rules);
  }
  void see(const std::map<std::string, GroupTable>& by_name) {
    for (const auto& [name, group] : by_name) {
      if (group.rule) see(*group.rule);
      see(group.groups);
    }
  }
  void see(const ConsequencesTable& consequences) {
    if (consequences.everyone_if) see(*consequences.everyone_if);
  }
};

// Sees the rules of the first vote.
void see(Named& named, const Scenario& scenario) {
  if (scenario.rule) named.see(*scenario.rule);
  named.see(scenario.unions);
  named.see(scenario.units);
  named.see(scenario.rules);
  named.see(scenario.groups);
  named.see(scenario.consequences);
  if (scenario.gate && scenario.gate->package_waits_for)
    named.see(*scenario.gate->package_waits_for);
  if (scenario.imposed && scenario.imposed->only_if) named.see(*scenario.imposed->only_if);
}

// Sees the rules that a later vote restates.
void see(Named& named, const RoundTable& round) {
  if (round.rule) named.see(*round.rule);
  if (round.unions) named.see(*round.unions);
  if (round.units) named.see(*round.units);
  if (round.rules) named.see(*round.rules);
  if (round.groups) named.see(*round.groups);
  if (round.consequences) named.see(*round.consequences);
}

void warn_of_unused(Warnings& warnings) {
  const Scenario& scenario = warnings.scenario;
  Named named;
  see(named, scenario);
  for (const RoundTable& round : scenario.round) see(named, round);
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
