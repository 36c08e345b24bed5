#include "io/result/number_text.h"
#include "io/result/precision_text.h"
#include "io/result/sections/sections.h"

namespace ayes::sections {

Section precision(const Result& result, const Wording&, const Page& page) {
  if (!result.precision) return {};
  const PrecisionResult& precision = *result.precision;
  Section section{"PRECISION", {}};
  const std::string indent(static_cast<std::size_t>(text_width(section.title)) + 4, ' ');
  const std::string wanted =
      subject_of(precision) + " to " + plus_minus(precision, precision.wanted) + ": " +
      (precision.reached ? "reached"
                         : "not reached, " + plus_minus(precision, precision.half_width)) +
      " at look " + std::to_string(precision.looks);
  const std::string interval = interval_text(precision) + " (" + shortest(100 * result.plan.level) +
                               " in 100, valid at every look; " + precision.interval_kind + ")";
  const std::string counted =
      "by counting votes; without --precision an exact or averaged answer is taken where there is "
      "one";
  for (const std::string& sentence : {wanted, interval, counted}) {
    for (const std::string& line : wrapped(sentence, page.width - text_width(indent))) {
      section.lines.push_back((section.lines.empty() ? section.title + "    " : indent) + line);
    }
  }
  return section;
}

}  // namespace ayes::sections
