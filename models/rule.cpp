#include "models/rule.h"

#include <algorithm>

namespace ayes {
namespace {

// Calls visit(part) for each part directly inside the rule.
template <typename Visit>
void each_part(const Rule& rule, Visit visit) {
  const auto all = [&](const std::vector<Rule>& parts) {
    for (const Rule& part : parts) visit(part);
  };
  if (const auto* node = std::get_if<AllRule>(&rule.node)) all(node->rules);
  if (const auto* node = std::get_if<AnyRule>(&rule.node)) all(node->rules);
  if (const auto* node = std::get_if<NoneRule>(&rule.node)) all(node->rules);
  if (const auto* node = std::get_if<IfRule>(&rule.node)) all(node->parts);
  if (const auto* node = std::get_if<GroupsRule>(&rule.node)) all(node->bodies);
}

void add_sources(const Rule& rule, Sources& sources) {
  const auto add = [](const std::vector<int>& from, std::vector<int>& to) {
    to.insert(to.end(), from.begin(), from.end());
  };
  if (const auto* count = std::get_if<CountRule>(&rule.node))
    add(count->bodies, count->unions                    ? sources.unions
                       : count->on == Question::package ? sources.units
                                                        : sources.contracts);
  if (const auto* ballots = std::get_if<BallotsRule>(&rule.node))
    add(ballots->units, sources.ballots);
  each_part(rule, [&](const Rule& part) { add_sources(part, sources); });
}

}  // namespace

int levels(const Rule& rule) {
  int deepest = 0;
  each_part(rule, [&](const Rule& part) { deepest = std::max(deepest, levels(part)); });
  return 1 + deepest + std::holds_alternative<IfRule>(rule.node);
}

bool looks_at_ballots(const Rule& rule) {
  bool found = std::holds_alternative<BallotsRule>(rule.node);
  each_part(rule, [&](const Rule& part) { found = found || looks_at_ballots(part); });
  return found;
}

Sources sources_of(const Rule& rule) {
  Sources sources;
  add_sources(rule, sources);
  for (std::vector<int>* each :
       {&sources.unions, &sources.units, &sources.contracts, &sources.ballots}) {
    std::sort(each->begin(), each->end());
    each->erase(std::unique(each->begin(), each->end()), each->end());
  }
  return sources;
}

bool asks_about_contracts(const Rule& rule) {
  if (const auto* count = std::get_if<CountRule>(&rule.node))
    return count->on == Question::contract;
  if (const auto* ballots = std::get_if<BallotsRule>(&rule.node))
    return ballots->on == Question::contract;
  bool found = false;
  each_part(rule, [&](const Rule& part) { found = found || asks_about_contracts(part); });
  return found;
}

}  // namespace ayes
