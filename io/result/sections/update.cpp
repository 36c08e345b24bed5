#include "io/result/number_text.h"
#include "io/result/sections/sections.h"
#include "io/scenario/report.h"

#include <algorithm>
#include <cmath>

namespace ayes::sections {
namespace {

constexpr std::size_t most_lines = 40, most_moved = 8;

// "23.3 ±0.3"
std::string with_error(const Chance& chance) {
  if (chance.probability == 0) return "under " + fixed(100 * chance.interval.high, 2);
  if (chance.probability == 1) return "over " + fixed(100 * chance.interval.low, 2);
  const WithError text = in_100_with_error(chance);
  return text.value + " ±" + text.error;
}

std::string amount(const Mean& mean, const std::string& unit) {
  if (unit == "share") return percent(mean.mean);
  if (unit == "dollars") return sum_of_money(mean.mean);
  return fixed(mean.mean, std::abs(mean.mean) < 100 ? 1 : 0);
}

std::string in_words(const std::string& measure) {
  static const std::vector<std::pair<std::string, std::string>> words = {
      {"unions_yes", "unions that say yes"},          {"members_of_yes_unions", "their members"},
      {"yes_ballots_share", "yes among all ballots"}, {"turnout", "turnout"},
      {"layoffs", "jobs ended and not recalled"},     {"saved", "saved"}};
  for (const auto& [name, text] : words) {
    if (name == measure) return text;
  }
  return "";
}

std::string surprise_in_words(double surprise) {
  if (surprise == 0) return "";
  return fixed(std::abs(surprise), 1) + (surprise < 0 ? " below" : " above");
}

}  // namespace

Section update(const Result& result, const Wording& wording, const Page& page) {
  if (!result.update) return {};
  const UpdateResult& update = *result.update;
  Section section{"GIVEN " + std::to_string(update.lines.size()) +
                      (update.lines.size() == 1 ? " RESULT" : " RESULTS"),
                  {}};
  Table headline({Align::left, Align::right, Align::right});
  headline.add({section.title, "before", "given them"});
  headline.add({"  " + wording.ratified + ", in 100", with_error(update.before),
                with_error(result.ratified)});
  for (const MovedMeasure& measure : update.measures) {
    const std::string name = in_words(measure.name);
    if (name.empty()) continue;
    headline.add({"  " + name + ", mean", amount(measure.before, measure.unit),
                  amount(measure.after, measure.unit)});
  }
  section.lines = headline.lines(page.width);
  section.lines.push_back("");

  Table lines({Align::left, Align::left, Align::right});
  lines.add({"  from " + update.file +
                 (update.until ? ", until " + reading::date_text(*update.until) : ""),
             "", "SDs from what was expected"});
  for (std::size_t k = 0; k < std::min(most_lines, update.lines.size()); ++k) {
    const KnownLine& line = update.lines[k];
    lines.add({"  " + line.body + (line.question == "contract" ? ", contract" : ""), line.says,
               surprise_in_words(line.surprise)});
  }
  const Lines rows = lines.lines(page.width);
  section.lines.insert(section.lines.end(), rows.begin(), rows.end());
  if (update.lines.size() > most_lines)
    section.lines.push_back("  and " + std::to_string(update.lines.size() - most_lines) + " more");
  section.lines.push_back("");

  Table moved({Align::left, Align::right, Align::right});
  moved.add({"  moved most: says yes, in 100", "before", "given them"});
  for (std::size_t k = 0; k < std::min(most_moved, update.moved.size()); ++k) {
    const MovedBody& body = update.moved[k];
    moved.add({"  " + body.name, in_100(body.before), in_100(body.after)});
  }
  const Lines bodies = moved.lines(page.width);
  section.lines.insert(section.lines.end(), bodies.begin(), bodies.end());
  section.lines.push_back("");
  const std::string weights =
      "The votes are weighted by how well they agree with the results: they say as much as " +
      grouped(static_cast<std::int64_t>(update.effective)) +
      " votes of equal weight; the heaviest has " +
      fixed(100 * update.largest, update.largest < 0.001 ? 2 : 1) +
      "% of all weight. What follows is given the results.";
  for (const std::string& line : wrapped(weights, page.width - 2))
    section.lines.push_back("  " + line);
  return section;
}

}  // namespace ayes::sections
