#include "io/result/page.h"

#include <algorithm>
#include <numeric>
#include <type_traits>

namespace ayes {
namespace {

constexpr int gap = 2;
constexpr int narrowest = 16;  // of a column of words that gives way

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

int total(const std::vector<int>& widths, int apart = gap) {
  return std::accumulate(widths.begin(), widths.end(),
                         apart * (static_cast<int>(widths.size()) - 1));
}

// A word that is longer than a line is broken after a dot, as in the path of a number, or cut.
Lines pieces_of(const std::string& word, int width, int indent) {
  if (text_width(word) <= width) return {word};
  Lines pieces = {""};
  std::size_t from = 0;
  while (from < word.size()) {
    const std::size_t to = std::min(word.find('.', from), word.size() - 1) + 1;
    const std::string piece = shortened(word.substr(from, to - from), width - indent);
    if (text_width(pieces.back() + piece) > width)
      pieces.emplace_back(static_cast<std::size_t>(indent), ' ');
    pieces.back() += piece;
    from = to;
  }
  return pieces;
}

// Words in lines of at most `width` characters; what comes after the first line is indented, or
// hangs from the same branch of a tree.
Lines words_in_lines(const std::string& cell, int width) {
  if (text_width(cell) <= width) return {cell};
  std::string stem = cell.substr(0, std::min(cell.find_first_not_of(' '), cell.size()));
  int indent = 2;
  for (const std::string branch : {" ├ ", " └ "}) {
    if (cell.starts_with(branch)) stem = branch, indent = 0;
  }
  const std::string after = stem == " ├ " ? " │ " : stem == " └ " ? "   " : stem;
  const int left = width - text_width(stem);
  Lines lines;
  for (const std::string& line : wrapped(cell.substr(stem.size()), left, indent)) {
    for (const std::string& piece : pieces_of(line, left, indent)) {
      lines.push_back((lines.empty() ? stem : after) + piece);
    }
  }
  return lines;
}

}  // namespace

int text_width(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string shortened(std::string_view text, int width) {
  if (text_width(text) <= width) return std::string(text);
  std::string kept;
  int taken = 0;
  for (char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins && ++taken >= width) break;
    kept += c;
  }
  return kept + "…";
}

std::string padded(std::string_view text, int width) {
  return std::string(text) +
         std::string(static_cast<std::size_t>(std::max(0, width - text_width(text))), ' ');
}

std::string padded_left(std::string_view text, int width) {
  return std::string(static_cast<std::size_t>(std::max(0, width - text_width(text))), ' ') +
         std::string(text);
}

Lines wrapped(std::string_view text, int width, int indent) {
  Lines lines(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool fits = text_width(lines.back()) + 1 + text_width(word) <= width;
    const bool empty = lines.back().find_first_not_of(' ') == std::string::npos;
    if (!empty && !fits) {
      lines.push_back(std::string(static_cast<std::size_t>(indent), ' '));
      lines.back() += word;
    } else {
      lines.back() += (empty ? "" : " ") + std::string(word);
    }
  }
  return lines;
}

Lines beside(const Lines& left, const Lines& right, int column, int page_width) {
  if (right.empty()) return left;
  int widest = 0;
  for (const std::string& line : right) widest = std::max(widest, text_width(line));
  Lines result = left;
  if (column + widest > page_width) {
    result.push_back("");
    result.insert(result.end(), right.begin(), right.end());
    return result;
  }
  result.resize(std::max(left.size(), right.size()));
  for (std::size_t i = 0; i < right.size(); ++i) result[i] = padded(result[i], column) + right[i];
  return result;
}

std::vector<int> Table::widths() const {
  std::vector<int> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t c = 0; c < row.size(); ++c)
      widths[c] = std::max(widths[c], text_width(row[c]));
  }
  return widths;
}

int Table::width() const { return total(widths()); }

bool Table::can_give_way(std::size_t column) const {
  return column == 0 || (column + 1 == columns_.size() && columns_[column] == Align::left);
}

// How narrow the table can be made when its columns stand `apart` characters apart.
int Table::least_width(int apart) const {
  std::vector<int> widths = this->widths();
  for (std::size_t c = 0; c < widths.size(); ++c) {
    if (can_give_way(c)) widths[c] = std::min(widths[c], narrowest);
  }
  return total(widths, apart);
}

// The first column, and those from `from` up to `to`.
Table Table::with_columns(std::size_t from, std::size_t to) const {
  const auto some = [&](const auto& all) {
    std::remove_cvref_t<decltype(all)> kept = {all.front()};
    for (std::size_t c = from; c < std::min(to, all.size()); ++c) kept.push_back(all[c]);
    return kept;
  };
  Table part(some(columns_));
  for (const auto& row : rows_) part.add(some(row));
  return part;
}

Lines Table::lines(int page_width) const {
  std::vector<int> widths = this->widths();
  const std::size_t last = widths.size() - 1;
  if (least_width(1) > page_width && last > 1) {
    std::size_t fit = last;  // where the second table begins
    while (fit > 2 && with_columns(1, fit).least_width(1) > page_width) --fit;
    Lines lines = with_columns(1, fit).lines(page_width);
    const Lines rest = with_columns(fit, last + 1).lines(page_width);
    lines.push_back("");
    lines.insert(lines.end(), rest.begin(), rest.end());
    return lines;
  }
  const int apart = least_width(gap) <= page_width ? gap : 1;
  for (int excess = total(widths, apart) - page_width; excess > 0; --excess) {
    const std::size_t wider = can_give_way(last) && widths[last] > widths[0] ? last : 0;
    if (widths[wider] > narrowest) --widths[wider];
  }

  Lines lines;
  for (const auto& row : rows_) {
    std::vector<Lines> cells;
    std::size_t height = 1;
    for (std::size_t c = 0; c < row.size(); ++c) {
      cells.push_back(can_give_way(c) ? words_in_lines(row[c], widths[c]) : Lines{row[c]});
      height = std::max(height, cells.back().size());
    }
    for (std::size_t i = 0; i < height; ++i) {
      std::string line;
      for (std::size_t c = 0; c < row.size(); ++c) {
        const std::string cell = i < cells[c].size() ? cells[c][i] : "";
        if (c > 0) line += std::string(static_cast<std::size_t>(apart), ' ');
        line += columns_[c] == Align::left ? padded(cell, widths[c]) : padded_left(cell, widths[c]);
      }
      lines.push_back(trimmed(std::move(line)));
    }
  }
  return lines;
}

}  // namespace ayes
