#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

namespace ayes::sections {
namespace {

// "74.3 in 100     simulation error ±0.3"; or that it never, or always, was so.
std::string in_the_end(const Result& result) {
  const Chance& chance = *result.ratified_ever;
  if (chance.probability == 0 || chance.probability == 1)
    return chance.probability == 0 ? "never" : "always";
  const WithError text = in_100_with_error(chance);
  return text.value + " in 100     simulation error ±" + text.error;
}

std::string jobs_text(const std::optional<Mean>& mean) { return mean ? fixed(mean->mean, 0) : "–"; }

}  // namespace

Section rounds(const Result& result, const Wording& wording, const Page& page) {
  if (result.rounds.empty()) return {};
  Section section{"ALL VOTES", {}};
  bool jobs = false;
  for (const RoundResult& round : result.rounds) jobs = jobs || round.notices;
  std::vector<Align> columns(jobs ? 7 : 4, Align::right);
  columns.front() = Align::left;
  Table table(columns);
  std::vector<std::string> above = {section.title, "held,", wording.ratified + ", of", "the last,"};
  std::vector<std::string> header = {"", "in 100", "100 held", "in 100"};
  if (jobs) {
    above.insert(above.end(), {"notices", "taken", "jobs"});
    header.insert(header.end(), {"sent", "back", "ended"});
  }
  table.add(above);
  table.add(header);
  for (const RoundResult& round : result.rounds) {
    // Of the first vote there may be a better estimate than the count, which the headline gives.
    const Chance& ratified = &round == &result.rounds.front() ? result.ratified : round.ratified;
    std::vector<std::string> row = {"  " + round.name, in_100(round.reached), in_100(ratified),
                                    in_100(round.last)};
    if (jobs) {
      for (const auto& mean : {round.notices, round.rescinded, round.separated})
        row.push_back(jobs_text(mean));
    }
    table.add(row);
  }
  section.lines = table.lines(page.width);
  section.lines.push_back("  " + wording.ratified + " in the end: " + in_the_end(result));
  const std::string note =
      std::string(jobs
                      ? "Notices and jobs are means over the votes of the line that were the last. "
                      : "") +
      "Later votes are counted in the simulated votes. What follows is of the first vote" +
      (result.measure("separated") || result.measure("saved")
           ? "; jobs, savings and old raises are of the whole process."
           : ".");
  for (const std::string& line : wrapped(note, page.width - 2))
    section.lines.push_back("  " + line);
  return section;
}

}  // namespace ayes::sections
