// How many are laid off: each formula in words, and worked through with every number at its middle.
#include "io/describe/sections.h"
#include "io/result/number_text.h"

#include <algorithm>

namespace ayes::described {
namespace {

// Leverage of a unit, each number at its middle.
struct Leverage {
  double needed = 0, gap = 0, protects = 0;
};

std::optional<Leverage> leverage_of(const Subject& subject, const Unit& unit) {
  if (!unit.staff || !unit.staff_needed) return {};
  const double now = subject.middle("layoffs.leverage.workload.now");
  const double then = subject.middle("layoffs.leverage.workload.then");
  Leverage leverage;
  leverage.needed = then > 0 ? *unit.staff_needed * now / then : 0;
  leverage.gap = leverage.needed > 0 ? std::max(0.0, 1 - *unit.staff / leverage.needed) : 0;
  leverage.protects = std::min(1.0, subject.middle("layoffs.leverage.effect") * leverage.gap);
  return leverage;
}

double exposed(const Subject& subject, const Unit& unit) {
  const auto leverage = leverage_of(subject, unit);
  return leverage ? 1 - leverage->protects : 1;
}

// What a rejection costs one unit, each number at its middle.
struct Rejection {
  double part = 0, notices = 0, separated = 0;
};

Rejection rejection_of(const Subject& subject, const Unit& unit) {
  const auto middle = [&](const char* key) {
    return subject.middle(std::string("layoffs.rejected.") + key);
  };
  const auto employees = static_cast<double>(unit.employees);
  Rejection cost;
  cost.part = std::max(0.0, middle("threat") - middle("vacancies")) * unit.exposure;
  const double hit =
      cost.part * middle("announced") * exposed(subject, unit) - middle("attrition") * employees;
  cost.notices = std::clamp(hit, 0.0, employees);
  cost.separated = cost.notices * middle("carried_out");
  return cost;
}

std::string jobs(double number) { return about(std::round(number), Tell::count); }

void say_rejected(const Subject& subject, Prose& text) {
  const RejectedLayoffsTable& table = subject.scenario.layoffs->rejected;
  const auto said = [&](const auto& number, const char* key) {
    return subject.said(number, std::string("layoffs.rejected.") + key);
  };
  text.say("If the package is not in force for a unit, and its contract is not either:");
  text.item("Jobs that the threat names, over all units: " + said(table.threat, "threat") + ".");
  text.item("Of these, jobs that nobody holds: " + said(table.vacancies, "vacancies") + ".");
  text.item("What is left is divided by " +
            (table.by_agency    ? std::string("agencies by their planned cuts, and in each among "
                                                 "units by the staff they have in it")
             : table.by.empty() ? std::string("employees, all units alike")
                                : "employees times the planned cut in the column " + table.by) +
            ". A protected unit's part is not put on others.");
  text.item("Part of it that is announced: " + said(table.announced, "announced") + ".");
  text.item("Employees who leave anyway, each sparing a layoff: " +
            said(table.attrition, "attrition") + ". The rest gets notices.");
  text.item("Part of the notices that ends a job: " + said(table.carried_out, "carried_out") + ".");
  text.item("Part of those laid off who are called back: " + said(table.recall, "recall") + ".");
  Rejection all;
  for (const Unit& unit : subject.model.units) {
    const Rejection cost = rejection_of(subject, unit);
    all.part += cost.part;
    all.notices += cost.notices;
    all.separated += cost.separated;
  }
  const double kept = 1 - subject.middle("layoffs.rejected.recall");
  text.item("With every number at its middle and nobody protected: " + jobs(all.part) +
            " jobs threatened, " + jobs(all.notices) + " notices, " + jobs(all.separated) +
            " jobs ended, " + jobs(all.separated * kept) + " of them for good.");
}

void say_refusers(const Subject& subject, Prose& text) {
  const auto& table = subject.scenario.layoffs->refusers;
  if (!table) return;
  text.gap();
  text.say("On top of that, for units of a union that said no:");
  text.item("Jobs that are threatened: " +
            (table->by.empty() ? "all employees of the unit" : "those in the column " + table->by) +
            ". Part of them for which notices are sent: " +
            subject.said(table->notices, "layoffs.refusers.notices") + ".");
  text.item("Part of these notices that ends a job: " +
            subject.said(table->take_effect, "layoffs.refusers.take_effect") + ".");
}

void say_outside(const Subject& subject, Prose& text) {
  const OutsideLayoffsTable& table = subject.scenario.layoffs->outside;
  text.gap();
  text.say("If the package is in force for a unit, and its own contract is not:");
  text.item("The chance that it is hit: " + subject.said(table.chance, "layoffs.outside.chance") +
            ".");
  text.item("Part of its employees laid off if it is: " +
            subject.said(table.rate, "layoffs.outside.rate") + ".");
  text.item("Part of them called back: " + subject.said(table.recall, "layoffs.outside.recall") +
            ".");
}

void say_anyway(const Subject& subject, Prose& text) {
  const AnywayLayoffsTable& table = subject.scenario.layoffs->anyway;
  text.gap();
  text.say("Whatever the vote:");
  text.item("Part of the remaining employees laid off: " +
            subject.said(table.rate, "layoffs.anyway.rate") +
            ". Part of them called back: " + subject.said(table.recall, "layoffs.anyway.recall") +
            "." + (table.date ? " They come on " + day_in_words(*table.date) + "." : ""));
  text.item(subject.model.layoffs && subject.model.layoffs->anyway_hits_protected
                ? "They reach protected units as well."
                : "They spare protected units.");
}

void say_leverage(const Subject& subject, Prose& text) {
  const auto& stated_leverage = subject.scenario.layoffs->leverage;
  if (!stated_leverage) return;
  const LeverageTable& table = *stated_leverage;
  text.gap();
  text.say("Leverage, the protection that understaffing gives:");
  text.item("A unit has the staff in the column " + table.staff + " and needs that in the column " +
            table.needed + ", in proportion to the workload.");
  text.item("Workload now: " + subject.said(table.workload.now, "layoffs.leverage.workload.now") +
            ". Workload for which the need is stated: " +
            subject.said(table.workload.then, "layoffs.leverage.workload.then") + ".");
  text.item(
      "Its layoffs, but for those that come anyway, fall by the share of its need that it lacks "
      "times "
      "this, at most to nothing: " +
      subject.said(table.effect, "layoffs.leverage.effect") + ".");
  Table units({Align::left, Align::right, Align::right, Align::right, Align::right});
  units.add({"unit", "staff", "needed", "lacks", "spared"});
  bool any = false;
  for (const Unit& unit : subject.model.units) {
    const auto leverage = leverage_of(subject, unit);
    if (!leverage) continue;
    any = true;
    units.add({unit.name, stated(*unit.staff, Tell::count), jobs(leverage->needed),
               about(leverage->gap, Tell::share), about(leverage->protects, Tell::share)});
  }
  if (any) text.table(units);
}

// A row a unit, where units differ.
void say_units(const Subject& subject, Prose& text) {
  const LayoffsTable& table = *subject.scenario.layoffs;
  if (table.rejected.by.empty() && !table.rejected.by_agency && !table.leverage) return;
  text.gap();
  text.say("A rejection, unit by unit, with every number at its middle:");
  Table units({Align::left, Align::right, Align::right, Align::right, Align::right});
  units.add({"unit", "employees", "part of threat", "notices", "jobs ended"});
  for (const Unit& unit : subject.model.units) {
    const Rejection cost = rejection_of(subject, unit);
    units.add({unit.name, grouped(unit.employees), jobs(cost.part), jobs(cost.notices),
               jobs(cost.separated)});
  }
  text.table(units);
}

}  // namespace

void layoffs(const Subject& subject, Prose& text) {
  if (!subject.scenario.layoffs) return;
  text.heading("LAYOFFS");
  say_rejected(subject, text);
  say_refusers(subject, text);
  say_outside(subject, text);
  say_anyway(subject, text);
  say_leverage(subject, text);
  say_units(subject, text);
}

}  // namespace ayes::described
