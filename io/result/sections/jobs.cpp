#include "io/result/bars.h"
#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <algorithm>
#include <cmath>

namespace ayes::sections {
namespace {

constexpr int outline_width = 14;

// One column: what a measure was over the votes of that column.
struct Column {
  std::string title;
  Summary MeasureResult::*votes;
};

std::vector<Column> columns_of(const Result& result, const Wording& wording) {
  if (result.each_union && result.unions.size() > 1)
    return {{"over all votes", &MeasureResult::all}};
  const std::string when = result.rounds.empty() ? "" : " at first";
  return {{"if " + wording.ratified + when, &MeasureResult::if_ratified},
          {"if " + wording.rejected + when, &MeasureResult::if_rejected}};
}

template <typename Text>
void add_row(Table& table, const std::string& words, const MeasureResult* measure,
             const std::vector<Column>& columns, Text text) {
  if (!measure) return;
  std::vector<std::string> row = {words};
  for (const Column& column : columns) row.push_back(text(measure->*column.votes));
  table.add(std::move(row));
}

// The largest sum of a row, which decides its unit.
double greatest_of(const MeasureResult& measure, const std::vector<Column>& columns) {
  double greatest = 0;
  for (const Column& column : columns) {
    greatest = std::max(greatest, std::abs((measure.*column.votes).quantile(0.9)));
  }
  return greatest;
}

// "0 ▁▂▄▆██▆ 7,500": jobs ended, from none to the threat; "7,500+" where the last bar holds more.
std::string outline_of(const Result& result, const Summary& ended) {
  if (ended.replications == 0 || ended.edges.empty()) return "";
  const double highest = std::max(result.threat.value_or(0), ended.quantile(0.975));
  if (highest <= 0 || ended.sd == 0) return "";
  bool beyond = false;
  for (std::size_t b = 0; b < ended.counts.size(); ++b)
    beyond = beyond || (ended.counts[b] > 0 && ended.edges[b] >= highest);
  return "0 " + outline(ended, 0, highest, outline_width) + " " + fixed(highest, 0) +
         (beyond ? "+" : "");
}

// Whether the number of jobs that a threat names is an estimate.
bool threat_is_uncertain(const Result& result) {
  return std::any_of(result.influences.begin(), result.influences.end(),
                     [](const Influence& each) { return each.name == "layoffs.rejected.threat"; });
}

// The rows on jobs. The outline stands beside the row of jobs ended, or below it.
void add_jobs(Table& table, const Result& result, const std::vector<Column>& columns,
              const std::string& outline, bool beside) {
  if (result.threat && *result.threat > 0) {
    std::vector<std::string> row(columns.size() + 1);
    row[0] = threat_is_uncertain(result) ? "  threatened: an estimate's mean"
                                         : "  threatened (not a forecast)";
    if (columns.size() == 2) row[1] = "0";
    row[columns.size()] = fixed(*result.threat, 0);
    table.add(std::move(row));
  }
  add_row(table, "  notices sent", result.measure("notices"), columns, middle_of_counts);
  add_row(table, "  of these, taken back", result.measure("rescinded"), columns, middle_of_counts);
  std::vector<std::string> ended = {"  jobs ended"}, below(columns.size() + 1);
  for (const Column& column : columns) {
    ended.push_back(middle_of_counts(result.measure("separated")->*column.votes));
  }
  (beside ? ended.emplace_back() : below.back()) = outline;
  table.add(std::move(ended));
  if (!beside && !outline.empty()) table.add(std::move(below));
  add_row(table, "  of these, recalled", result.measure("recalled"), columns, middle_of_counts);
  add_row(table, "  laid off in the end", result.measure("layoffs"), columns, middle_of_counts);
}

Table table_of(const Result& result, const std::string& title, const std::vector<Column>& columns,
               bool outline_beside) {
  std::vector<Align> align(columns.size() + 1, Align::right);
  align.front() = Align::left;
  if (outline_beside) align.push_back(Align::left);
  Table table(align);
  std::vector<std::string> header = {title + ", middle (8 in 10 lie within)"};
  for (const Column& column : columns) header.push_back(column.title);
  table.add(header);

  if (const MeasureResult* ended = result.measure("separated")) {
    const std::string outline = outline_of(result, ended->*columns.back().votes);
    add_jobs(table, result, columns, outline, outline_beside);
  }
  if (const MeasureResult* saved = result.measure("saved")) {
    const std::string needed =
        result.savings_target ? " (needed: " + sum_of_money(*result.savings_target) + ")" : "";
    const auto in_dollars = [greatest = greatest_of(*saved, columns)](const Summary& summary) {
      return middle_of_dollars(summary, greatest);
    };
    add_row(table, "  employer saves" + needed, saved, columns, in_dollars);
  }
  if (result.pay_years > 0) {
    add_row(table, "  members with the old raises", result.measure("raises_kept"), columns,
            middle_of_counts);
  }
  return table;
}

}  // namespace

Section jobs(const Result& result, const Wording& wording, const Page& page) {
  const bool ended = result.measure("separated"), saved = result.measure("saved");
  if (!ended && !saved && result.pay_years == 0) return {};
  Section section{ended ? "JOBS" : saved ? "SAVINGS" : "PAY", {}};
  const std::vector<Column> columns = columns_of(result, wording);
  const Table wide = table_of(result, section.title, columns, true);
  section.lines = wide.width() <= page.width
                      ? wide.lines(page.width)
                      : table_of(result, section.title, columns, false).lines(page.width);
  if (ended) {
    section.lines.push_back(
        "  Each row has a middle of its own, rounded by its spread: rows need not add up.");
  }
  return section;
}

}  // namespace ayes::sections
