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
// the other if that is wider than the page.
Lines beside(const Lines& left, const Lines& right, int column, int page_width);

enum class Align { left, right };

// What a table gives up first when the page is too narrow.
enum class Spare { first_column_end, last_column };

// Rows of cells in columns as wide as their widest cell, two spaces apart. When the page is too
// narrow the first column is shortened, perhaps after the last one is left out.
class Table {
 public:
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  Lines lines(int page_width, Spare spare = Spare::first_column_end) const;

 private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace ayes
