// A result made by hand: 1,000 votes, 300 of them ratified, two unions of two units and one.
#pragma once

#include "io/result/json.h"
#include "io/result/text_report.h"
#include "sim/result.h"

#include <string>

namespace ayes::tests {

inline Chance chance(std::int64_t part, std::int64_t whole) {
  const double p = static_cast<double>(part) / static_cast<double>(whole);
  return {p, __builtin_sqrt(p * (1 - p) / static_cast<double>(whole)), wilson(part, whole, 0.95)};
}

inline Summary spread(double low, double middle, double high, std::int64_t votes = 1000) {
  Summary summary;
  summary.replications = votes;
  summary.mean = middle;
  summary.se = 0.5;
  summary.sd = (high - low) / 2.5;
  summary.quantiles = {{0.1, low}, {0.5, middle}, {0.9, high}};
  summary.edges = {low, middle, high};
  summary.counts = {votes / 2, votes - votes / 2};
  return summary;
}

inline UnitResult unit(const std::string& name, int union_index, std::int64_t members) {
  UnitResult unit;
  unit.name = name;
  unit.union_index = union_index;
  unit.members = unit.employees = members;
  unit.ballot = "separate";
  unit.package_yes = chance(450, 1000);
  unit.package_share = spread(0.3, 0.48, 0.66);
  unit.ratified_if_yes = chance(280, 450);
  unit.ratified_if_no = chance(20, 550);
  unit.contract_yes = chance(500, 1000);
  unit.contract_share = spread(0.35, 0.5, 0.65);
  unit.protected_from_layoff = chance(250, 1000);
  unit.notices = unit.separated = unit.layoffs = Mean{20, 0.5};
  unit.recalled = Mean{0, 0};
  unit.layoffs_if_ratified = Mean{1, 0.1};
  unit.layoffs_if_rejected = Mean{28, 0.5};
  unit.pay = Mean{330'000, 50};
  unit.take_part = Prospect{{331'000, 40}, {0, 0}, {332'000, 0}, {0, 0}};
  unit.stay_out = Prospect{{338'000, 40}, {15, 1}, {340'000, 0}, {3, 0.2}};
  unit.gain = {0.012, 0.001};
  return unit;
}

inline MeasureResult measure(const std::string& name, const std::string& of, const Summary& all,
                             const Summary& if_ratified, const Summary& if_rejected) {
  return {name, of, "sample", all, if_ratified, if_rejected};
}

inline Result small_result() {
  Result result;
  result.title = "Two unions";
  result.plan = {.seed = 7, .replications = 1000};
  result.members = 1000;
  result.ratified = chance(300, 1000);
  result.over_estimates = Bounds{0.12, 0.55};
  result.rejected_despite_majority = 0.25;
  result.conditions = {{"both", chance(320, 1000), {-0.5, 0.01}, chance(100, 1000)},
                       {"membership", chance(400, 1000), {-0.05, 0.01}, chance(20, 1000)}};
  result.failures = {{{0, 1}, 580.0 / 700}, {{0}, 100.0 / 700}, {{1}, 20.0 / 700}};

  Summary unions = spread(0, 1, 2);
  unions.edges = {0, 1, 2, 3};
  unions.counts = {300, 400, 300};
  Summary unions_rejected = spread(0, 1, 1, 700);
  unions_rejected.edges = {0, 1, 2};
  unions_rejected.counts = {300, 400};
  const Summary none = spread(0, 0, 0, 300);
  result.measures = {
      measure("unions_yes", "unions", unions, spread(2, 2, 2, 300), unions_rejected),
      measure("yes_ballots_share", "share", spread(0.35, 0.48, 0.6), spread(0.5, 0.57, 0.66, 300),
              spread(0.32, 0.45, 0.55, 700)),
      measure("notices", "jobs", spread(0, 80, 100), none, spread(80, 90, 100, 700)),
      measure("separated", "jobs", spread(0, 50, 75), none, spread(30, 55, 80, 700)),
      measure("recalled", "jobs", none, none, spread(0, 0, 0, 700)),
      measure("layoffs", "jobs", spread(0, 50, 75), none, spread(30, 55, 80, 700)),
      measure("saved", "dollars", spread(2e6, 4e6, 9e6), spread(7e6, 8e6, 9e6, 300),
              spread(2e6, 4e6, 6e6, 700)),
  };
  result.units = {unit("Teachers", 0, 600), unit("Aides", 0, 150), unit("Drivers", 1, 250)};
  result.units[2].ballot = "bundled";
  result.units[0].gain = {0.03, 0.001};

  UnionResult schools;
  schools.name = "School Employees";
  schools.members = 750;
  schools.units = {0, 1};
  schools.yes = chance(480, 1000);
  schools.share = spread(0.36, 0.49, 0.62);
  schools.ratified_if_yes = chance(300, 480);
  schools.ratified_if_no = chance(0, 520);
  schools.gain = {0.041, 0.001};
  UnionResult transit;
  transit.name = "Transit Workers";
  transit.members = 250;
  transit.units = {2};
  transit.yes = chance(1000, 1000);
  transit.share = spread(0.4, 0.55, 0.7);
  transit.ratified_if_yes = chance(300, 1000);
  transit.gain = {0.012, 0.001};
  result.unions = {schools, transit};

  result.influences = {
      {"swing", false, 0.6}, {"support.package", true, 0.4}, {"pay.salary", true, 0.001}};
  result.inputs = 20;
  result.estimates = 2;
  result.threat = 100;
  result.savings_target = 8e6;
  result.pay_years = 5;
  return result;
}

inline Source small_source() { return {"Two unions", "ab12", "two.toml"}; }

}  // namespace ayes::tests
