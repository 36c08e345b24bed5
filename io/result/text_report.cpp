#include "io/result/text_report.h"

#include "io/result/sections/sections.h"

namespace ayes {
namespace {

// The title in bold: an escape sequence that terminals understand.
std::string in_bold(const std::string& line, const std::string& title) {
  if (title.empty() || !line.starts_with(title)) return line;
  return "\x1b[1m" + title + "\x1b[0m" + line.substr(title.size());
}

void append(std::string& text, const sections::Section& section, const Page& page) {
  if (section.lines.empty()) return;
  if (!text.empty()) text += '\n';
  for (std::size_t i = 0; i < section.lines.size(); ++i) {
    const std::string& line = section.lines[i];
    text += (i == 0 && page.bold ? in_bold(line, section.title) : line) + '\n';
  }
}

}  // namespace

std::string text_report(const Result& result, const Wording& wording, const Page& page) {
  const bool table_of_unions = result.each_union && result.unions.size() > 1;
  std::string text;
  append(text, sections::heading(result, wording, page), page);
  append(text,
         (table_of_unions ? sections::each_union : sections::chance_of_ratification)(result,
                                                                                     wording, page),
         page);
  append(text, sections::update(result, wording, page), page);
  append(text, sections::rounds(result, wording, page), page);
  append(text, sections::settled(result, wording, page), page);
  for (const auto section : {sections::precision, sections::outcomes, sections::rule,
                             sections::calendar, sections::jobs, sections::who_decides,
                             sections::treated_differently, sections::estimates, sections::next}) {
    append(text, section(result, wording, page), page);
  }
  return text;
}

}  // namespace ayes
