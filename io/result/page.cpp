#include "io/result/page.h"

#include <algorithm>
#include <numeric>

namespace ayes {
namespace {

constexpr int gap = 2;
constexpr int narrowest = 12;  // of a first column that gives way

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

int total(const std::vector<int>& widths) {
  return std::accumulate(widths.begin(), widths.end(), gap * (static_cast<int>(widths.size()) - 1));
}

// A name in lines of at most `width` characters between its words; what comes after the first line
// is indented, or hangs from the same branch of a tree. A word longer than that is cut.
Lines name_in_lines(const std::string& cell, int width) {
  if (text_width(cell) <= width) return {cell};
  std::string stem = cell.substr(0, std::min(cell.find_first_not_of(' '), cell.size()));
  int indent = 2;
  for (const std::string branch : {" ├ ", " └ "}) {
    if (cell.starts_with(branch)) stem = branch, indent = 0;
  }
  const std::string after = stem == " ├ " ? " │ " : stem == " └ " ? "   " : stem;
  const int left = width - text_width(stem);
  Lines lines = wrapped(cell.substr(stem.size()), left, indent);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i] = (i == 0 ? stem : after) + shortened(lines[i], left);
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

Lines Table::lines(int page_width) const {
  std::vector<int> widths = this->widths();
  const int excess = total(widths) - page_width;
  if (excess > 0) widths[0] = std::min(widths[0], std::max(narrowest, widths[0] - excess));

  Lines lines;
  for (const auto& row : rows_) {
    const Lines names = name_in_lines(row[0], widths[0]);
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string& cell = c == 0 ? names[0] : row[c];
      if (c > 0) line += std::string(gap, ' ');
      line += columns_[c] == Align::left ? padded(cell, widths[c]) : padded_left(cell, widths[c]);
    }
    lines.push_back(trimmed(std::move(line)));
    lines.insert(lines.end(), names.begin() + 1, names.end());
  }
  return lines;
}

}  // namespace ayes
