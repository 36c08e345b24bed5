#include "io/scenario/slips.h"

#include <vector>

namespace ayes::reading {
namespace {

constexpr std::size_t deepest = 64;

struct Open {
  char bracket;
  Position position;
};

// Walks over the text as TOML's own lexer would: comments and the four kinds of strings are
// skipped.
struct Walk {
  std::string_view text;
  std::size_t at = 0;
  Position position = {};

  bool ended() const { return at >= text.size(); }
  bool here(std::string_view word) const { return text.substr(at, word.size()) == word; }
  void step(std::size_t bytes = 1) {
    for (; bytes > 0 && !ended(); --bytes, ++at) {
      if (text[at] == '\n')
        position = {position.line + 1, 1};
      else if ((text[at] & 0xC0) != 0x80)
        ++position.column;
    }
  }
  void skip_line() {
    while (!ended() && text[at] != '\n') step();
  }
  void skip_string() {
    const char quote = text[at];
    const std::string three(3, quote);
    const bool long_one = here(three);
    step(long_one ? 3 : 1);
    while (!ended() && !(long_one ? here(three) : text[at] == quote)) {
      if (!long_one && text[at] == '\n') return;
      step(quote == '"' && text[at] == '\\' ? 2 : 1);
    }
    step(long_one ? 3 : 1);
    while (long_one && !ended() && text[at] == quote)
      step();  // a closing """ may follow two quotes
  }
  void skip_text() {
    while (!ended() && (text[at] == '"' || text[at] == '\'' || text[at] == '#')) {
      if (text[at] == '#')
        skip_line();
      else
        skip_string();
    }
  }
};

Slip too_deep(Position position) {
  return {position,
          {"values are nested more than " + std::to_string(deepest) + " deep",
           "no scenario needs that, and reading it could exhaust the computer", ""},
          true};
}

Slip broken_braces(Position position) {
  return {position,
          {"the braces { } opened here are not closed on the same line",
           "a table in braces must stand on one line", "write it on one line, or close it with }"}};
}

Slip open_list(Position position) {
  return {position,
          {"the list opened here with [ is not closed",
           "everything after it would belong to the list", "close it with ]"}};
}

Slip odd_header(Position position) {
  return {position,
          {"a header has no name", "a header is [name], or [[name]] for one of several",
           "write at most two brackets, then a name"},
          true};
}

// Tells whether a header's brackets are followed by a name, or by ] (which the parser reports
// itself).
bool has_name(const Walk& walk) {
  std::size_t i = walk.at + 1;
  if (i < walk.text.size() && walk.text[i] == '[') ++i;
  i = walk.text.find_first_not_of(" \t", i);
  if (i == walk.text.npos) return false;
  const char c = walk.text[i];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_\"']").find(c) != std::string_view::npos;
}

bool starts_header(const Walk& walk) {
  for (std::size_t i = walk.at; i > 0; --i) {
    const char c = walk.text[i - 1];
    if (c == '\n') return true;
    if (c != ' ' && c != '\t' && c != '[') return false;
  }
  return true;
}

}  // namespace

std::optional<Slip> bracket_slip(std::string_view text) {
  std::vector<Open> open;
  std::size_t dots = 0;
  bool in_header = false;
  std::optional<Slip> first;
  for (Walk walk{text}; walk.skip_text(), !walk.ended(); walk.step()) {
    const char now = walk.text[walk.at];
    if (now == '\n') {
      if (!first && !open.empty() && open.back().bracket == '{')
        first = broken_braces(open.back().position);
      in_header = false;
    }
    if (now == '\n' || now == '=' || now == ',' || now == '{') dots = 0;
    if (now == '.' && ++dots > deepest) return too_deep(walk.position);
    if (now == '[' && !in_header && open.empty() && starts_header(walk)) {
      in_header = true;
      if (!has_name(walk)) return odd_header(walk.position);
    }
    if (in_header) continue;
    if (now == '[' || now == '{') open.push_back({now, walk.position});
    if (open.size() > deepest) return too_deep(walk.position);
    if ((now == ']' || now == '}') && !open.empty()) open.pop_back();
    if (now == '=' && !first && !open.empty() && open.back().bracket == '[')
      first = open_list(open.back().position);
  }
  if (!first && !open.empty())
    first = open.back().bracket == '{' ? broken_braces(open.back().position)
                                       : open_list(open.back().position);
  return first;
}

}  // namespace ayes::reading
