#include "io/scenario/roster.h"

#include "io/scenario/csv_file.h"
#include "io/scenario/merge.h"
#include "io/scenario/shape.h"
#include "models/path.h"

#include <map>
#include <unordered_map>

namespace ayes::reading {
namespace {

// Words with a meaning of their own as a column, or as a key of [[unit]].
std::vector<std::string> known_words() {
  std::vector<std::string> words = scenario_shape().find("unit")->shape.keys();
  for (const char* setting : {"package", "contract", "turnout", "ballot"}) words.push_back(setting);
  return words;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

// Which key each column holds; empty for a column that is left out.
using Header = std::vector<std::string>;

// Applies roster.columns (known word = my column) to the names of the columns.
bool rename(Header& header, const Table& columns, const CsvFile& file, Report& report) {
  const Header stated = header;
  const auto mistakes = report.mistakes.size();
  std::map<std::string, std::string> taken;
  for (const Entry& entry : columns.entries) {
    const std::string path = child("roster.columns", entry.key);
    const std::string* column = entry.node.as<std::string>();
    if (!contains(known_words(), entry.key)) {
      std::string suggestion = did_you_mean(entry.key, known_words());
      if (suggestion.empty()) suggestion = "known are " + either(known_words());
      report.add(entry.where, path,
                 {in_quotes(entry.key) + " is not a word that a column can be known by",
                  "roster.columns says known word = my column", suggestion});
    } else if (!column) {
      report.add(entry.node.where, path,
                 {path + " is " + shown(entry.node), "it names a column", ""});
    } else if (!contains(stated, *column)) {
      report.add(entry.node.where, path,
                 {"there is no column " + in_quotes(*column),
                  "the header of " + report.places.files[static_cast<std::size_t>(file.file)] +
                      " does not name it",
                  did_you_mean(*column, stated)});
    } else if (const auto [at, is_new] = taken.emplace(*column, entry.key); !is_new) {
      report.add(entry.node.where, path,
                 {"the column " + in_quotes(*column) + " is given two meanings",
                  at->second + " and " + entry.key, "name it once"});
    }
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (const auto known = taken.find(stated[i]); known != taken.end())
      header[i] = known->second;
    else if (columns.find(stated[i]))
      header[i].clear();  // another column takes its name
  }
  return report.mistakes.size() == mistakes;
}

std::optional<Header> read_header(const CsvFile& file, const Table* columns, Report& report) {
  Header header;
  std::map<std::string, Where> first;
  bool good = true;
  for (const Cell& column : file.csv.rows.front()) {
    const Where where = file.where(column);
    const auto [at, is_new] = first.emplace(column.text, where);
    if (column.text.empty())
      report.add(where, "roster.units",
                 {"a column has no name", "the first line names every column", ""});
    else if (column.text == "use")
      report.add(where, "roster.units",
                 {"a column is called \"use\"", "that word drops units in a scenario",
                  "give the column another name"});
    else if (!is_new)
      report.add(where, "roster.units",
                 {"two columns are called " + in_quotes(column.text),
                  "it would not be clear which is meant", "rename one"});
    good = good && is_new && !column.text.empty() && column.text != "use";
    header.push_back(column.text);
  }
  const Cell& cell = file.csv.rows.front().front();
  if (columns && !rename(header, *columns, file, report)) return std::nullopt;
  for (const auto& [known, meaning] : {std::pair("unit", "the short name of each bargaining unit"),
                                       std::pair("members", "how many members each unit has")}) {
    if (contains(header, known)) continue;
    Words words{"there is no column " + in_quotes(known), std::string("it holds ") + meaning,
                did_you_mean(known, header)};
    if (words.suggestion.empty())
      words.suggestion = std::string("say which it is below [roster]: columns = { ") + known +
                         " = \"my column\" }";
    if (header.size() == 1 && cell.text.find_first_of(";\t") != std::string::npos)
      words = {"the columns are not separated by commas", "the first line is one single cell",
               "save the sheet as CSV with commas"};
    report.add(file.where(cell), "roster.units", words);
    good = false;
    if (header.size() == 1) break;
  }
  return good ? std::optional(header) : std::nullopt;
}

std::optional<Node> read_row(const std::vector<Cell>& row, const Header& header,
                             const CsvFile& file, Report& report) {
  std::vector<Entry> stated;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].text.empty() || header[i].empty()) continue;  // an empty cell states nothing
    const Where where = file.where(row[i]);
    stated.push_back({header[i], where, Node{.value = row[i].text, .where = where, .cell = true}});
  }
  Table table;
  table.add(std::move(stated));
  if (table.find("unit")) return Node{.value = std::move(table), .where = file.where(row.front())};
  report.add(file.where(row.front()), "unit",
             {"this line names no unit", "the column \"unit\" is empty here", ""});
  return std::nullopt;
}

std::vector<Node> read_rows(const CsvFile& file, const Header& header, Report& report) {
  std::vector<Node> units;
  std::unordered_map<std::string, Where> first;
  for (std::size_t i = 1; i < file.csv.rows.size(); ++i) {
    auto unit = read_row(file.csv.rows[i], header, file, report);
    if (!unit) continue;
    const std::string& name = *text_of(*unit, "unit");
    if (const auto [at, is_new] = first.emplace(name, unit->where); is_new)
      units.push_back(std::move(*unit));
    else
      report.add(unit->where, child("unit", name),
                 {"the unit " + in_quotes(name) + " is stated twice",
                  "first at " + place_text(at->second, report.places),
                  "remove one, or give it another name"});
  }
  return units;
}

const Entry* entry_at(const Table& table, std::string_view first, std::string_view second) {
  const Entry* outer = table.find(first);
  const Table* inner = outer ? outer->node.as<Table>() : nullptr;
  return inner ? inner->find(second) : nullptr;
}

// Returns the table at a path, made where it is missing; null where something else stands.
Table* table_at(Table& root, std::initializer_list<std::string_view> keys, Where where) {
  Table* table = &root;
  for (const std::string_view key : keys) {
    Entry* entry = table->find(key);
    if (!entry)
      entry = &table->put({std::string(key), where, Node{.value = Table{}, .where = where}});
    table = entry->node.as<Table>();
    if (!table) return nullptr;
  }
  return table;
}

// Settings of units on their way to a table by unit; they are added together, since a roster can be
// long.
struct Moving {
  std::string path;
  Table* target = nullptr;
  std::vector<Entry> added = {};

  // Takes `key` of a unit, which becomes `name` in the target, or `name.key` if `inner`.
  void take(Table& unit, std::string_view key, const std::string& name, bool inner, Report& report);
};

void Moving::take(Table& unit, std::string_view key, const std::string& name, bool inner,
                  Report& report) {
  Entry* entry = unit.find(key);
  if (!entry || !target) return;
  Entry* known = target->find(name);
  if (!known && inner && !added.empty() && added.back().key == name) known = &added.back();
  if (!known && inner) {
    added.push_back({name, entry->where, Node{.value = Table{}, .where = entry->where}});
    known = &added.back();
  }
  Table* below = inner ? known->node.as<Table>() : nullptr;
  const Entry* other = inner ? (below ? below->find(key) : known) : known;
  const std::string place = inner ? child(child(path, name), key) : child(path, name);
  if (other)
    report.add(entry->node.where, place,
               {place + " is stated twice",
                "also at " + place_text(other->node.where, report.places), "keep one of the two"});
  else if (inner)
    below->put({std::string(key), entry->where, std::move(entry->node)});
  else
    added.push_back({name, entry->where, std::move(entry->node)});
  unit.erase(key);
}

}  // namespace

bool fill_roster(Table& scenario, Report& report) {
  const auto mistakes = report.mistakes.size();
  const Entry* units = entry_at(scenario, "roster", "units");
  const Entry* columns = entry_at(scenario, "roster", "columns");
  if (columns && !units)
    report.add(columns->where, "roster.columns",
               {"roster.columns is stated without roster.units",
                "it renames the columns of that file", "name the file, or remove it"});
  if (units) {
    if (const auto file = read_csv_file(units->node, "roster.units", report)) {
      if (const auto header =
              read_header(*file, columns ? columns->node.as<Table>() : nullptr, report)) {
        Table rows;
        rows.put({"unit", units->where,
                  Node{.value = read_rows(*file, *header, report), .where = units->node.where}});
        Table stated;
        if (const Entry* unit = scenario.find("unit")) stated.put(*unit);
        merge(rows, std::move(stated), scenario_shape());
        scenario.put(std::move(rows.entries.front()));
      }
    }
  }
  if (Entry* roster = scenario.find("roster"); roster && roster->node.as<Table>()) {
    roster->node.as<Table>()->erase("units");
    roster->node.as<Table>()->erase("columns");
  }
  return report.mistakes.size() == mistakes;
}

void move_unit_settings(Table& scenario, Report& report) {
  Entry* units = scenario.find("unit");
  auto* list = units ? units->node.as<std::vector<Node>>() : nullptr;
  if (!list) return;
  std::vector<Node> moving = std::move(*list);  // what follows may move the entries of the scenario
  const auto states = [&](const char* key) {
    const auto has = [&](const Node& unit) { return unit.as<Table>()->find(key) != nullptr; };
    return std::ranges::any_of(moving, has);
  };
  const Where where = units->where;
  if (states("package") || states("contract")) table_at(scenario, {"support", "units"}, where);
  if (states("turnout")) table_at(scenario, {"turnout", "units"}, where);
  if (states("ballot")) table_at(scenario, {"ballot", "units"}, where);
  const auto target = [&](const char* key) {
    return entry_at(scenario, key, "units") ? table_at(scenario, {key, "units"}, where) : nullptr;
  };
  Moving support{"support.units", target("support")}, turnout{"turnout.units", target("turnout")},
      ballot{"ballot.units", target("ballot")};
  for (Node& element : moving) {
    Table& unit = *element.as<Table>();
    const std::string name = *text_of(element, "unit");
    support.take(unit, "package", name, true, report);
    support.take(unit, "contract", name, true, report);
    turnout.take(unit, "turnout", name, false, report);
    ballot.take(unit, "ballot", name, false, report);
  }
  for (Moving* settings : {&support, &turnout, &ballot})
    if (settings->target) settings->target->add(std::move(settings->added));
  *scenario.find("unit")->node.as<std::vector<Node>>() = std::move(moving);
}

void fill_correlation(Table& scenario, Report& report) {
  const Entry* stated = entry_at(scenario, "support", "correlation");
  const Table* table = stated ? stated->node.as<Table>() : nullptr;
  const Entry* named = table ? table->find("file") : nullptr;
  if (!named) return;
  const std::string path = "support.correlation.file";
  if (const Entry* other = table->find("matrix") ? table->find("matrix") : table->find("units"))
    report.add(other->where, path,
               {"the correlation matrix is stated twice",
                "also as a file, at " + place_text(named->node.where, report.places),
                "keep one of the two"});
  const auto file = read_csv_file(named->node, path, report);
  Table* target = table_at(scenario, {"support", "correlation"}, stated->where);
  const Where where = named->node.where;
  target->erase("file");
  if (!file) return;
  const auto& rows = file->csv.rows;
  const std::size_t first =
      rows.front().front().text.empty() || rows.front().front().text == "unit" ? 1 : 0;
  std::vector<Node> units, matrix;
  const auto cell_node = [&](const Cell& cell) {
    return Node{.value = cell.text, .where = file->where(cell), .cell = true};
  };
  for (std::size_t j = first; j < rows.front().size(); ++j)
    units.push_back(cell_node(rows.front()[j]));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    std::vector<Node> row;
    for (std::size_t j = first; j < rows[i].size(); ++j) row.push_back(cell_node(rows[i][j]));
    if (first == 1 && i - 1 < units.size() &&
        rows[i].front().text != *units[i - 1].as<std::string>())
      report.add(file->where(rows[i].front()), path,
                 {"row " + std::to_string(i) + " is " + in_quotes(rows[i].front().text),
                  "rows stand in the order of the header, which has " +
                      in_quotes(*units[i - 1].as<std::string>()),
                  ""});
    matrix.push_back(Node{.value = std::move(row), .where = file->where(rows[i].front())});
  }
  target->put({"units", where,
               Node{.value = std::move(units), .where = file->where(rows.front().front())}});
  target->put({"matrix", where, Node{.value = std::move(matrix), .where = where}});
}

}  // namespace ayes::reading
