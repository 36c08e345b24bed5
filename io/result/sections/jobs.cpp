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
  return {{"if " + wording.ratified, &MeasureResult::if_ratified},
          {"if " + wording.rejected, &MeasureResult::if_rejected}};
}

template <typename Text>
void add_row(Table& table, const std::string& words, const MeasureResult* measure,
             const std::vector<Column>& columns, Text text, const std::string& note = "") {
  if (!measure) return;
  std::vector<std::string> row = {words};
  for (const Column& column : columns) row.push_back(text(measure->*column.votes));
  row.push_back(note);
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

// "0 ▁▂▄▆██▆ 7,500": jobs ended, from none to the threat.
std::string outline_of(const Result& result, const Summary& ended) {
  if (ended.replications == 0 || ended.edges.empty()) return "";
  const double highest = std::max(result.threat.value_or(0), ended.quantile(0.975));
  if (highest <= 0 || ended.sd == 0) return "";
  return "0 " + outline(ended, 0, highest, outline_width) + " " + fixed(highest, 0);
}

}  // namespace

Section jobs(const Result& result, const Wording& wording, const Page& page) {
  const MeasureResult* ended = result.measure("separated");
  const MeasureResult* saved = result.measure("saved");
  const MeasureResult* raises = result.measure("raises_kept");
  if (!ended && !saved && result.pay_years == 0) return {};
  Section section{ended ? "JOBS" : saved ? "SAVINGS" : "PAY", {}};
  const std::vector<Column> columns = columns_of(result, wording);

  std::vector<Align> align = {Align::left};
  for (std::size_t c = 0; c < columns.size(); ++c) align.push_back(Align::right);
  align.push_back(Align::left);
  Table table(align);
  std::vector<std::string> header = {section.title + ", middle (8 in 10 lie within)"};
  for (const Column& column : columns) header.push_back(column.title);
  header.push_back("");
  table.add(header);

  if (ended) {
    if (result.threat && *result.threat > 0) {
      std::vector<std::string> row(columns.size() + 2);
      row[0] = "  threatened";
      if (columns.size() == 2) row[1] = "0";
      row[columns.size()] = fixed(*result.threat, 0);
      row.back() = "a threat, not a forecast";
      table.add(std::move(row));
    }
    add_row(table, "  notices sent", result.measure("notices"), columns, middle_of_counts);
    add_row(table, "  jobs ended", ended, columns, middle_of_counts,
            outline_of(result, ended->*columns.back().votes));
    add_row(table, "  of these, recalled", result.measure("recalled"), columns, middle_of_counts);
    add_row(table, "  laid off in the end", result.measure("layoffs"), columns, middle_of_counts);
  }
  if (saved) {
    const std::string needed =
        result.savings_target ? "needed: " + sum_of_money(*result.savings_target) : "";
    const auto in_dollars = [greatest = greatest_of(*saved, columns)](const Summary& summary) {
      return middle_of_dollars(summary, greatest);
    };
    add_row(table, "  employer saves", saved, columns, in_dollars, needed);
  }
  if (result.pay_years > 0) {
    add_row(table, "  members with the old raises", raises, columns, middle_of_counts);
  }
  section.lines = table.lines(page.width, Spare::last_column);
  return section;
}

}  // namespace ayes::sections
