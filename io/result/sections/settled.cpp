#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

namespace ayes::sections {
namespace {

// "61.3 in 100     simulation error ±0.3"; or that it never, or always, was so.
std::string chance_text(const Chance& chance) {
  if (chance.probability == 0) return "never";
  if (chance.probability == 1) return "always";
  const WithError text = in_100_with_error(chance);
  return text.value + " in 100     simulation error ±" + text.error;
}

}  // namespace

Section settled(const Result& result, const Wording& wording, const Page& page) {
  if (!result.settled) return {};
  const SettledResult& settled = *result.settled;
  Section section{"IN FORCE IN THE END", {}};
  section.lines.push_back(section.title + "    " + chance_text(settled.in_force));
  const std::string indent(static_cast<std::size_t>(text_width(section.title)) + 4, ' ');
  std::string others;
  if (settled.refused_by_legislature)
    others = wording.ratified +
             " and refused by the legislature: " + in_100(*settled.refused_by_legislature) +
             " in 100";
  if (settled.imposed)
    others += (others.empty() ? "" : "; ") + wording.rejected +
              " and imposed by others: " + in_100(*settled.imposed) +
              " in 100, which never counts as " + wording.ratified;
  for (const std::string& line : wrapped(others, page.width - text_width(indent)))
    section.lines.push_back(indent + line);
  return section;
}

}  // namespace ayes::sections
