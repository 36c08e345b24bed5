#include "io/result/bars.h"
#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <algorithm>

namespace ayes::sections {
namespace {

constexpr int union_bar_width = 24;

std::string counted(std::int64_t number, const std::string& one, const std::string& many) {
  return grouped(number) + " " + (number == 1 ? one : many);
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

// "28.5832 in 100": quadrature may be off by a millionth.
std::string in_100_exactly(double p) {
  return fixed(100 * p, p == 0 || p == 1 ? 0 : 4) + " in 100     no simulation error";
}

// "23.3 in 100   simulation error ±0.3", or what can be said when it never or always happened.
std::string chance_in_words(const Result& result, const Wording& wording) {
  const Chance& chance = result.ratified;
  if (result.estimator == "exact") return in_100_exactly(chance.probability);
  if (result.estimator == "conditional") {
    if (chance.interval.high < 5e-9) return "in " + fewer_than(chance.interval.high);
    const WithError text = in_100_with_error(chance);
    return text.value + " in 100     simulation error ±" + text.error;
  }
  const std::string votes = counted(result.plan.replications, "simulated vote", "simulated votes");
  if (chance.probability == 0) {
    return "in none of " + votes + ": " + fewer_than(chance.interval.high);
  }
  if (chance.probability == 1) {
    return "in all of " + votes + ": " + wording.rejected + " in " +
           fewer_than(1 - chance.interval.low);
  }
  const WithError text = in_100_with_error(chance);
  return text.value + " in 100     simulation error ±" + text.error;
}

// What gave P(ratified), when it isn't counted like the rest.
std::string estimator_in_words(const Result& result) {
  const std::string rest =
      ", as are unions' chances of a yes; all else is counted in the simulated votes";
  if (result.estimator == "exact") return "worked out exactly" + rest;
  return "averaged over " + grouped(result.plan.points) + " points given what unions share" + rest;
}

// How often a ratified package is in force at once, where it waits for something else.
std::string in_force_in_words(const Result& result) {
  const MeasureResult* in_force = result.measure("in_force");
  if (!in_force || in_force->if_ratified.replications == 0) return "";
  const double share = result.ratified.probability * in_force->if_ratified.mean;
  return "in force at once, as what it waits for holds too: " + in_100(share) + " in 100";
}

// The range over estimates, said so that it is not taken for simulation error.
std::string over_estimates(const Result& result) {
  if (result.update) return "given the results below; the file's estimates move with them";
  if (!result.over_estimates) {
    return "if the file's numbers are right: it marks none of them as uncertain";
  }
  const std::string low = in_100(result.over_estimates->low),
                    high = in_100(result.over_estimates->high);
  if (low == high) return "about the same wherever the file's estimates lie in their stated ranges";
  return "as the file's estimates move within stated ranges: about " + low + " to " + high +
         " (8 in 10)";
}

}  // namespace

Section heading(const Result& result, const Wording& wording, const Page& page) {
  Section section{wording.title.empty() ? "A vote without a title" : wording.title, {}};
  section.lines = wrapped(section.title, page.width);
  section.title = section.lines.front();
  const std::string votes = counted(result.plan.replications, "simulated vote", "simulated votes") +
                            " · seed " + std::to_string(result.plan.seed) + " · method " +
                            result.method;
  const std::string bodies =
      counted(static_cast<std::int64_t>(result.unions.size()), "union", "unions") + ", " +
      counted(static_cast<std::int64_t>(result.units.size()), "unit", "units") + ", " +
      counted(result.members, "member", "members");
  if (text_width(votes + " · " + bodies) <= page.width) {
    section.lines.push_back(votes + " · " + bodies);
  } else {
    section.lines.insert(section.lines.end(), {votes, bodies});
  }
  return section;
}

Section chance_of_ratification(const Result& result, const Wording& wording, const Page& page) {
  Section section{
      upper(wording.ratified) + (result.rounds.empty() ? " AT THIS VOTE" : " AT THE FIRST VOTE"),
      {}};
  const std::string indent(static_cast<std::size_t>(text_width(section.title)) + 4, ' ');
  section.lines.push_back(section.title + "    " + chance_in_words(result, wording));
  if (result.estimator != "sample") {
    for (const std::string& line :
         wrapped(estimator_in_words(result), page.width - text_width(indent))) {
      section.lines.push_back(indent + line);
    }
  }
  for (const std::string& line : wrapped(over_estimates(result), page.width - text_width(indent))) {
    section.lines.push_back(indent + line);
  }
  const std::string waits = in_force_in_words(result);
  if (waits.empty()) return section;
  for (const std::string& line : wrapped(waits, page.width - text_width(indent))) {
    section.lines.push_back(indent + line);
  }
  return section;
}

Section each_union(const Result& result, const Wording& wording, const Page& page) {
  Section section{"EACH UNION FOR ITSELF", {}};
  Table table({Align::left, Align::right, Align::right, Align::left, Align::left});
  table.add({section.title, "", "yes,", "", "of its ballots"});
  table.add({"", "members", "in 100", "", "yes (8 in 10)"});
  std::vector<const UnionResult*> unions;
  for (const UnionResult& each : result.unions) unions.push_back(&each);
  std::stable_sort(unions.begin(), unions.end(), [](const UnionResult* a, const UnionResult* b) {
    return a->yes.probability > b->yes.probability;
  });
  for (const UnionResult* each : unions) {
    table.add({each->name, grouped(each->members), in_100(each->yes),
               padded(bar(each->yes.probability, union_bar_width), union_bar_width),
               middle_of_shares(each->share)});
  }
  section.lines = table.lines(page.width);
  section.lines.push_back("");
  section.lines.push_back("All of them say yes: " + chance_in_words(result, wording));
  if (result.estimator != "sample") {
    for (const std::string& line : wrapped(estimator_in_words(result), page.width - 21)) {
      section.lines.push_back(std::string(21, ' ') + line);
    }
  }
  for (const std::string& line : wrapped(over_estimates(result), page.width - 21)) {
    section.lines.push_back(std::string(21, ' ') + line);
  }
  return section;
}

}  // namespace ayes::sections
