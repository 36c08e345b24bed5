#include "io/places.h"

#include "io/utf8.h"
#include "models/path.h"

#include <algorithm>
#include <tuple>

namespace ayes {

void locate(std::vector<Mistake>& mistakes, const Places& places) {
  for (Mistake& mistake : mistakes) {
    if (!mistake.file.empty()) continue;
    Where where;
    for (std::string path = mistake.path;; path = std::string(parent(path))) {
      if (const auto found = places.where.find(path); found != places.where.end()) {
        where = found->second;
        break;
      }
      if (path.empty()) break;
    }
    const auto file = static_cast<std::size_t>(where.file);
    if (file < places.files.size()) mistake.file = places.files[file];
    mistake.line = where.line;
    mistake.column = where.column;
  }
}

void sort_by_place(std::vector<Mistake>& mistakes, const Places& places) {
  const auto key = [&](const Mistake& mistake) {
    const auto file = std::ranges::find(places.files, mistake.file) - places.files.begin();
    return std::tuple(file, mistake.line, mistake.column);
  };
  std::ranges::stable_sort(mistakes, {}, key);
  const auto same = [](const Mistake& a, const Mistake& b) { return to_text(a) == to_text(b); };
  mistakes.erase(std::unique(mistakes.begin(), mistakes.end(), same), mistakes.end());
}

std::string to_text(const Mistake& mistake) {
  std::string text = mistake.file.empty() ? "" : mistake.file + ":";
  if (mistake.line > 0)
    text += std::to_string(mistake.line) + ":" + std::to_string(mistake.column) + ":";
  if (!text.empty()) text += " ";
  text += mistake.problem;
  if (!mistake.why.empty()) text += " (" + mistake.why + ")";
  if (!mistake.suggestion.empty()) text += "; " + mistake.suggestion;
  return printable(text);
}

}  // namespace ayes
