// What those who vote think: shares, spreads, groups, given correlations; and what that makes of
// each unit.
#include "io/describe/middles.h"
#include "io/describe/sections.h"
#include "io/result/number_text.h"
#include "io/scenario/roster_cell.h"
#include "models/numerics/elementary.h"
#include "models/path.h"

#include <algorithm>

namespace ayes::described {
namespace {

std::string ballot_of(const Unit& unit) {
  std::string ballot = "two questions";
  if (std::holds_alternative<BundledBallot>(unit.ballot)) ballot = "one question";
  if (unit.outside || std::holds_alternative<PackageOnlyBallot>(unit.ballot))
    ballot = "package only";
  if (unit.unreturned == Unreturned::yes) ballot += ", silence is a yes";
  if (unit.unreturned == Unreturned::no) ballot += ", silence is a no";
  return ballot;
}

// The ballot with which the unit comes back from a delay, if that is another.
std::string late_ballot_of(const Model& model, int unit) {
  if (!model.calendar) return "";
  const auto at = [](int i) { return static_cast<std::size_t>(i); };
  const int index = model.calendar->delay[at(unit)];
  if (index < 0) return "";
  const Delay& delay = model.calendar->delays[at(index)];
  if (delay.returning.empty()) return "";
  const auto place = std::find(delay.units.begin(), delay.units.end(), unit) - delay.units.begin();
  const std::string late =
      ballot_of(model.returning[at(delay.returning[at(static_cast<int>(place))])]);
  return late == ballot_of(model.units[at(unit)]) ? "" : late;
}

void say_own_estimates(const Subject& subject, Prose& text) {
  for (const auto& [unit, own] : subject.scenario.support.units) {
    const std::string path = child("support.units", unit);
    const auto whole = [](const SupportShare& share) {
      return share.is_fixed()
                 ? ""
                 : "; this is the whole doubt about it, given swing, groups and drivers";
    };
    if (own.package) {
      text.item(unit + ", package: " + subject.said(*own.package, path + ".package") +
                whole(*own.package) + ".");
    }
    if (own.contract) {
      text.item(unit + ", contract: " + subject.said(*own.contract, path + ".contract") +
                whole(*own.contract) + ".");
    }
    if (own.shift) {
      text.item(unit + ", how much more its contract is liked than the package: " +
                subject.said(*own.shift, path + ".shift") + ".");
    }
  }
}

void say_stated(const Subject& subject, Prose& text) {
  const SupportTable& support = subject.scenario.support;
  text.say("What is stated:");
  text.item(
      "Share of yes to the package among those who vote, in a unit that states none of its own: " +
      subject.said(support.package, "support.package") + ".");
  text.item("How much more a unit's own contract is liked than the package: " +
            subject.said(support.contract.shift, "support.contract.shift") +
            ". Between units this differs by " +
            subject.said(support.contract.sd, "support.contract.sd") +
            ", as a standard deviation.");
  say_own_estimates(subject, text);
  text.item("Correlation of one voter's two opinions, on package and contract, an assumption: " +
            subject.said(support.same_voter, "support.same_voter") + ".");
}

// Nothing is said of normal terms.
void say_tails(const std::string& terms, double degrees, Prose& text) {
  if (__builtin_isinf(degrees)) return;
  text.item(terms + " follow a Student t of " + shortest(degrees) +
            " degrees of freedom, which leaves more room for surprises than a normal law.");
}

// "office (CLK, ENG); transport (BUS, RAIL)"
std::string groups_in_words(const Scenario& scenario, const std::string& column) {
  std::map<std::string, std::vector<std::string>> units;
  for (const UnitWords& unit : scenario.unit) {
    const std::string value = reading::roster_cell(unit, column);
    if (!value.empty()) units[value].push_back(unit.unit);
  }
  std::vector<std::string> groups;
  for (const auto& [value, names] : units) groups.push_back(value + " (" + listed(names) + ")");
  return groups.empty() ? "no unit is in one" : listed(groups);
}

void say_matrix(const Subject& subject, const CorrelationTable& given, Prose& text) {
  text.item("Each unit for itself: " + subject.said(given.sd, "support.correlation.sd") +
            ", with the correlations below in place of terms for unions and units.");
  if (!given.file.empty()) text.item("The correlations are read from " + given.file + ".");
  constexpr std::size_t most_shown = 12;
  if (given.units.size() > most_shown) {
    text.item("The correlations of " + std::to_string(given.units.size()) + " units are given.");
    return;
  }
  std::vector<Align> columns(given.units.size() + 1, Align::right);
  columns[0] = Align::left;
  Table table(columns);
  std::vector<std::string> header = {"correlation"};
  header.insert(header.end(), given.units.begin(), given.units.end());
  table.add(header);
  for (std::size_t i = 0; i < given.matrix.size() && i < given.units.size(); ++i) {
    std::vector<std::string> row = {given.units[i]};
    for (double value : given.matrix[i]) row.push_back(stated(value, Tell::plain));
    table.add(row);
  }
  text.table(table);
}

// The spread of one unit's opinion, all terms together, every spread at its middle.
double whole_spread(const Subject& subject) {
  const SupportTable& support = subject.scenario.support;
  double square = 0;
  const auto add = [&](const std::string& path) {
    const double spread = subject.middle(path);
    square += spread * spread;
  };
  add("support.swing");
  if (support.correlation) {
    add("support.correlation.sd");
  } else {
    add("support.union");
    add("support.unit");
  }
  for (const SupportGroupTable& group : support.groups)
    add(child("support.group", group.name) + ".sd");
  return __builtin_sqrt(square);
}

void say_spreads(const Subject& subject, Prose& text) {
  const SupportTable& support = subject.scenario.support;
  text.gap();
  text.say("What moves it, as a standard deviation:");
  text.item("The swing, common to all units: " + subject.said(support.swing, "support.swing") +
            ".");
  say_tails("Swings", support.swing_tails, text);
  if (support.correlation) {
    say_matrix(subject, *support.correlation, text);
  } else {
    text.item("Between unions: " + subject.said(support.union_spread, "support.union") + ".");
    text.item("Between units of a union: " + subject.said(support.unit_spread, "support.unit") +
              ".");
  }
  say_tails(support.correlation ? "These terms, and what sets a contract apart,"
                                : "The terms of unions and units, and what sets a contract apart,",
            support.tails, text);
  for (const SupportGroupTable& group : support.groups) {
    const std::string path = child("support.group", group.name) + ".sd";
    text.item("Common to units alike in the column " + group.column + " (" + group.name +
              "): " + subject.said(group.sd, path) + "; " +
              groups_in_words(subject.scenario, group.column) + ".");
  }
  const double spread = whole_spread(subject);
  if (spread == 0) return;
  text.say("Together they take a unit whose middle is 50% to between " +
           about(numerics::normal_cdf(-1.2816 * spread), Tell::share) + " and " +
           about(numerics::normal_cdf(1.2816 * spread), Tell::share) + ", 8 times in 10.");
}

// Units of which the same can be said.
struct Alike {
  std::vector<std::string> units;
  std::string ballot, package, contract;
  double package_mean = 0, contract_mean = 0;
  bool counted = true;  // in some simulated vote, for the package
};

std::string tenths(double share) { return fixed(100 * share, 1) + "%"; }

std::vector<Alike> alike_units(const Subject& subject) {
  std::vector<Alike> found;
  for (std::size_t u = 0; u < subject.model.units.size(); ++u) {
    const Unit& unit = subject.model.units[u];
    const Middle middle = middle_of_unit(subject.model, subject.ranges, unit);
    Alike alike{{},
                ballot_of(unit),
                tenths(middle.package),
                middle.contract ? tenths(*middle.contract) : "",
                0,
                0};
    if (const std::string late = late_ballot_of(subject.model, static_cast<int>(u)); !late.empty())
      alike.ballot += "; if late, " + late;
    std::size_t k = 0;
    while (k < found.size() &&
           (found[k].ballot != alike.ballot || found[k].package != alike.package ||
            found[k].contract != alike.contract)) {
      ++k;
    }
    if (k == found.size()) found.push_back(std::move(alike));
    found[k].units.push_back(subject.scenario.unit[u].unit);
    if (u < subject.result.units.size()) {
      const UnitResult& result = subject.result.units[u];
      found[k].counted = found[k].counted && result.package_share.replications > 0;
      found[k].package_mean += result.package_share.mean;
      if (result.contract_share) found[k].contract_mean += result.contract_share->mean;
    }
  }
  // The rule after its exceptions.
  std::stable_sort(found.begin(), found.end(),
                   [](const Alike& a, const Alike& b) { return a.units.size() < b.units.size(); });
  return found;
}

void say_middles(const Subject& subject, Prose& text) {
  const std::vector<Alike> kinds = alike_units(subject);
  text.gap();
  text.say(
      "What that makes of each unit, drivers included: the share of yes in the middle, with every "
      "number at its middle and no chance at work, and beside it the mean over " +
      grouped(subject.result.plan.replications) + " simulated votes (seed " +
      std::to_string(subject.result.plan.seed) +
      "). One question about both has one share of yes.");
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::left});
  table.add({"units", "package", "mean", "contract", "mean", "ballot"});
  constexpr std::size_t most_named = 4;
  bool all_counted = true;
  for (const Alike& kind : kinds) {
    const auto n = static_cast<double>(kind.units.size());
    const std::string many = counted(static_cast<std::int64_t>(kind.units.size()), "unit");
    const std::string units = kind.units.size() <= most_named ? listed(kind.units)
                              : kinds.size() == 1             ? "all " + many
                              : &kind == &kinds.back()        ? "the other " + many
                                                              : many;
    const bool both = !kind.contract.empty();
    const auto mean = [&](double sum) { return kind.counted ? tenths(sum / n) : "–"; };
    all_counted = all_counted && kind.counted;
    table.add({units, kind.package, mean(kind.package_mean), kind.contract,
               both ? mean(kind.contract_mean) : "", kind.ballot});
  }
  text.table(table);
  if (!all_counted)
    text.say("– where the ballots always come after the close, or none is cast: no share counts.");
}

}  // namespace

void support(const Subject& subject, Prose& text) {
  text.heading("WHAT THOSE WHO VOTE THINK");
  text.say(
      "A share is yes ballots over ballots cast. Points are points near 50%: a move of +4 points "
      "turns 50% into 54%, and counts for less nearer to 0 or 100%.");
  text.gap();
  say_stated(subject, text);
  say_spreads(subject, text);
  say_middles(subject, text);
}

}  // namespace ayes::described
