#include "io/learning/votes_csv.h"

#include "io/csv.h"
#include "io/result/number_text.h"
#include "io/scenario/report.h"
#include "io/sha256.h"
#include "io/text_file.h"
#include "models/nearest.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace ayes {
namespace {

using learning::Between;
using learning::Vote;
using reading::in_quotes;

constexpr std::int64_t largest_file = 64 << 20;
constexpr std::int64_t most_ballots = 1'000'000'000;

// One table being read.
struct Reading {
  const Csv& csv;
  int file;
  const std::string& path;
  std::vector<Mistake>& mistakes;
  std::map<std::string, std::size_t> place = {};  // of a column
  // The largest percentage of a column, and the first above 0.
  struct Percentages {
    double largest = 0;
    const Cell* first = nullptr;
  };
  std::map<std::string, Percentages> percentages = {};

  void fault(const Cell& cell, std::string problem, std::string why, std::string suggestion) {
    Mistake mistake{.path = "",
                    .problem = std::move(problem),
                    .why = std::move(why),
                    .suggestion = std::move(suggestion)};
    mistake.file = path;
    mistake.line = cell.line;
    mistake.column = cell.column;
    mistakes.push_back(std::move(mistake));
  }
  // The cell of a column, or nothing where the column is not there or the cell is empty.
  const Cell* cell(const std::vector<Cell>& row, const std::string& column) const {
    const auto found = place.find(column);
    if (found == place.end() || row[found->second].text.empty()) return nullptr;
    return &row[found->second];
  }
  std::string text(const std::vector<Cell>& row, const std::string& column) const {
    const Cell* stated = cell(row, column);
    return stated ? stated->text : "";
  }
};

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> read_count(Reading& reading, const std::vector<Cell>& row,
                                       const std::string& column) {
  const Cell* cell = reading.cell(row, column);
  if (!cell) return std::nullopt;
  const auto value = number_in<std::int64_t>(cell->text);
  if (value && *value >= 0 && *value <= most_ballots) return value;
  reading.fault(*cell, column + " is " + in_quotes(cell->text),
                "ballots are a whole number from 0 to 1,000,000,000",
                "write digits alone, such as 1158, or leave the cell empty");
  return std::nullopt;
}

// A percentage as the interval of what rounds to it: 49.1 is 49.05 to 49.15.
std::optional<Between> read_percent(Reading& reading, const std::vector<Cell>& row,
                                    const std::string& column) {
  const Cell* cell = reading.cell(row, column);
  if (!cell) return std::nullopt;
  std::string_view text = cell->text;
  if (text.ends_with('%')) text.remove_suffix(1);
  const auto value = number_in<double>(text);
  const bool plain = text.find_first_not_of("0123456789.") == text.npos;
  if (!value || !plain || *value > 100) {
    reading.fault(*cell, column + " is " + in_quotes(cell->text),
                  "it is a percentage from 0 to 100",
                  "write it as in 49.1: the number of decimals says how it was rounded");
    return std::nullopt;
  }
  Reading::Percentages& all = reading.percentages[column];
  if (!all.first && *value > 0) all.first = cell;
  all.largest = std::max(all.largest, *value);
  double half = 0.5;
  if (const std::size_t point = text.find('.'); point != text.npos) {
    for (std::size_t i = point + 1; i < text.size(); ++i) half /= 10;
  }
  return Between{std::max(0.0, (*value - half) / 100), std::min(1.0, (*value + half) / 100)};
}

std::optional<bool> read_word(Reading& reading, const std::vector<Cell>& row,
                              const std::string& column, const std::string& yes,
                              const std::string& no) {
  const Cell* cell = reading.cell(row, column);
  if (!cell) return std::nullopt;
  if (cell->text == yes) return true;
  if (cell->text == no) return false;
  const std::string near = did_you_mean(cell->text, {yes, no});
  reading.fault(*cell, column + " is " + in_quotes(cell->text), "it is " + yes + " or " + no,
                near.empty() ? "write one of the two, or leave the cell empty" : near);
  return std::nullopt;
}

double read_column(Reading& reading, const std::vector<Cell>& row, const NamedColumn& column) {
  const Cell* cell = reading.cell(row, column.name);
  if (!cell) return std::nan("");
  if (column.equals) return cell->text == *column.equals ? 1 : 0;
  const auto value = number_in<double>(cell->text);
  if (value && std::isfinite(*value)) return *value;
  reading.fault(*cell, column.name + " is " + in_quotes(cell->text),
                "a coefficient belongs to a column of numbers",
                "name a text of the column: --column \"" + column.name + "=" + cell->text + "\"");
  return std::nan("");
}

// Two figures of one vote must tell the same share, give or take a digit cut off.
void check_share(Reading& reading, const std::vector<Cell>& row, const Vote& vote) {
  if (!vote.ballots || !vote.share) return;
  const auto yes = static_cast<double>(vote.ballots->yes);
  const double share = yes / (yes + static_cast<double>(vote.ballots->no));
  const double digit = (vote.share->high - vote.share->low) / 2 + 1e-12;
  if (share >= vote.share->low - digit && share <= vote.share->high + digit) return;
  const Cell& cell = *reading.cell(row, "yes_pct");
  reading.fault(cell, "yes_pct is " + in_quotes(cell.text),
                "the ballots of this row are " + fixed(100 * share, 2) + "% yes",
                "correct one of the two, or leave yes_pct empty");
}

void read_row(Reading& reading, const std::vector<Cell>& row,
              const std::vector<NamedColumn>& columns, VotesTable& table) {
  if (reading.cell(row, "left_out")) {
    ++table.left_out;
    return;
  }
  Vote vote;
  vote.file = reading.file;
  vote.line = row.front().line;
  vote.ratification = reading.text(row, "case");
  vote.unit = reading.text(row, "unit");
  if (vote.unit.empty()) vote.unit = reading.text(row, "body");
  if (vote.ratification.empty() || vote.unit.empty()) {
    reading.fault(row.front(),
                  vote.ratification.empty() ? "this row names no case" : "this row names no unit",
                  "votes are counted by ratification and unit", "fill the cell");
    return;
  }
  vote.union_name = reading.text(row, "union");
  vote.part_of = reading.text(row, "part_of");
  vote.held_after = reading.text(row, "held_after");
  vote.date = reading.text(row, "date");
  if (const Cell* cell = reading.cell(row, "round")) {
    const auto round = number_in<int>(cell->text);
    if (round && *round >= 1 && *round <= 20) {
      vote.round = *round;
    } else {
      reading.fault(*cell, "round is " + in_quotes(cell->text),
                    "it counts the votes of one ratification, from 1",
                    "write 1 for the first vote, 2 for the one after it failed");
    }
  }
  vote.contract = !read_word(reading, row, "vote", "package", "contract").value_or(true);
  const auto yes = read_count(reading, row, "yes"), no = read_count(reading, row, "no");
  vote.share = read_percent(reading, row, "yes_pct");
  if (yes && no) {
    if (*yes + *no == 0) {
      reading.fault(row.front(), "nobody voted in " + vote.unit, "a share needs ballots",
                    "leave yes and no empty");
    } else {
      vote.ballots = learning::Ballots{*yes, *no};
    }
  } else if (!reading.cell(row, "yes") != !reading.cell(row, "no") && (yes || no)) {
    reading.fault(*reading.cell(row, yes ? "yes" : "no"),
                  std::string("there are ") + (yes ? "yes" : "no") + " ballots without the " +
                      (yes ? "no" : "yes"),
                  "a count alone is no share", "state both, or yes_pct");
  }
  check_share(reading, row, vote);
  vote.outcome = read_word(reading, row, "outcome", "yes", "no");
  if (!reading.cell(row, "turnout_left_out"))
    vote.turnout = read_percent(reading, row, "turnout_pct");
  for (const NamedColumn& column : columns)
    vote.columns.push_back(read_column(reading, row, column));
  table.votes.push_back(std::move(vote));
}

// A column of which nothing is above 1 holds parts of the whole: read as percentages they would say
// that hardly anybody voted yes.
void check_percentages(Reading& reading) {
  for (const auto& [column, all] : reading.percentages) {
    if (!all.first || all.largest > 1) continue;
    reading.fault(*all.first, column + " is never above 1", "it is a percentage from 0 to 100",
                  "write 49.1 for a share of 0.491");
  }
}

bool read_header(Reading& reading, const std::vector<NamedColumn>& columns) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < reading.csv.rows.front().size(); ++i) {
    const Cell& cell = reading.csv.rows.front()[i];
    if (cell.text.empty()) continue;  // nobody can name it
    if (!reading.place.emplace(cell.text, i).second) {
      reading.fault(cell, "there are two columns called " + in_quotes(cell.text),
                    "only one of them could be read", "rename one");
    }
    names.push_back(cell.text);
  }
  const Cell& first = reading.csv.rows.front().front();
  if (names.size() == 1 && names[0].find_first_of(";\t") != std::string::npos) {
    reading.fault(first, "the first line is one cell", "columns are parted by commas",
                  "save the sheet as CSV with commas");
    return false;
  }
  const auto need = [&](bool there, const std::string& name,
                        const std::string& why = "every vote has one") {
    if (there) return true;
    const std::string near = did_you_mean(name, names);
    reading.fault(first, "there is no column " + name, why,
                  near.empty() ? "the first line names the columns" : near);
    return false;
  };
  const auto has = [&](const char* name) { return reading.place.contains(name); };
  const bool cases = need(has("case"), "case");
  const bool units = need(has("unit") || has("body"), "unit");
  // Ballots are both or none, and without any figure there is nothing to learn.
  bool figures = need(has("no") || !has("yes"), "no", "ballots are yes and no");
  figures = need(has("yes") || !has("no"), "yes", "ballots are yes and no") && figures;
  if (figures)
    figures = need(has("yes") || has("yes_pct") || has("outcome") || has("turnout_pct"), "yes_pct",
                   "nor yes and no, outcome or turnout_pct: nothing says how a vote went");
  return cases && units && figures && std::ranges::all_of(columns, [&](const NamedColumn& column) {
           return reading.place.contains(column.name) || reading.file > 0 ||
                  need(false, column.name, "a coefficient of it is wanted");
         });
}

}  // namespace

NamedColumn named_column(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos) return {std::string(text), std::nullopt};
  return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

void read_votes(std::string_view text, int file, const std::vector<NamedColumn>& columns,
                VotesTable& table, std::vector<Mistake>& mistakes) {
  const std::string& path = table.files[static_cast<std::size_t>(file)];
  const Csv csv = read_csv(text);
  for (Mistake mistake : csv.mistakes) {
    mistake.file = path;
    mistakes.push_back(std::move(mistake));
  }
  Reading reading{csv, file, path, mistakes};
  if (csv.rows.empty()) {
    if (csv.mistakes.empty())
      reading.fault({"", 1, 1}, "the table is empty", "there is nothing to learn from",
                    "its first line names the columns: case,unit,yes,no");
    return;
  }
  if (!read_header(reading, columns)) return;
  for (std::size_t i = 1; i < csv.rows.size(); ++i) read_row(reading, csv.rows[i], columns, table);
  check_percentages(reading);
}

VotesTable read_tables(const std::vector<TableSource>& tables,
                       const std::vector<NamedColumn>& columns) {
  VotesTable table;
  std::vector<Mistake> mistakes;
  for (const TableSource& each : tables) table.files.push_back(each.path);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const std::string text =
        tables[i].text ? *tables[i].text : read_text_file(tables[i].path, largest_file);
    table.hashes.push_back(sha256(text));
    read_votes(text, static_cast<int>(i), columns, table, mistakes);
  }
  if (!mistakes.empty()) throw ScenarioError(std::move(mistakes));
  return table;
}

VotesTable read_votes(const std::vector<std::string>& paths,
                      const std::vector<NamedColumn>& columns) {
  std::vector<TableSource> tables;
  for (const std::string& path : paths) tables.push_back({path});
  return read_tables(tables, columns);
}

}  // namespace ayes
