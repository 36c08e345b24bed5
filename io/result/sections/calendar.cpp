#include "io/describe/number_words.h"
#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <algorithm>

namespace ayes::sections {
namespace {

constexpr std::size_t most_days = 6;

// Units that are as likely to miss the close are told together: "P-4 15, NP-4 3".
std::string missed_text(const CalendarResult& calendar, const Result& result) {
  std::string text;
  for (const auto& [u, chance] : calendar.missed) {
    text += (text.empty() ? "" : ", ") + result.units[static_cast<std::size_t>(u)].name + " " +
            in_100(chance);
  }
  return text;
}

}  // namespace

Section calendar(const Result& result, const Wording& wording, const Page& page) {
  if (!result.calendar) return {};
  const CalendarResult& calendar = *result.calendar;
  Section section{"THE CALENDAR", {}};
  const std::size_t days = calendar.days.size();
  if (days > 1) {
    const std::size_t first = days - std::min(days, most_days);
    Table table({Align::left, Align::right, Align::right, Align::right});
    table.add({section.title, "units", "known by then, in 100:", ""});
    table.add({first > 0
                   ? "(last " + std::to_string(most_days) + " of " + std::to_string(days) + " days)"
                   : "",
               "due", "can't be " + wording.ratified, "is sure to be"});
    for (std::size_t k = first; k < days; ++k) {
      const CountingDayResult& day = calendar.days[k];
      table.add(
          {day_in_words(day.date), std::to_string(day.units), in_100(day.dead), in_100(day.safe)});
    }
    section.lines = table.lines(page.width);
  }
  if (!calendar.missed.empty()) {
    const std::string late = "misses the close of " + day_in_words(*calendar.deadline) +
                             ", in 100: " + missed_text(calendar, result);
    const std::string head = section.lines.empty() ? section.title + ": " : "";
    for (const std::string& line : wrapped(head + late, page.width, 2))
      section.lines.push_back(line);
  }
  return section;
}

}  // namespace ayes::sections
