#include "io/scenario_file.h"

#include "io/scenario/agencies.h"
#include "io/scenario/merge.h"
#include "io/scenario/reader.h"
#include "io/scenario/roster.h"
#include "io/scenario/rounds.h"
#include "io/scenario/settings.h"
#include "io/scenario/sources.h"
#include "io/sha256.h"
#include "models/scenario/restated.h"

namespace ayes {
namespace reading {
namespace {

// Gathers the columns that anything reads: the texts of keys that name one.
void gather_columns(const Node& node, Reader::Names& names) {
  if (const auto* list = node.as<std::vector<Node>>())
    for (const Node& each : *list) gather_columns(each, names);
  const Table* table = node.as<Table>();
  if (!table) return;
  for (const Entry& entry : table->entries) {
    const std::string* text = entry.node.as<std::string>();
    for (const char* key : {"column", "by", "staff", "needed", "weighted_by"})
      if (text && entry.key == key) names.columns.insert(*text);
    gather_columns(entry.node, names);
  }
}

Reader::Names names_in(const Table& scenario) {
  Reader::Names names;
  for (const Entry& entry : scenario.entries) {
    if (entry.key != "unit")
      gather_columns(entry.node, names);
    else if (const auto* units = entry.node.as<std::vector<Node>>())
      for (const Node& unit : *units) names.units.insert(*text_of(unit, "unit"));
  }
  return names;
}

// Puts everything a scenario is made of into one table; returns whether the roster is complete.
bool complete(Table& scenario, std::span<const Setting> settings, Report& report) {
  const auto of_roster = [](const Setting& setting) {
    return setting.path.front().word == "roster";
  };
  const auto of_matrix = [](const Setting& setting) {
    const auto& path = setting.path;
    return (path.size() > 1 && path[0].word == "support" && path[1].word == "correlation") ||
           (path.size() > 2 && path[0].word == "layoffs" && path[2].word == "by_agency");
  };
  for (const Setting& setting : settings)
    if (of_roster(setting) || of_matrix(setting)) apply(setting, scenario, report);
  const bool whole = fill_roster(scenario, report);
  fill_correlation(scenario, report);
  fill_agencies(scenario, report);
  move_unit_settings(scenario, report);
  for (const Setting& setting : settings)
    if (!of_roster(setting) && !of_matrix(setting)) apply(setting, scenario, report);
  drop_unused(scenario, scenario_shape(), "", report);
  fill_rounds(scenario, report);
  return whole;
}

[[noreturn]] void fail(Report& report) {
  sort_by_place(report.mistakes, report.places);
  if (report.left_out > 0)
    report.mistakes.push_back(
        {.path = "",
         .problem = std::to_string(report.left_out) + " more mistakes are not listed",
         .why = "",
         .suggestion = "mend these first"});
  throw ScenarioError(std::move(report.mistakes));
}

}  // namespace
}  // namespace reading

ScenarioFile read_scenario_text(std::string_view text, const std::filesystem::path& path,
                                std::span<const std::string> texts) {
  using namespace reading;
  Report report;
  auto table = read_sources(text, path, report);
  const std::vector<Setting> settings = read_settings(texts, report);
  if (!table) fail(report);
  const bool whole = complete(*table, settings, report);
  Reader::Names names = names_in(*table);
  names.complete = whole;
  ScenarioFile file;
  Reader(report, std::move(names)).table(*table, Where{}, "", file.scenario);
  if (!report.mistakes.empty()) fail(report);
  for (RoundTable& round : file.scenario.round) drop_unchanged(file.scenario, round);
  file.path = path.string();
  file.places = std::move(report.places);
  file.sha256 = sha256(write_scenario(file.scenario));
  return file;
}

ScenarioFile read_scenario(const std::filesystem::path& path,
                           std::span<const std::string> settings) {
  return read_scenario_text(read_text_file(path, reading::largest_scenario), path, settings);
}

}  // namespace ayes
