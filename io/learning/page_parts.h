// What the pages on past votes share: headings and lines.
#pragma once

#include "io/result/page.h"

#include <string>

namespace ayes {

// Returns a heading, bold where the page is.
inline std::string heading(const std::string& text, const Page& page) {
  return page.bold ? "\033[1m" + text + "\033[0m" : text;
}

// Adds lines to a text.
inline void add_lines(std::string& text, const Lines& lines) {
  for (const std::string& line : lines) text += line + "\n";
}

}  // namespace ayes
