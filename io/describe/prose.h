// A text for reading: headings, paragraphs, items and tables, one below the other, wrapped to the
// page.
#pragma once

#include "io/result/page.h"

#include <string>

namespace ayes {

class Prose {
 public:
  explicit Prose(const Page& page) : page_(page) {}

  // Begins a part: a blank line and its title, in bold where the page has bold.
  void heading(const std::string& title);
  // Adds a paragraph.
  void say(const std::string& paragraph);
  // Adds an item, with a dash, set in by two characters a level.
  void item(const std::string& text, int level = 0);
  // Adds a table, set in by two characters, with a blank line above and below.
  void table(const Table& table);
  // Adds an empty line, unless there is one.
  void gap();

  const std::string& text() const { return text_; }

 private:
  void add(const Lines& lines);
  Page page_;
  std::string text_;
};

// Returns words in a row: "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words, const std::string& last = "and");

// Returns a number with its noun: "1 unit", "34 units"; the noun's plural adds an s.
std::string counted(std::int64_t number, const std::string& noun);

// Returns the text with its first letter, if it is of the alphabet, made a capital.
std::string capital(std::string text);

}  // namespace ayes
