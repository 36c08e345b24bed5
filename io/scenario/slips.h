// Common slips in writing TOML, told in the words of a person who did not mean to write a program.
#pragma once

#include "io/scenario/report.h"
#include "io/utf8.h"

#include <optional>
#include <string>
#include <string_view>

namespace ayes::reading {

struct Slip {
  Position position;
  Words words;
  bool dangerous = false;  // nested so deeply that it must not be parsed at all
};

// Looks at brackets and quotes only: a table in braces broken over lines, a list that is never
// closed, values or keys nested more than 64 deep. Returns the first slip, if there is one.
std::optional<Slip> bracket_slip(std::string_view text);

// Says what is wrong with a line that a TOML parser stopped at; `complaint` is what the parser
// said.
Slip line_slip(std::string_view text, Position position, std::string_view complaint);

}  // namespace ayes::reading
