#include "io/scenario/agencies.h"

#include "io/scenario/csv_file.h"

namespace ayes::reading {
namespace {

constexpr const char* table_path = "layoffs.rejected.by_agency";

Table* table_below(Table* table, std::string_view key) {
  Entry* entry = table ? table->find(key) : nullptr;
  return entry ? entry->node.as<Table>() : nullptr;
}

Node list_of(std::vector<Node> nodes, Where where) {
  return Node{.value = std::move(nodes), .where = where};
}

// What each column of the file holds: the agency's name, its cut, others, else a unit.
struct Columns {
  std::optional<std::size_t> agency, cut, others;
  std::vector<std::size_t> units;
};

std::optional<Columns> columns_of(const CsvFile& file, Report& report) {
  Columns columns;
  const auto& header = file.csv.rows.front();
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string& name = header[i].text;
    if (name == "agency")
      columns.agency = i;
    else if (name == "cut")
      columns.cut = i;
    else if (name == "others")
      columns.others = i;
    else
      columns.units.push_back(i);
  }
  for (const auto& [known, is_there, meaning] :
       {std::tuple("agency", columns.agency.has_value(), "the name of each agency"),
        std::tuple("cut", columns.cut.has_value(), "how many jobs each agency is to cut")}) {
    if (is_there) continue;
    report.add(file.where(header.front()), table_path,
               {"there is no column " + in_quotes(known), std::string("it holds ") + meaning, ""});
  }
  if (!columns.agency || !columns.cut) return std::nullopt;
  return columns;
}

}  // namespace

void fill_agencies(Table& scenario, Report& report) {
  Table* rejected = table_below(table_below(&scenario, "layoffs"), "rejected");
  Table* table = table_below(rejected, "by_agency");
  const Entry* named = table ? table->find("file") : nullptr;
  if (!named) return;
  const Where where = named->node.where;
  const auto file = read_csv_file(named->node, std::string(table_path) + ".file", report);
  table->erase("file");
  const auto columns = file ? columns_of(*file, report) : std::nullopt;
  if (!columns) return;
  const auto node = [&](const Cell& cell) {
    const bool empty = cell.text.empty();
    return Node{.value = empty ? "0" : cell.text, .where = file->where(cell), .cell = true};
  };
  const auto& rows = file->csv.rows;
  std::vector<Node> agencies, cuts, others, units, staff;
  for (const std::size_t column : columns->units) units.push_back(node(rows.front()[column]));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    agencies.push_back(node(rows[i][*columns->agency]));
    cuts.push_back(node(rows[i][*columns->cut]));
    if (columns->others) others.push_back(node(rows[i][*columns->others]));
    std::vector<Node> row;
    for (const std::size_t column : columns->units) row.push_back(node(rows[i][column]));
    staff.push_back(list_of(std::move(row), file->where(rows[i].front())));
  }
  table->put({"agencies", where, list_of(std::move(agencies), where)});
  table->put({"units", where, list_of(std::move(units), where)});
  table->put({"cuts", where, list_of(std::move(cuts), where)});
  if (columns->others) table->put({"others", where, list_of(std::move(others), where)});
  table->put({"staff", where, list_of(std::move(staff), where)});
}

}  // namespace ayes::reading
