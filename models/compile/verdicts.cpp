// Who decides first: a union whose rule asks what another says comes after it.
#include "models/compile/draft.h"

#include <algorithm>
#include <map>

namespace ayes {
namespace {

struct Sorter {
  Draft& draft;
  std::vector<Verdict> open = {};  // whose sources are being visited, to find a circle
  std::map<std::pair<Verdict::Of, int>, bool> done = {};  // false: being visited

  std::string who(const Verdict& verdict) const;
  const Rule* rule_of(const Verdict& verdict) const;
  std::string place_of(const Verdict& verdict) const;
  bool looks_on(const Sources& sources, const Verdict& verdict) const;
  bool is_onlooker(const Verdict& verdict) const;
  void visit(const Verdict& verdict);
  void report_circle(const Verdict& verdict);
};

std::string Sorter::who(const Verdict& verdict) const {
  const auto index = static_cast<std::size_t>(verdict.index);
  if (verdict.of == Verdict::Of::package_of_union)
    return "union \"" + draft.model.unions[index].name + "\"";
  const std::string unit = "unit \"" + draft.model.units[index].name + "\"";
  return verdict.of == Verdict::Of::package_of_unit ? unit : unit + " (its contract)";
}

const Rule* Sorter::rule_of(const Verdict& verdict) const {
  const auto index = static_cast<std::size_t>(verdict.index);
  const std::optional<Rule>& rule =
      verdict.of == Verdict::Of::package_of_union  ? draft.model.unions[index].rule
      : verdict.of == Verdict::Of::package_of_unit ? draft.model.units[index].rule
                                                   : draft.model.units[index].contract_rule;
  return rule ? &*rule : nullptr;
}

// Where the rule is stated: for one, or for all.
std::string Sorter::place_of(const Verdict& verdict) const {
  const auto index = static_cast<std::size_t>(verdict.index);
  const UnitsTable& units = draft.scenario.units;
  const UnionsTable& unions = draft.scenario.unions;
  const auto place = [](const auto& rules, const std::string& name, const std::string& table,
                        const std::string& all) {
    return rules.contains(name) ? table + "." + path_of({name}) : all;
  };
  if (verdict.of == Verdict::Of::package_of_union)
    return place(unions.rules, draft.model.unions[index].name, "unions.rules", "unions.decide");
  const std::string& name = draft.model.units[index].name;
  if (verdict.of == Verdict::Of::package_of_unit)
    return place(units.rules, name, "units.rules", "units.decide");
  return place(units.contract_rules, name, "units.contract_rules", "units.contract");
}

// Tells whether the rule asks others than the body's own units.
bool Sorter::looks_on(const Sources& sources, const Verdict& verdict) const {
  const std::vector<int> only = {verdict.index};
  const std::vector<int>& own =
      verdict.of == Verdict::Of::package_of_union
          ? draft.model.unions[static_cast<std::size_t>(verdict.index)].units
          : only;
  const auto within = [&](const std::vector<int>& units) {
    return std::includes(own.begin(), own.end(), units.begin(), units.end());
  };
  return !sources.unions.empty() || !within(sources.units) || !within(sources.contracts) ||
         !within(sources.ballots);
}

void Sorter::report_circle(const Verdict& verdict) {
  std::vector<std::string> names;
  for (auto each = std::find(open.begin(), open.end(), verdict); each != open.end(); ++each)
    names.push_back(who(*each));
  draft.mistake(
      place_of(verdict), circle_in_words(names, "waits for"), "none of them could decide first",
      "ask for ballots instead: { ballots = \"yes\", in = \"...\", more_than = \"half\" }");
}

bool Sorter::is_onlooker(const Verdict& verdict) const {
  const auto& onlookers = draft.model.onlookers;
  return std::find(onlookers.begin(), onlookers.end(), verdict) != onlookers.end();
}

void Sorter::visit(const Verdict& verdict) {
  const auto [state, is_new] = done.emplace(std::pair{verdict.of, verdict.index}, false);
  if (!is_new) {
    if (!state->second) report_circle(verdict);
    return;
  }
  open.push_back(verdict);
  bool looks = false;
  const auto ask = [&](Verdict::Of of, const std::vector<int>& bodies) {
    for (int body : bodies) {
      visit({of, body});
      looks = looks || is_onlooker({of, body});
    }
  };
  if (const Rule* rule = rule_of(verdict)) {
    const Sources sources = sources_of(*rule);
    ask(Verdict::Of::package_of_unit, sources.units);
    ask(Verdict::Of::contract_of_unit, sources.contracts);
    ask(Verdict::Of::package_of_union, sources.unions);
    looks = looks || looks_on(sources, verdict);
  } else if (verdict.of == Verdict::Of::package_of_union) {
    const auto& units = draft.model.unions[static_cast<std::size_t>(verdict.index)].units;
    if (units.size() == 1) ask(Verdict::Of::package_of_unit, units);
  }
  if (looks) draft.model.onlookers.push_back(verdict);
  open.pop_back();
  state->second = true;
  draft.model.verdicts.push_back(verdict);
}

}  // namespace

void compile_verdicts(Draft& draft) {
  Sorter sorter{draft};
  for (int u = 0; u < static_cast<int>(draft.model.units.size()); ++u) {
    sorter.visit({Verdict::Of::package_of_unit, u});
    sorter.visit({Verdict::Of::contract_of_unit, u});
  }
  for (int u = 0; u < static_cast<int>(draft.model.unions.size()); ++u)
    sorter.visit({Verdict::Of::package_of_union, u});
}

}  // namespace ayes
