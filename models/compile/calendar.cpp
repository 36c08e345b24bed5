// The calendar: days, delays, the numbers that move those who vote later, and what is expected of
// each unit.
#include "models/compile/draft.h"
#include "models/expected_value.h"
#include "models/numerics/elementary.h"
#include "models/stream.h"

#include <algorithm>
#include <map>

namespace ayes {
namespace {

std::string iso(Date date) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day);
}

// The last day on which anything is counted in time. A unit without a date is counted on it.
void compile_close(Draft& draft, const CalendarTable& table, Calendar& calendar) {
  std::optional<int> last;
  for (const Unit& unit : draft.model.units) {
    if (unit.date) last = std::max(last.value_or(day_number(*unit.date)), day_number(*unit.date));
  }
  if (table.deadline) calendar.deadline = day_number(*table.deadline);
  calendar.close = calendar.deadline.value_or(last.value_or(0));
  if (calendar.deadline || last) return;
  const std::string why = "units without a date are all counted at once";
  const std::string suggestion = "give units a date, or state calendar.deadline";
  for (const Unit& unit : draft.model.units) {
    if (unit.revisable) {
      draft.mistake(path_of({"unit", unit.name, "revisable"}),
                    "ballots that can be changed until the close, in a vote without one", why,
                    suggestion);
    }
  }
  if (table.revisable) {
    draft.mistake("calendar.revisable",
                  "ballots that can be changed until the close, in a vote without one", why,
                  suggestion);
  }
  for (const DelayTable& delay : draft.scenario.delay) {
    draft.mistake(path_of({"delay", delay.unit}), "a delay in a vote without dates", why,
                  suggestion);
  }
}

void compile_days(Draft& draft, const CalendarTable& table, Calendar& calendar) {
  std::map<int, std::vector<int>> units;
  for (int u = 0; u < static_cast<int>(draft.model.units.size()); ++u) {
    const Unit& unit = draft.model.units[static_cast<std::size_t>(u)];
    const int day = unit.date ? day_number(*unit.date) : calendar.close;
    const bool revisable = table.revisable || unit.revisable;
    const bool delayed = calendar.delay[static_cast<std::size_t>(u)] >= 0;
    if (calendar.deadline && day > *calendar.deadline && !delayed) {
      draft.mistake(path_of({"unit", unit.name, "date"}),
                    "unit \"" + unit.name + "\" is counted on " + iso(*unit.date) +
                        ", after the deadline of " + iso(*table.deadline),
                    "its ballots could never be in time",
                    "move one of the two, or state [[delay]] for a unit that misses the close");
    }
    calendar.day.push_back(day);
    calendar.revisable.push_back(revisable);
    units[revisable ? std::max(day, calendar.close) : day].push_back(u);
  }
  for (const auto& [day, counted] : units) calendar.days.push_back({day, counted});
}

// The units a delay is about: one, or all of a union, or the locals of a divided unit.
std::vector<int> delayed_units(Draft& draft, const DelayTable& table) {
  const auto unit = draft.unit_index.find(table.unit);
  if (unit != draft.unit_index.end()) return {unit->second};
  const auto body = draft.union_index.find(table.unit);
  if (body != draft.union_index.end())
    return draft.model.unions[static_cast<std::size_t>(body->second)].units;
  std::vector<std::string> names;
  for (const auto& [name, index] : draft.unit_index) names.push_back(name);
  for (const auto& [name, index] : draft.union_index) names.push_back(name);
  for (const DividedUnit& divided : draft.model.divided_units) {
    if (divided.name == table.unit) return divided.locals;
    names.push_back(divided.name);
  }
  draft.mistake(path_of({"delay", table.unit}),
                "there is no unit or union \"" + table.unit + "\" to be delayed", "",
                did_you_mean(table.unit, names));
  return {};
}

void compile_delay(Draft& draft, const DelayTable& table, Calendar& calendar) {
  const std::string path = path_of({"delay", table.unit});
  Delay delay;
  delay.name = table.unit;
  delay.units = delayed_units(draft, table);
  delay.chance = add_input(draft, path + ".chance", table.chance, Kind::share);
  if (table.days) delay.days = add_input(draft, path + ".days", *table.days, Kind::amount);
  if (!table.days && !calendar.deadline && calendar.close != 0) {
    draft.mistake(path, "a delay of unknown length in a vote without a deadline",
                  "without `days` it means that the deadline is missed",
                  "state days, or calendar.deadline");
  }
  delay.stream = stream_name("first", "calendar", "delay", table.unit);
  const auto index = static_cast<int>(calendar.delays.size());
  for (int u : delay.units) {
    int& of_unit = calendar.delay[static_cast<std::size_t>(u)];
    if (of_unit >= 0) {
      draft.mistake(
          path,
          "unit \"" + draft.model.units[static_cast<std::size_t>(u)].name + "\" is delayed twice",
          "[[delay]] \"" + calendar.delays[static_cast<std::size_t>(of_unit)].name +
              "\" is about it, too",
          "state one of the two");
    }
    of_unit = index;
  }
  calendar.delays.push_back(std::move(delay));
}

// Numbers that move those who vote later need somebody who votes later.
void check_moves(Draft& draft, const Calendar& calendar) {
  if (calendar.days.size() > 1 || !calendar.delays.empty()) return;
  for (const auto& [path, column] : {std::pair{"calendar.momentum", calendar.momentum},
                                     {"calendar.once_dead", calendar.once_dead},
                                     {"calendar.once_safe", calendar.once_safe}}) {
    if (is_zero(draft.model, column)) continue;
    draft.mistake(path, std::string(path) + " in a vote that is counted on one day",
                  "it moves those who know what was counted before them",
                  "give units a date, each the day it is counted");
  }
}

double mean_of_column(const Model& model, SharedColumn column) {
  const auto mean_of_input = [&](SharedColumn input) {
    return expected_value(model.inputs[static_cast<std::size_t>(input)].source);
  };
  if (column < static_cast<int>(model.inputs.size())) return mean_of_input(column);
  for (const GrowingDriver& driver : model.shared.growing) {
    if (driver.product == column)
      return mean_of_input(driver.coefficient) * (mean_of_input(driver.quantity) / driver.at);
  }
  return 0;  // noise
}

double mean_of_form(const Model& model, const LinearForm& form) {
  double sum = form.constant;
  for (const auto& [column, weight] : form.terms) sum += weight * mean_of_column(model, column);
  return sum;
}

// The share of yes, to the package or to one question about both, with every opinion at its mean.
double expected_share(const Model& model, const Unit& unit) {
  const double own = expected_value(unit.package_noise);
  const double p = mean_of_form(model, unit.package) + own;
  const auto* bundled = std::get_if<BundledBallot>(&unit.ballot);
  if (!bundled || unit.outside) return numerics::normal_cdf(p);
  const double c = mean_of_form(model, unit.contract) + expected_value(unit.contract_noise) +
                   (unit.contract_has_own_law ? 0 : own);
  const double w = mean_of_column(model, bundled->weight);
  const double penalty = mean_of_column(model, bundled->penalty);
  const double r = mean_of_column(model, model.shared.same_voter);
  if (bundled->yes_if == BundledYesIf::both)
    return numerics::bivariate_normal_cdf(p - penalty, c - penalty, r);
  if (bundled->yes_if == BundledYesIf::either)
    return 1 - numerics::bivariate_normal_cdf(penalty - p, penalty - c, r);
  const double mean = w * p + (1 - w) * c - penalty;
  const double square = w * w + (1 - w) * (1 - w) + 2 * w * (1 - w) * r;
  if (square > 1e-24) return numerics::normal_cdf(mean / __builtin_sqrt(square));
  return mean > 0 ? 1 : mean < 0 ? 0 : 0.5;
}

}  // namespace

void compile_calendar(Draft& draft) {
  const Scenario& scenario = draft.scenario;
  if (draft.round) return;  // a later vote is counted at once
  if (!scenario.calendar && scenario.delay.empty()) {
    for (const Unit& unit : draft.model.units) {
      if (!unit.revisable) continue;
      draft.mistake(path_of({"unit", unit.name, "revisable"}),
                    "ballots that can be changed until the close, in a vote without a calendar",
                    "all units are counted at once", "add [calendar] with a deadline");
    }
    return;
  }
  const CalendarTable table = scenario.calendar.value_or(CalendarTable{});
  Calendar calendar;
  calendar.absent = table.absent;
  calendar.union_waits = table.union_waits;
  if (!table.deadline && table.absent != AbsentCounts::no) {
    draft.mistake("calendar.absent", "what an absent unit counts as, in a vote without a deadline",
                  "nobody can miss it", "state calendar.deadline");
  }
  if (!table.deadline && table.union_waits) {
    draft.mistake("calendar.union_waits", "a union that waits, in a vote without a deadline",
                  "nobody can miss it", "state calendar.deadline");
  }
  calendar.momentum = add_input(draft, "calendar.momentum", table.momentum, Kind::shift);
  calendar.once_dead = add_input(draft, "calendar.once_dead", table.once_dead, Kind::shift);
  calendar.once_safe = add_input(draft, "calendar.once_safe", table.once_safe, Kind::shift);
  calendar.has_momentum = !is_zero(draft.model, calendar.momentum);
  calendar.has_shifts =
      !is_zero(draft.model, calendar.once_dead) || !is_zero(draft.model, calendar.once_safe);
  calendar.delay.assign(draft.model.units.size(), -1);
  compile_close(draft, table, calendar);
  for (const DelayTable& delay : scenario.delay) compile_delay(draft, delay, calendar);
  compile_days(draft, table, calendar);
  check_moves(draft, calendar);
  draft.model.calendar = std::move(calendar);
}

void compile_expectations(Draft& draft) {
  Model& model = draft.model;
  if (!model.calendar) return;
  Calendar& calendar = *model.calendar;
  for (const Unit& unit : model.units) {
    const double share = expected_share(model, unit);
    calendar.expected.push_back({share, share});
  }
  for (const Delay& delay : calendar.delays) {
    for (std::size_t k = 0; k < delay.returning.size(); ++k) {
      calendar.expected[static_cast<std::size_t>(delay.units[k])].share_after_delay =
          expected_share(model, model.returning[static_cast<std::size_t>(delay.returning[k])]);
    }
  }
}

}  // namespace ayes
