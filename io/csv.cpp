#include "io/csv.h"

#include "io/utf8.h"

#include <algorithm>

namespace ayes {
namespace {

constexpr std::size_t most_mistakes = 100, most_columns = 4096, most_csv_rows = 1'000'000;

struct Cursor {
  std::string_view text;
  std::size_t at = 0;
  int line = 1, column = 1;

  bool ended() const { return at >= text.size(); }
  char peek() const { return text[at]; }
  bool line_ends() const {
    return peek() == '\n' || (peek() == '\r' && text.substr(at, 2) == "\r\n");
  }
  void step() {
    if (text[at] == '\n')
      ++line, column = 1;
    else if ((text[at] & 0xC0) != 0x80)
      ++column;
    ++at;
  }
};

struct Fault {
  int line, column;
  std::string problem, why, suggestion;
};

void check_text(std::string_view text) {
  const std::size_t bad = std::min(first_invalid_utf8(text).value_or(text.npos), text.find('\0'));
  if (bad != text.npos) {
    const Position place = position_of(text, bad);
    throw Fault{place.line, place.column, "the file is not UTF-8 text",
                "its letters cannot be told", "save the sheet as \"CSV UTF-8\""};
  }
  if (const auto control = first_control(text)) {
    const Position place = position_of(text, *control);
    throw Fault{place.line, place.column, "there is a control character",
                "it cannot be seen, and a terminal would obey it",
                text[*control] == '\r' ? "save the sheet with ordinary line ends" : "leave it out"};
  }
}

void skip_spaces(Cursor& cursor) {
  while (!cursor.ended() && (cursor.peek() == ' ' || cursor.peek() == '\t')) cursor.step();
}

Cell read_quoted(Cursor& cursor) {
  Cell cell{"", cursor.line, cursor.column};
  cursor.step();
  for (;;) {
    if (cursor.ended())
      throw Fault{cell.line, cell.column, "a quote \" is opened and never closed",
                  "the rest of the file would be one cell",
                  "close it with \" at the end of the cell"};
    const char c = cursor.peek();
    const Position here{cursor.line, cursor.column};
    cursor.step();
    if (c != '"') {
      cell.text += c;
    } else if (!cursor.ended() && cursor.peek() == '"') {
      cell.text += '"';
      cursor.step();
    } else {
      skip_spaces(cursor);
      if (!cursor.ended() && cursor.peek() != ',' && !cursor.line_ends())
        throw Fault{here.line, here.column, "text follows the closing quote of a cell",
                    "the cell ends there", "write a quote inside a cell twice: \"\""};
      return cell;
    }
  }
}

Cell read_bare(Cursor& cursor) {
  Cell cell{"", cursor.line, cursor.column};
  while (!cursor.ended() && cursor.peek() != ',' && !cursor.line_ends()) {
    if (cursor.peek() == '"')
      throw Fault{cursor.line, cursor.column, "a quote \" stands in the middle of a cell",
                  "a quoted cell starts with its quote",
                  "put the whole cell in quotes and write quotes inside it twice"};
    cell.text += cursor.peek();
    cursor.step();
  }
  while (cell.text.ends_with(' ') || cell.text.ends_with('\t')) cell.text.pop_back();
  return cell;
}

std::vector<Cell> read_row(Cursor& cursor) {
  std::vector<Cell> row;
  for (;;) {
    skip_spaces(cursor);
    if (row.size() >= most_columns)
      throw Fault{cursor.line, cursor.column,
                  "this line has more than " + std::to_string(most_columns) + " cells",
                  "no roster needs so many", ""};
    const bool quoted = !cursor.ended() && cursor.peek() == '"';
    row.push_back(quoted ? read_quoted(cursor) : read_bare(cursor));
    if (cursor.ended()) return row;
    if (cursor.peek() == ',') {
      cursor.step();
      continue;
    }
    while (cursor.peek() != '\n') cursor.step();
    cursor.step();
    return row;
  }
}

bool is_blank(const std::vector<Cell>& row) {
  return std::ranges::all_of(row, [](const Cell& cell) { return cell.text.empty(); });
}

void check_width(Csv& csv, std::vector<Cell> row) {
  const auto cells = row.size(), columns = csv.rows.empty() ? cells : csv.rows.front().size();
  if (cells == columns) {
    csv.rows.push_back(std::move(row));
    return;
  }
  if (csv.mistakes.size() >= most_mistakes) return;
  Mistake mistake{.path = "",
                  .problem = "this line has " + std::to_string(cells) +
                             " cells and the header has " + std::to_string(columns),
                  .why = "every line has a cell for each column",
                  .suggestion = cells > columns
                                    ? "put a cell that holds a comma in double quotes: \"1,200\""
                                    : "add the missing commas; an empty cell states nothing"};
  mistake.line = row.front().line;
  mistake.column = cells > columns ? row[columns].column : row.front().column;
  csv.mistakes.push_back(std::move(mistake));
}

}  // namespace

Csv read_csv(std::string_view text) {
  Csv csv;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Cursor cursor{text};
  try {
    check_text(text);
    while (!cursor.ended()) {
      std::vector<Cell> row = read_row(cursor);
      if (csv.rows.size() >= most_csv_rows)
        throw Fault{row.front().line, 1,
                    "the file has more than " + std::to_string(most_csv_rows) + " lines",
                    "no roster needs so many", ""};
      if (!is_blank(row)) check_width(csv, std::move(row));
    }
  } catch (const Fault& fault) {
    Mistake mistake{
        .path = "", .problem = fault.problem, .why = fault.why, .suggestion = fault.suggestion};
    mistake.line = fault.line;
    mistake.column = fault.column;
    csv.mistakes.push_back(std::move(mistake));
  }
  return csv;
}

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

}  // namespace ayes
