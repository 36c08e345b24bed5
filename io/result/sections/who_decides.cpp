#include "io/result/number_text.h"
#include "io/result/sections/sections.h"

#include <algorithm>
#include <cmath>

namespace ayes::sections {
namespace {

constexpr std::size_t most_bodies = 10;
constexpr std::size_t most_children = 2;

// "+2.1", rounded by its error: points of P(ratified), in 100.
std::string gain_text(const Mean& gain) {
  const int decimals = std::min(1, decimals_worth(100 * 2 * gain.se));
  const std::string text = fixed(std::abs(100 * gain.mean), decimals);
  const bool none = text.find_first_not_of("0.") == std::string::npos;
  return (none ? "" : gain.mean < 0 ? "−" : "+") + (none ? "0" : text);
}

template <typename Body>
std::vector<std::string> row(const std::string& name, const Body& body, const Chance& yes,
                             const Summary& share) {
  return {name,
          grouped(body.members),
          in_100(yes),
          middle_of_shares(share),
          in_100(body.ratified_if_no) + " / " + in_100(body.ratified_if_yes),
          gain_text(body.gain)};
}

template <typename Body>
void most_decisive_first(std::vector<const Body*>& bodies) {
  std::stable_sort(bodies.begin(), bodies.end(), [](const Body* a, const Body* b) {
    const auto gain = [](const Body* body) {
      return std::lround(1000 * body->gain.mean);
    };  // as printed
    if (gain(a) != gain(b)) return gain(a) > gain(b);
    return a->members > b->members;
  });
}

std::string unit_name(const UnitResult& unit) {
  return unit.full_name.empty() || unit.full_name == unit.name ? unit.name
                                                               : unit.name + " " + unit.full_name;
}

// A union of one unit stands for it: both names, unless they are alike.
std::string union_name(const UnionResult& body, const Result& result) {
  if (body.units.size() != 1) return body.name;
  const std::string& unit = result.units[static_cast<std::size_t>(body.units.front())].name;
  return unit == body.name ? body.name : body.name + " (" + unit + ")";
}

std::vector<std::vector<std::string>> rows_of(const Result& result) {
  std::vector<const UnionResult*> unions;
  for (const UnionResult& each : result.unions) unions.push_back(&each);
  most_decisive_first(unions);
  std::vector<std::vector<std::string>> rows;
  for (const UnionResult* body : unions) {
    if (rows.size() == most_bodies) break;
    rows.push_back(row(union_name(*body, result), *body, body->yes, body->share));
    if (body->units.size() < 2) continue;
    std::vector<const UnitResult*> units;
    for (int u : body->units) units.push_back(&result.units[static_cast<std::size_t>(u)]);
    most_decisive_first(units);
    const std::size_t children = units.size() <= 3 ? units.size() : most_children;
    for (std::size_t c = 0; c < children && rows.size() < most_bodies; ++c) {
      const std::string branch = c + 1 == children ? " └ " : " ├ ";
      rows.push_back(row(branch + unit_name(*units[c]), *units[c], units[c]->package_yes,
                         units[c]->package_share));
    }
  }
  return rows;
}

std::size_t bodies_of(const Result& result) {
  std::size_t bodies = result.unions.size();
  for (const UnionResult& each : result.unions)
    bodies += each.units.size() > 1 ? each.units.size() : 0;
  return bodies;
}

}  // namespace

Section who_decides(const Result& result, const Wording& wording, const Page& page) {
  if (result.units.size() < 2 || (result.each_union && result.unions.size() > 1)) return {};
  Section section{"WHO DECIDES", {}};
  const auto rows = rows_of(result);
  const std::size_t bodies = bodies_of(result);
  Table table({Align::left, Align::right, Align::right, Align::left, Align::right, Align::right});
  const std::string shown = rows.size() < bodies ? "(" + std::to_string(rows.size()) + " of " +
                                                       std::to_string(bodies) + " shown)"
                                                 : "";
  table.add({section.title, "", "yes,", "of its ballots", wording.ratified + " if", "5 points"});
  table.add({shown, "members", "in 100", "yes (8 in 10)", "no / yes", "more add"});
  for (const auto& each : rows) table.add(each);
  section.lines = table.lines(page.width);
  return section;
}

}  // namespace ayes::sections
