// Who votes: the roster, union by union.
#include "io/describe/sections.h"
#include "io/result/number_text.h"

namespace ayes::described {
namespace {

// Paragraphs are parted by empty lines; a single line break is a space.
std::vector<std::string> paragraphs(const std::string& text) {
  std::vector<std::string> found(1);
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string line = text.substr(start, end - start);
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      if (!found.back().empty()) found.emplace_back();
    } else {
      found.back() += (found.back().empty() ? "" : " ") + line;
    }
    start = end + 1;
  }
  if (found.back().empty()) found.pop_back();
  return found;
}

// Which columns the table of units needs.
struct Shown {
  bool eligible = false, employees = false, date = false, outside = false, name = false;
};

Shown shown_columns(const Scenario& scenario) {
  Shown shown;
  for (const UnitWords& unit : scenario.unit) {
    shown.eligible = shown.eligible || unit.eligible.value_or(unit.members) != unit.members;
    shown.employees = shown.employees || unit.employees.value_or(unit.members) != unit.members;
    shown.date = shown.date || unit.date.has_value();
    shown.outside = shown.outside || unit.outside;
    shown.name = shown.name || !unit.name.empty();
  }
  return shown;
}

std::vector<std::string> row(const Shown& shown, const std::string& first, const std::string& name,
                             const std::vector<std::string>& sizes, const std::string& date,
                             const std::string& note) {
  std::vector<std::string> cells = {first};
  cells.push_back(sizes[0]);
  if (shown.eligible) cells.push_back(sizes[1]);
  if (shown.employees) cells.push_back(sizes[2]);
  if (shown.date) cells.push_back(date);
  if (shown.outside) cells.push_back(note);
  if (shown.name) cells.push_back(name);
  return cells;
}

std::vector<std::string> sizes_of(const UnitWords& unit) {
  return {grouped(unit.members), grouped(unit.eligible.value_or(unit.members)),
          grouped(unit.employees.value_or(unit.members))};
}

void add_unit(const UnitWords& unit, const Shown& shown, const std::string& label, Table& table) {
  table.add(row(shown, label, unit.name, sizes_of(unit), unit.date ? day_in_words(*unit.date) : "",
                unit.outside ? "offered no contract" : ""));
}

void add_union(const Subject& subject, const Union& body, const Shown& shown, Table& table) {
  const auto& units = subject.scenario.unit;
  const auto unit_at = [&](int u) -> const UnitWords& {
    return units[static_cast<std::size_t>(u)];
  };
  if (body.units.size() == 1) {
    const UnitWords& only = unit_at(body.units[0]);
    const std::string label = only.union_name.empty() || only.union_name == only.unit
                                  ? only.unit
                                  : only.unit + " (" + only.union_name + ")";
    add_unit(only, shown, label, table);
    return;
  }
  std::int64_t employees = 0;
  for (int u : body.units) employees += subject.model.units[static_cast<std::size_t>(u)].employees;
  table.add(row(shown, body.name, "",
                {grouped(body.members), grouped(body.eligible), grouped(employees)}, "", ""));
  for (int u : body.units) add_unit(unit_at(u), shown, "  " + unit_at(u).unit, table);
}

void say_columns(const Scenario& scenario, Prose& text) {
  std::map<std::string, int> columns;
  for (const UnitWords& unit : scenario.unit) {
    for (const auto& [column, content] : unit.columns) columns[column] += !content.empty();
  }
  std::vector<std::string> names;
  for (const auto& [column, filled] : columns) names.push_back(column);
  if (!names.empty()) text.say("Further columns of the roster: " + listed(names) + ".");
}

}  // namespace

void title(const Subject& subject, Prose& text) {
  const Scenario& scenario = subject.scenario;
  text.heading(scenario.title.empty() ? "A scenario without a title" : scenario.title);
  bool first = true;
  for (const std::string& paragraph : paragraphs(scenario.about)) {
    if (!first) text.gap();
    text.say(paragraph);
    first = false;
  }
  text.gap();
  text.say("In reports a yes is called \"" + scenario.words.ratified + "\", a no \"" +
           scenario.words.rejected + "\". The file is of format " + std::to_string(scenario.ayes) +
           ".");
}

void voters(const Subject& subject, Prose& text) {
  const Model& model = subject.model;
  const Scenario& scenario = subject.scenario;
  text.heading("WHO VOTES");
  text.say(counted(static_cast<std::int64_t>(model.unions.size()), "union") + ", " +
           counted(static_cast<std::int64_t>(model.units.size()), "bargaining unit") + ", " +
           counted(model.members, "member") + ". " + grouped(model.eligible) + " may vote; " +
           grouped(model.employees) + " could be laid off.");
  const RosterTable& roster = scenario.roster;
  if (!roster.units.empty()) text.say("The roster is the file " + roster.units + ".");
  for (const auto& [word, column] : roster.columns) {
    text.item("its column " + column + " holds what is called " + word);
  }

  const Shown shown = shown_columns(scenario);
  std::vector<Align> columns = {Align::left, Align::right};
  if (shown.eligible) columns.push_back(Align::right);
  if (shown.employees) columns.push_back(Align::right);
  if (shown.date) columns.push_back(Align::right);
  if (shown.outside) columns.push_back(Align::left);
  if (shown.name) columns.push_back(Align::left);
  Table table(columns);
  table.add(row(shown, "union and unit", "full name", {"members", "may vote", "employees"},
                "count on", ""));
  for (const Union& body : model.unions) add_union(subject, body, shown, table);
  text.table(table);
  say_columns(scenario, text);
}

}  // namespace ayes::described
