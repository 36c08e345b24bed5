#include "io/scenario/rounds.h"

#include "io/scenario/merge.h"
#include "io/scenario/shape.h"
#include "models/path.h"

namespace ayes::reading {
namespace {

// Tables that are read from files of their own hold for all votes.
void refuse_files(Table& round, const std::string& path, Report& report) {
  const auto refuse = [&](Table* table, const std::string& above, const char* key, const char* what,
                          const char* why, const char* home) {
    const Entry* stated = table ? table->find(key) : nullptr;
    if (!stated) return;
    report.add(stated->where, child(above, key),
               {std::string("a later vote states ") + what, why,
                std::string("state it below [") + home + "] alone"});
    table->erase(key);
  };
  const auto below = [](Table* table, const char* key) {
    Entry* entry = table ? table->find(key) : nullptr;
    return entry ? entry->node.as<Table>() : nullptr;
  };
  refuse(below(&round, "support"), child(path, "support"), "correlation", "a correlation matrix",
         "its voters are those of the first vote", "support");
  refuse(below(below(&round, "layoffs"), "rejected"), child(child(path, "layoffs"), "rejected"),
         "by_agency", "cuts by agency", "they are those of the first vote", "layoffs.rejected");
}

void fill_round(const Table& scenario, const Shape& shape, const std::string& path, Table& round,
                Report& report) {
  check_lists(round, shape, path, report);
  refuse_files(round, path, report);
  Table whole;
  for (const Field& field : shape.fields) {
    const Entry* first = scenario.find(field.key);
    if (first && round.find(field.key) && scenario_shape().find(field.key)) whole.put(*first);
  }
  merge(whole, std::move(round), shape);
  drop_unused(whole, shape, path, report);
  round = std::move(whole);
}

}  // namespace

void fill_rounds(Table& scenario, Report& report) {
  Entry* stated = scenario.find("round");
  auto* rounds = stated ? stated->node.as<std::vector<Node>>() : nullptr;
  if (!rounds) return;
  const Shape& shape = scenario_shape().find("round")->shape;
  for (Node& element : *rounds) {
    Table* round = element.as<Table>();
    fill_round(scenario, shape, child("round", *text_of(element, shape.name_key)), *round, report);
  }
}

}  // namespace ayes::reading
