// Whom a yes binds, and what it protects from.
#include "io/describe/sections.h"
#include "models/rule_text.h"

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
}

}  // namespace ayes::described
