#include "io/result/number_text.h"
#include "io/scenario/report.h"
#include "io/warnings/sections.h"
#include "models/path.h"

#include <algorithm>
#include <map>

namespace ayes::warnings {
namespace {

using reading::date_text;
using reading::in_quotes;

constexpr std::int64_t longest_vote = 366;  // days between the counts of one vote

// A name without capitals, spaces and punctuation.
std::string bare(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80))
      out += c;
  }
  return out;
}

void warn_of_unions(Warnings& warnings) {
  const auto& units = warnings.scenario.unit;
  const bool any = std::ranges::any_of(units, [](const auto& u) { return !u.union_name.empty(); });
  std::map<std::string, std::string> first;  // union by bare name
  for (const UnitWords& unit : units) {
    const std::string path = child("unit", unit.unit);
    if (any && unit.union_name.empty() && unit.part_of.empty()) {
      warnings.add(path, "unit " + in_quotes(unit.unit) + " is in no union, others are",
                   "it counts as a union of its own",
                   "add union = \"...\"; union = " + in_quotes(unit.unit) + " if that is meant");
    }
    if (unit.union_name.empty()) continue;
    const auto [place, is_new] = first.emplace(bare(unit.union_name), unit.union_name);
    if (is_new || place->second == unit.union_name) continue;
    warnings.add(child(path, "union"),
                 "union " + in_quotes(unit.union_name) + " is nearly " + in_quotes(place->second),
                 "they count as two unions", "write both alike if they are one");
  }
}

void warn_of_sizes(Warnings& warnings) {
  for (const UnitWords& unit : warnings.scenario.unit) {
    if (unit.eligible.value_or(0) <= unit.members) continue;
    warnings.add(child(child("unit", unit.unit), "eligible"),
                 grouped(*unit.eligible) + " may vote in unit " + in_quotes(unit.unit),
                 "it has " + grouped(unit.members) + " members", "mend one of the two");
  }
}

// Units whose members never cast a ballot.
void warn_of_silence(Warnings& warnings) {
  if (warnings.is("turnout.share", 0) && warnings.scenario.turnout.units.empty()) {
    warnings.add("turnout.share", "nobody votes", "turnout is 0",
                 "write share = \"65%\" or what it may be");
  }
}

void warn_of_dates(Warnings& warnings) {
  std::vector<Date> dates;
  for (const UnitWords& unit : warnings.scenario.unit)
    if (unit.date) dates.push_back(*unit.date);
  if (dates.empty()) return;
  std::ranges::sort(dates);
  const Date middle = dates[dates.size() / 2];
  for (const UnitWords& unit : warnings.scenario.unit) {
    if (!unit.date) continue;
    const int days = day_number(*unit.date) - day_number(middle);
    if (std::abs(days) <= longest_vote) continue;
    warnings.add(child(child("unit", unit.unit), "date"),
                 "unit " + in_quotes(unit.unit) + " votes on " + date_text(*unit.date),
                 grouped(std::abs(days)) + " days " + (days < 0 ? "before" : "after") +
                     " the middle one of the units, " + date_text(middle),
                 "mend the year");
  }
  const auto& calendar = warnings.scenario.calendar;
  if (calendar && calendar->deadline &&
      day_number(*calendar->deadline) - day_number(dates.back()) > longest_vote) {
    warnings.add(
        "calendar.deadline", "the deadline is " + date_text(*calendar->deadline),
        "the last unit is counted on " + date_text(dates.back()) + ", more than a year before",
        "mend the year");
  }
  for (const RoundTable& round : warnings.scenario.round) {
    if (!round.date || *round.date >= dates.back()) continue;
    warnings.add(
        child(child("round", round.name), "date"),
        "the later vote " + in_quotes(round.name) + " is held on " + date_text(*round.date),
        "the first vote is counted until " + date_text(dates.back()), "mend one of the dates");
  }
  const auto& until = warnings.scenario.protection.until;
  if (until && *until < dates.front()) {
    warnings.add("protection.until", "protection ends on " + date_text(*until),
                 "no vote is counted before " + date_text(dates.front()), "mend one of the dates");
  }
}

// What is said of a contract nobody is asked about.
void warn_of_contracts(Warnings& warnings) {
  for (const Unit& unit : warnings.model.units) {
    if (unit.votes_on_contract()) continue;
    const auto own = warnings.scenario.support.units.find(unit.name);
    if (own == warnings.scenario.support.units.end()) continue;
    const char* key = own->second.contract ? "contract" : own->second.shift ? "shift" : nullptr;
    if (!key) continue;
    warnings.add(child(child("support.units", unit.name), key),
                 "unit " + in_quotes(unit.name) + " is not asked about a contract",
                 unit.outside ? "it is outside" : "its ballot is package-only",
                 std::string("remove ") + key + ", or give it another ballot");
  }
}

}  // namespace

void warn_of_voters(Warnings& warnings) {
  warn_of_unions(warnings);
  warn_of_sizes(warnings);
  warn_of_silence(warnings);
  warn_of_dates(warnings);
  warn_of_contracts(warnings);
}

}  // namespace ayes::warnings
