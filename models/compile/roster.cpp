#include "models/compile/draft.h"

#include <charconv>
#include <limits>
#include <set>

namespace ayes {
namespace {

constexpr std::int64_t most_people = std::numeric_limits<std::int32_t>::max();

void check_names(Draft& draft, const auto& named, const std::string& table, const auto& known,
                 const std::string& what) {
  std::vector<std::string> names;
  for (const auto& [name, index] : known) names.push_back(name);
  for (const auto& [name, value] : named) {
    if (known.contains(name)) continue;
    draft.mistake(table + "." + path_of({name}),
                  "there is no " + what + " \"" + name + "\" in the roster", "",
                  did_you_mean(name, names));
  }
}

// Adds a local to the unit that it is part of, which is there by being named.
void add_local(Draft& draft, int index, const std::string& name) {
  Unit& local = draft.model.units[static_cast<std::size_t>(index)];
  auto& divided = draft.model.divided_units;
  const auto [place, is_new] = draft.divided_index.emplace(name, static_cast<int>(divided.size()));
  if (is_new) divided.push_back({name, local.union_index, {}, {}});
  DividedUnit& unit = divided[static_cast<std::size_t>(place->second)];
  local.part_of = place->second;
  unit.locals.push_back(index);
  if (unit.union_index != local.union_index) {
    draft.mistake(path_of({"unit", local.name}) + ".union",
                  "the locals of unit \"" + name + "\" are in two unions", "a unit belongs to one",
                  "state the same union for all of them");
  }
}

// A unit of several locals has no ballots but theirs.
void check_divided_units(Draft& draft) {
  for (const auto& [name, index] : draft.divided_index) {
    if (!draft.unit_index.contains(name)) continue;
    draft.mistake(path_of({"unit", name}),
                  "unit \"" + name + "\" has members of its own, and locals",
                  "its members vote in its locals, and would be counted twice",
                  "drop the unit, or give it another name; it is there by being named in part_of");
  }
}

}  // namespace

void compile_roster(Draft& draft) {
  Model& model = draft.model;
  if (draft.scenario.unit.empty()) {
    draft.mistake("unit", "there is no bargaining unit", "somebody must vote",
                  "name a roster, [roster] units = \"FILE.csv\", or state units with [[unit]]");
    return;
  }
  for (const UnitWords& words : draft.scenario.unit) {
    const std::string path = path_of({"unit", words.unit});
    const int index = static_cast<int>(model.units.size());
    if (words.unit.empty()) draft.mistake("unit", "a unit has no name", "", "add unit = \"NAME\"");
    if (!draft.unit_index.emplace(words.unit, index).second) {
      draft.mistake(path, "unit \"" + words.unit + "\" is stated twice",
                    "its ballots would be counted twice", "remove one, or rename it");
      continue;
    }
    Unit unit;
    unit.name = words.unit;
    unit.full_name = words.name;
    unit.members = words.members;
    unit.eligible = words.eligible.value_or(words.members);
    unit.employees = words.employees.value_or(words.members);
    unit.date = words.date;
    unit.outside = words.outside;
    unit.revisable = words.revisable;
    const auto positive = [&](std::int64_t number, const char* key) {
      if (number >= 1 && number <= most_people) return;
      draft.mistake(
          path + "." + key,
          std::string(key) + " of unit \"" + words.unit + "\" is " + std::to_string(number),
          "it must be a whole number from 1 to 2,147,483,647",
          number == 0 ? "state members = ... for it, or drop the unit" : "");
    };
    positive(unit.members, "members");
    if (words.eligible) positive(unit.eligible, "eligible");
    if (words.employees && unit.employees != 0) positive(unit.employees, "employees");

    // A unit without a union is a union of its own.
    const std::string union_name = text_in_column(draft, index, "union");
    const auto [place, is_new] =
        draft.union_index.emplace(union_name, static_cast<int>(model.unions.size()));
    if (is_new) {
      Union body;
      body.name = union_name;
      model.unions.push_back(std::move(body));
    }
    unit.union_index = place->second;
    Union& body = model.unions[static_cast<std::size_t>(place->second)];
    body.units.push_back(index);
    body.members += unit.members;
    body.eligible += unit.eligible;
    model.members += unit.members;
    model.eligible += unit.eligible;
    model.employees += unit.employees;
    model.units.push_back(std::move(unit));
    if (!words.part_of.empty()) add_local(draft, index, words.part_of);
  }
  if (model.members > most_people || model.eligible > most_people ||
      model.employees > most_people) {
    draft.mistake("unit", "the units have more than 2,147,483,647 people together",
                  "counts are kept in 32 bits", "");
  }
  check_divided_units(draft);
  const Scenario& scenario = draft.scenario;
  check_names(draft, scenario.support.units, "support.units", draft.unit_index, "unit");
  check_names(draft, scenario.turnout.units, "turnout.units", draft.unit_index, "unit");
  check_names(draft, scenario.ballot.units, "ballot.units", draft.unit_index, "unit");
  check_names(draft, scenario.challenge, "challenge", draft.unit_index, "unit");
  std::map<std::string, int, std::less<>> deciding = draft.unit_index;
  deciding.insert(draft.divided_index.begin(), draft.divided_index.end());
  check_names(draft, scenario.units.rules, "units.rules", deciding, "unit");
  check_names(draft, scenario.units.contract_rules, "units.contract_rules", deciding, "unit");
  check_names(draft, scenario.unions.rules, "unions.rules", draft.union_index, "union");
  if (scenario.pay) check_names(draft, scenario.pay->units, "pay.units", draft.unit_index, "unit");
}

std::string text_in_column(const Draft& draft, int unit, const std::string& column) {
  const UnitWords& words = draft.scenario.unit[static_cast<std::size_t>(unit)];
  const std::string& decides = words.part_of.empty() ? words.unit : words.part_of;
  if (column == "union") return words.union_name.empty() ? decides : words.union_name;
  if (column == "part_of") return words.part_of;
  const auto cell = words.columns.find(column);
  return cell == words.columns.end() ? "" : cell->second;
}

bool has_column(const Draft& draft, const std::string& column) {
  if (column == "union" || column == "members" || column == "eligible" || column == "employees")
    return true;
  if (column == "part_of") return !draft.model.divided_units.empty();
  for (const UnitWords& unit : draft.scenario.unit) {
    if (unit.columns.contains(column)) return true;
  }
  return false;
}

std::vector<std::string> column_names(const Draft& draft) {
  std::set<std::string> names = {"union", "members", "eligible", "employees"};
  for (const UnitWords& unit : draft.scenario.unit) {
    for (const auto& [column, text] : unit.columns) names.insert(column);
  }
  return {names.begin(), names.end()};
}

double number_in_column(Draft& draft, int unit, const std::string& column,
                        const std::string& path) {
  const Unit& body = draft.model.units[static_cast<std::size_t>(unit)];
  if (column == "members") return static_cast<double>(body.members);
  if (column == "eligible") return static_cast<double>(body.eligible);
  if (column == "employees") return static_cast<double>(body.employees);
  const auto& columns = draft.scenario.unit[static_cast<std::size_t>(unit)].columns;
  const auto cell = columns.find(column);
  if (cell == columns.end() || cell->second.empty()) {
    draft.mistake(path, "unit \"" + body.name + "\" has nothing in column \"" + column + "\"",
                  "every unit needs a number there", "fill the cell, with 0 if that is meant");
    return 0;
  }
  const std::string& text = cell->second;
  const bool percent = text.ends_with('%');
  const char* end = text.data() + text.size() - (percent ? 1 : 0);
  double number = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end || !__builtin_isfinite(number)) {
    draft.mistake(path,
                  "unit \"" + body.name + "\" has \"" + text + "\" in column \"" + column + "\"",
                  "a number is needed there", "write 0.12 or 12%");
    return 0;
  }
  return percent ? number / 100 : number;
}

}  // namespace ayes
