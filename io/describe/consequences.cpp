// Whom a yes binds, and what it protects from.
#include "io/describe/sections.h"
#include "models/rule_text.h"
#include "models/scenario/spelling.h"

namespace ayes::described {

void consequences(const Subject& subject, Prose& text) {
  const Scenario& scenario = subject.scenario;
  const ConsequencesTable& table = scenario.consequences;
  const bool each = !scenario.rule || std::holds_alternative<EachWords>(scenario.rule->node);
  text.heading("WHOM A YES BINDS");
  std::string binds = table.package_binds == PackageBinds::everyone
                          ? "A ratified package binds every unit, those that voted no as well"
                          : "A ratified package binds only the unions that said yes";
  if (each && table.package_binds == PackageBinds::everyone) {
    binds += "; but with no coalition each union's yes binds only itself";
  }
  text.item(binds + ".");
  if (table.everyone_if) {
    const std::string name = table.everyone_if->name.empty() ? "" : table.everyone_if->name + ": ";
    text.item("Those who refused it are bound as well when this holds: " + name +
              in_words(*table.everyone_if, scenario.rules) + ".");
  }
  text.item(table.contract_needs_package
                ? "A unit's contract comes into force when its members say yes to it and the "
                  "package is in "
                  "force for the unit: without the package its yes is void."
                : "A unit's contract comes into force when its members say yes to it, with the "
                  "package or "
                  "without.");
  std::string until;
  if (scenario.protection.until) until = ", until " + day_in_words(*scenario.protection.until);
  text.item("A unit whose contract is in force is protected from layoff" + until + ".");
  if (!scenario.protection.excludes.empty()) {
    std::vector<std::string> excluded;
    for (const std::string& what : scenario.protection.excludes) {
      excluded.push_back(what == "anyway" ? "those that come anyway" : what);
    }
    text.item("That protection leaves out some layoffs: " + listed(excluded) + ".");
  }
  if (const auto& legislature = scenario.legislature) {
    text.item("A legislature takes a ratified package up with the chance: " +
              subject.said(legislature->acts, "legislature.acts") + ", and then refuses it with: " +
              subject.said(legislature->refuses, "legislature.refuses") + ". Its silence " +
              std::string(spelled(legislature->silence)) +
              ". It refuses a unit's contract, each by itself, with the chance: " +
              subject.said(legislature->refuses_contract, "legislature.refuses_contract") +
              ". What it refuses is ratified, and not in force.");
  }
  if (scenario.imposed) {
    text.item("A rejected package is put in force by others with the chance: " +
              subject.said(scenario.imposed->chance, "imposed.chance") +
              ". It then binds everyone, and never counts as ratified.");
    if (const auto& only_if = scenario.imposed->only_if) {
      const std::string name = only_if->name.empty() ? "" : only_if->name + ": ";
      text.item("That is possible only when this holds: " + name +
                in_words(*only_if, scenario.rules) + ".");
    }
  }
}

}  // namespace ayes::described
