#include "io/describe/prose.h"

#include "io/result/number_text.h"

namespace ayes {

void Prose::add(const Lines& lines) {
  for (const std::string& line : lines) text_ += line + '\n';
}

void Prose::gap() {
  if (!text_.empty() && !text_.ends_with("\n\n")) text_ += '\n';
}

void Prose::heading(const std::string& title) {
  gap();
  for (const std::string& line : wrapped(title, page_.width)) {
    text_ += page_.bold ? "\x1b[1m" + line + "\x1b[0m\n" : line + '\n';
  }
}

void Prose::say(const std::string& paragraph) { add(wrapped(paragraph, page_.width)); }

void Prose::item(const std::string& text, int level) {
  const int indent = 2 * level + 4;
  const std::string before(static_cast<std::size_t>(indent - 2), ' ');
  Lines lines = wrapped(text, page_.width - indent);
  for (std::size_t i = 0; i < lines.size(); ++i)
    lines[i] = before + (i == 0 ? "- " : "  ") + lines[i];
  add(lines);
}

void Prose::table(const Table& table) {
  gap();
  Lines lines = table.lines(page_.width - 2);
  for (std::string& line : lines) {
    if (!line.empty()) line = "  " + line;
  }
  add(lines);
  gap();
}

std::string listed(const std::vector<std::string>& words, const std::string& last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " " + last + " " : ", ";
    text += words[i];
  }
  return text;
}

std::string counted(std::int64_t number, const std::string& noun) {
  return grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace ayes
