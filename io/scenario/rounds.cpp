#include "io/scenario/rounds.h"

#include "io/scenario/merge.h"
#include "io/scenario/shape.h"
#include "models/path.h"

namespace ayes::reading {
namespace {

// The correlation matrix is of the people who vote, and they are the same in all votes.
void refuse_correlation(Table& round, const std::string& path, Report& report) {
  Entry* support = round.find("support");
  Table* table = support ? support->node.as<Table>() : nullptr;
  const Entry* stated = table ? table->find("correlation") : nullptr;
  if (!stated) return;
  report.add(stated->where, child(child(path, "support"), "correlation"),
             {"a later vote states a correlation matrix", "its voters are those of the first vote",
              "state it below [support] alone"});
  table->erase("correlation");
}

void fill_round(const Table& scenario, const Shape& shape, const std::string& path, Table& round,
                Report& report) {
  check_lists(round, shape, path, report);
  refuse_correlation(round, path, report);
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
