#include "models/path.h"

#include <algorithm>

namespace ayes {
namespace {

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

}  // namespace

std::string child(std::string_view path, std::string_view key) {
  std::string joined(path);
  if (!joined.empty()) joined += '.';
  if (!key.empty() && std::ranges::all_of(key, is_bare)) return joined.append(key);
  joined += '"';
  for (char c : key) {
    if (c == '"' || c == '\\') joined += '\\';
    joined += c;
  }
  joined += '"';
  return joined;
}

std::string_view parent(std::string_view path) {
  bool quoted = false;
  std::size_t dot = std::string_view::npos;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\\' && quoted)
      ++i;
    else if (path[i] == '"')
      quoted = !quoted;
    else if (path[i] == '.' && !quoted)
      dot = i;
  }
  return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

}  // namespace ayes
