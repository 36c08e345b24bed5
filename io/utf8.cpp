#include "io/utf8.h"

#include <algorithm>

namespace ayes {
namespace {

// Returns how many bytes the character that starts here has, or 0 if it is none (RFC 3629, section
// 4).
std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? text[i] & 0xFF : 0; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const int first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && byte(1) < 0x90;
    const bool beyond = first == 0xF4 && byte(1) > 0x8F;
    return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character(text.substr(i, 4));
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

std::optional<std::size_t> first_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int c = text[i] & 0xFF, next = i + 1 < text.size() ? text[i + 1] & 0xFF : 0;
    const bool line_end = c == '\n' || (c == '\r' && next == '\n');
    const bool second_set = c == 0xC2 && next >= 0x80 && next <= 0x9F;  // U+0080 to U+009F
    if ((c < 0x20 && c != '\t' && !line_end) || c == 0x7F || second_set) return i;
  }
  return std::nullopt;
}

std::string printable(std::string_view text) {
  std::string seen;
  while (const auto control = first_control(text)) {
    const bool two_bytes = (text[*control] & 0xFF) == 0xC2;
    seen.append(text.substr(0, *control)).append("?");
    text.remove_prefix(*control + (two_bytes ? 2 : 1));
  }
  seen.append(text);
  std::ranges::replace_if(
      seen, [](char c) { return c == '\t' || c == '\r' || c == '\n'; }, '?');
  return seen;
}

Position position_of(std::string_view text, std::size_t byte) {
  Position position;
  for (const char c : text.substr(0, byte)) {
    if (c == '\n')
      position = {position.line + 1, 1};
    else if ((c & 0xC0) != 0x80)
      ++position.column;
  }
  return position;
}

std::string_view line_of(std::string_view text, int line) {
  for (int i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace ayes
