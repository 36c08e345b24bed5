// Text as characters: files must be UTF-8, and columns count characters, not bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ayes {

// A position in a text; line and column count from 1, the column in characters.
struct Position {
  int line = 1, column = 1;
};

// Returns the place of the first byte that is not valid UTF-8 (RFC 3629), or nothing.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// Returns the place of the first control character other than a tab or the end of a line, or
// nothing: such a character is not seen, and a terminal obeys it.
std::optional<std::size_t> first_control(std::string_view text);

// Returns the text in one line, with ? in place of each control character.
std::string printable(std::string_view text);

// Returns the line and column of a byte of the text.
Position position_of(std::string_view text, std::size_t byte);

// Returns line `line` (from 1) of the text, without its end; empty if there is none.
std::string_view line_of(std::string_view text, int line);

}  // namespace ayes
