// A page of text: tables whose columns line up, and blocks side by side. Widths count characters,
// not bytes; no line ends in a space.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ayes {

using Lines = std::vector<std::string>;

// How wide a page is, and whether its headings are bold (for a terminal).
struct Page {
  int width = 100;
  bool bold = false;
};

// Returns how many characters a text in UTF-8 has.
int text_width(std::string_view text);

// Returns the text cut to `width` characters, with … where something was cut.
std::string shortened(std::string_view text, int width);

// Returns the text filled with spaces to `width` characters, on its right, or on its left.
std::string padded(std::string_view text, int width);
std::string padded_left(std::string_view text, int width);

// Returns the text broken into lines of at most `width` characters between words; lines after the
// first begin with `indent` spaces.
Lines wrapped(std::string_view text, int width, int indent = 0);

// Returns two blocks next to each other, the right one beginning at character `column`; one above
// the other, a line between them, if that is wider than the page.
Lines beside(const Lines& left, const Lines& right, int column, int page_width);

enum class Align { left, right };

// Rows of cells in columns as wide as their widest cell, two spaces apart. Where the page is too
// narrow, the words of the first column, and of the last if it is one of text, go on in lines of
// their own; then the columns move together; then the last columns become a table of their own,
// below. No number is ever left out.
class Table {
 public:
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  // How wide the page must be for every row to take one line.
  int width() const;
  Lines lines(int page_width) const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<int> widths() const;
  bool can_give_way(std::size_t column) const;
  int least_width(int apart) const;
  Table with_columns(std::size_t from, std::size_t to) const;
};

}  // namespace ayes
