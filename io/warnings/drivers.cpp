#include "io/scenario/number.h"
#include "io/scenario/report.h"
#include "io/scenario/roster_cell.h"
#include "io/warnings/sections.h"
#include "models/path.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ayes::warnings {
namespace {

using reading::in_quotes;
using reading::number_text;
using reading::roster_cell;

double number_in(const std::string& text) {
  const bool percent = text.ends_with('%');
  return reading::parse_number(percent ? text.substr(0, text.size() - 1) : text, percent ? -2 : 0)
      .value_or(0);
}

// What a driver is in each unit, before it is centred.
std::vector<double> values_of(const DriverTable& driver, const std::vector<UnitWords>& units) {
  std::vector<double> values;
  for (const UnitWords& unit : units) {
    const std::string text = driver.everyone ? "1" : roster_cell(unit, driver.column);
    values.push_back(driver.equals.empty() ? number_in(text) : text == driver.equals ? 1 : 0);
  }
  return values;
}

// Returns a driver's largest ordinary effect on an opinion, between units or (if it isn't centred)
// beside none at all.
double effect_of(const Warnings& warnings, const DriverTable& driver,
                 const std::vector<double>& values) {
  const auto coefficient = warnings.ranges.find(child(child("driver", driver.name), "coefficient"));
  if (coefficient == warnings.ranges.end()) return 0;
  double size = std::max(std::abs(coefficient->second.low), std::abs(coefficient->second.high));
  if (driver.at && *driver.at != 0)
    size *= std::abs(middle_of(driver.grows_with, warnings.ranges) / *driver.at);
  const auto [least, most] = std::ranges::minmax(values);
  return size * (driver.centred ? most - least : std::max(std::abs(least), std::abs(most)));
}

void warn_of_driver(Warnings& warnings, const DriverTable& driver) {
  const std::string path = child("driver", driver.name);
  const std::string name = "driver " + in_quotes(driver.name);
  const std::vector<double> values = values_of(driver, warnings.scenario.unit);
  const auto [least, most] = std::ranges::minmax(values);
  if (warnings.is(child(path, "coefficient"), 0)) {
    warnings.add(child(path, "coefficient"), name + " has no effect", "its coefficient is 0",
                 "state a coefficient, or remove the driver");
  } else if (!driver.everyone && values.size() > 1 && least == most) {
    const std::string value = driver.equals.empty() ? number_text(least) : in_quotes(driver.equals);
    const bool none = driver.centred || least == 0;
    warnings.add(child(path, "column"), name + (none ? " has no effect" : " moves all units alike"),
                 "column " + in_quotes(driver.column) + " holds " + value + " for every unit",
                 none ? "name another column, or remove the driver"
                      : "write everyone = true if that is meant");
  } else if (const double effect = effect_of(warnings, driver, values); effect > largest_shift) {
    const bool grows = driver.at && *driver.at != 0;
    warnings.add(child(path, "coefficient"),
                 name + " moves opinions by " + number_text(std::round(effect * 10) / 10),
                 "on the probit scale: from 50% to above 99.8%; column, coefficient" +
                     std::string(grows ? " and `at` together" : " together"),
                 grows ? "see that `at` has the unit of " + driver.grows_with
                       : "see that a share of 0.12 is not written as 12");
  }
}

void warn_of_grouping(Warnings& warnings, const SupportGroupTable& group) {
  const std::string path = child("support.group", group.name);
  const std::string name = "grouping " + in_quotes(group.name);
  if (warnings.is(child(path, "sd"), 0)) {
    warnings.add(child(path, "sd"), name + " has no effect", "its sd is 0",
                 "state a spread, or remove the grouping");
    return;
  }
  const auto& units = warnings.scenario.unit;
  std::set<std::string> values;
  for (const UnitWords& unit : units) values.insert(roster_cell(unit, group.column));
  if (units.size() < 2 || (values.size() > 1 && values.size() < units.size())) return;
  const bool all = values.size() == 1;
  warnings.add(child(path, "column"),
               name + (all ? " is one group of all units" : " has no group of two units"),
               "column " + in_quotes(group.column) + " holds " +
                   (all ? "the same for all" : "something else for each"),
               all ? "state support.swing instead" : "state support.unit instead");
}

}  // namespace

void warn_of_drivers(Warnings& warnings) {
  for (const DriverTable& driver : warnings.scenario.driver) warn_of_driver(warnings, driver);
  for (const SupportGroupTable& group : warnings.scenario.support.groups)
    warn_of_grouping(warnings, group);
}

}  // namespace ayes::warnings
