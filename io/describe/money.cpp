// What a member earns with and without the agreement, and what the state saves.
#include "io/describe/sections.h"
#include "io/result/number_text.h"
#include "models/path.h"

#include <algorithm>

namespace ayes::described {
namespace {

// Raises by year, and where the scenario states them.
struct Raises {
  const std::vector<Percentage>& raises;
  std::string path;
  std::string path_of(std::size_t year) const { return path + "." + std::to_string(year + 1); }
};

struct PayCase {
  std::string salary_path;
  Raises agreed, outside;
};

std::string raise_in_words(const Subject& subject, const Raises& raises, std::size_t year) {
  if (year >= raises.raises.size()) return "none";
  const std::string path = raises.path_of(year);
  const Percentage& raise = raises.raises[year];
  if (const auto* certain = std::get_if<Fixed>(&raise.law))
    return stated(certain->value, Tell::raise);
  const auto range = subject.ranges.find(path);
  if (range == subject.ranges.end()) return "uncertain";
  return about(range->second.middle, Tell::raise) + " (" +
         span_of(range->second.low, range->second.high, Tell::raise) + ")";
}

double raise_at(const Subject& subject, const Raises& raises, std::size_t year) {
  return year < raises.raises.size() ? subject.middle(raises.path_of(year)) : 0;
}

std::string whole_dollars(double value) { return dollars(value, 1); }

void add_years(const Subject& subject, const PayCase& pay, Prose& text) {
  Table table({Align::right, Align::right, Align::right, Align::right, Align::right});
  table.add({"year", "agreed", "pay", "old contract", "pay"});
  double in = subject.middle(pay.salary_path), out = in, all_in = 0, all_out = 0;
  const auto years = static_cast<std::size_t>(std::max(0, subject.model.pay_years));
  for (std::size_t year = 0; year < years; ++year) {
    in *= 1 + raise_at(subject, pay.agreed, year);
    out *= 1 + raise_at(subject, pay.outside, year);
    all_in += in;
    all_out += out;
    table.add({std::to_string(year + 1), raise_in_words(subject, pay.agreed, year),
               whole_dollars(in), raise_in_words(subject, pay.outside, year), whole_dollars(out)});
  }
  table.add({"all", "", whole_dollars(all_in), "", whole_dollars(all_out)});
  text.table(table);
  const double gain = all_out - all_in;
  text.say(
      "Staying with the old contract " +
      (gain >= 0 ? "brings " + whole_dollars(gain) + " more" : "costs " + whole_dollars(-gain)) +
      " over " + counted(subject.model.pay_years, "year") + ", with every number at its middle.");
}

void say_own_pay(const Subject& subject, const std::string& unit, const UnitPayTable& own,
                 Prose& text) {
  const PayTable& table = *subject.scenario.pay;
  const std::string path = child("pay.units", unit);
  std::vector<std::string> named;
  if (own.agreed) named.emplace_back("raises agreed");
  if (own.outside) named.emplace_back("old contract or award");
  if (own.salary) named.push_back("salary: " + subject.said(*own.salary, path + ".salary"));
  text.gap();
  text.say(unit + " has its own " + listed(named) + ".");
  add_years(
      subject,
      {own.salary ? path + ".salary" : "pay.salary",
       {own.agreed ? *own.agreed : table.agreed, own.agreed ? path + ".agreed" : "pay.agreed"},
       {own.outside ? *own.outside : table.outside,
        own.outside ? path + ".outside" : "pay.outside"}},
      text);
  if (!own.award) return;
  const Raises raises{own.award->raises, path + ".award.raises"};
  std::vector<std::string> said;
  for (std::size_t year = 0; year < own.award->raises.size(); ++year)
    said.push_back(raise_in_words(subject, raises, year));
  text.say("Outside, it may get an award in place of its old contract. The chance of one: " +
           subject.said(own.award->chance, path + ".award.chance") +
           ". The chance that the legislature refuses it: " +
           subject.said(own.award->refused, path + ".award.refused") +
           ". Its raises by year: " + (said.empty() ? "none" : listed(said)) + ".");
}

}  // namespace

void pay(const Subject& subject, Prose& text) {
  if (!subject.scenario.pay) return;
  const PayTable& table = *subject.scenario.pay;
  text.heading("PAY OF A MEMBER");
  text.say("A member's yearly salary before the first raise" +
           (table.first_day ? ", which comes on " + day_in_words(*table.first_day) : "") + ": " +
           subject.said(table.salary, "pay.salary") +
           ". The raises agreed hold where the unit's contract is in force; elsewhere its old "
           "contract or "
           "award does. Beside an uncertain raise stands where 8 in 10 of its values lie.");
  add_years(subject, {"pay.salary", {table.agreed, "pay.agreed"}, {table.outside, "pay.outside"}},
            text);
  for (const auto& [unit, own] : table.units) say_own_pay(subject, unit, own, text);
}

void savings(const Subject& subject, Prose& text) {
  if (!subject.scenario.savings) return;
  const SavingsTable& table = *subject.scenario.savings;
  text.heading("WHAT IS SAVED");
  text.item("By the package, when it is in force for all, as claimed: " +
            subject.said(table.package, "savings.package") + ".");
  text.item("By the contracts, when all are in force, as claimed: " +
            subject.said(table.contracts, "savings.contracts") +
            "; each unit's part goes by its employees.");
  text.item("Part of the claim that comes true: " + subject.said(table.likely, "savings.likely") +
            ".");
  text.item("By each layoff: " + subject.said(table.per_layoff, "savings.per_layoff") + ".");
  if (table.target) text.item("Needed: " + stated(*table.target, Tell::dollars) + ".");
}

}  // namespace ayes::described
