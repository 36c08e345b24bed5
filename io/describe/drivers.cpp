// What moves support between units: each driver, whom it touches, and how far it reaches.
#include "io/describe/sections.h"
#include "io/result/number_text.h"
#include "io/scenario/roster_cell.h"
#include "models/path.h"
#include "models/scenario/spelling.h"

#include <algorithm>
#include <charconv>

namespace ayes::described {
namespace {

double number_of(const std::string& text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return text.ends_with('%') ? number / 100 : number;
}

// Tells whether a driver's column marks units with 1 and the others with 0.
bool is_mark(const Scenario& scenario, const DriverTable& driver) {
  if (driver.everyone || !driver.equals.empty() || driver.centred) return false;
  return std::all_of(scenario.unit.begin(), scenario.unit.end(), [&](const UnitWords& unit) {
    const double x = number_of(reading::roster_cell(unit, driver.column));
    return x == 0 || x == 1;
  });
}

// A numeric driver's values over the units.
struct Values {
  double lowest = 0, highest = 0, centre = 0;
  std::string lowest_unit, highest_unit;
};

Values values_of(const Scenario& scenario, const DriverTable& driver) {
  Values values;
  double sum = 0, members = 0;
  for (std::size_t u = 0; u < scenario.unit.size(); ++u) {
    const UnitWords& unit = scenario.unit[u];
    const double x = number_of(reading::roster_cell(unit, driver.column));
    if (u == 0 || x < values.lowest) {
      values.lowest = x;
      values.lowest_unit = unit.unit;
    }
    if (u == 0 || x > values.highest) {
      values.highest = x;
      values.highest_unit = unit.unit;
    }
    sum += x * static_cast<double>(unit.members);
    members += static_cast<double>(unit.members);
  }
  if (driver.centred && members > 0) values.centre = sum / members;
  return values;
}

std::string short_number(double value) {
  return stated(std::round(value * 1e4) / 1e4, Tell::plain);
}

std::string whom(const Scenario& scenario, const DriverTable& driver) {
  if (driver.everyone) {
    const std::string idle =
        driver.equals.empty() ? "" : " (its text \"" + driver.equals + "\" plays no part)";
    return "every unit" + idle;
  }
  const bool mark = is_mark(scenario, driver);
  if (driver.equals.empty() && !mark) {
    const Values values = values_of(scenario, driver);
    return "units by their number in the column " + driver.column + ", from " +
           short_number(values.lowest) + " (" + values.lowest_unit + ") to " +
           short_number(values.highest) + " (" + values.highest_unit + "), measured from " +
           (driver.centred ? "its mean over members, " + short_number(values.centre) : "0");
  }
  std::vector<std::string> touched;
  for (const UnitWords& unit : scenario.unit) {
    const std::string value = reading::roster_cell(unit, driver.column);
    if (mark ? number_of(value) == 1 : value == driver.equals) touched.push_back(unit.unit);
  }
  constexpr std::size_t most_named = 10;
  const std::string units = touched.size() > most_named
                                ? counted(static_cast<std::int64_t>(touched.size()), "unit")
                                : listed(touched);
  return "units whose " + driver.column + " is " + (mark ? "1" : "\"" + driver.equals + "\"") +
         " (" + units + ")" + (driver.centred ? ", measured from the mean over members" : "");
}

// How far a numeric driver reaches at the middle of its coefficient.
std::string reach(const Subject& subject, const DriverTable& driver, double coefficient) {
  if (driver.everyone || !driver.equals.empty() || is_mark(subject.scenario, driver)) return "";
  const Values values = values_of(subject.scenario, driver);
  return " It reaches from " + about(coefficient * (values.lowest - values.centre), Tell::shift) +
         " for " + values.lowest_unit + " to " +
         about(coefficient * (values.highest - values.centre), Tell::shift) + " for " +
         values.highest_unit + ".";
}

void say_driver(const Subject& subject, const DriverTable& driver, Prose& text) {
  const std::string path = child("driver", driver.name) + ".coefficient";
  std::vector<std::string> questions;
  for (Question question : driver.on) questions.emplace_back(spelled(question));
  std::string said = capital(driver.name) + " moves " + whom(subject.scenario, driver) + ", on " +
                     (questions.empty() ? "no question" : listed(questions)) + ", by ";
  if (!driver.everyone && driver.equals.empty() && !is_mark(subject.scenario, driver)) {
    said += "this for each 1 in the column: ";
  }
  said += subject.said(driver.coefficient, path);
  said += ".";
  double growth = 1;
  if (!driver.grows_with.empty() || driver.at) {
    const double now = subject.middle(driver.grows_with);
    if (driver.at && *driver.at > 0) growth = now / *driver.at;
    said += " That is so where " + driver.grows_with + " is " +
            (driver.at ? stated(*driver.at, Tell::count) : "not said") +
            "; elsewhere in proportion. " + "In this scenario its middle is " +
            about(now, Tell::count) + ".";
  }
  said += reach(subject, driver, growth * subject.middle(path));
  text.item(said);
}

}  // namespace

void drivers(const Subject& subject, Prose& text) {
  if (subject.scenario.driver.empty()) return;
  text.heading("WHAT MOVES SUPPORT BETWEEN UNITS");
  for (const DriverTable& driver : subject.scenario.driver) say_driver(subject, driver, text);
}

}  // namespace ayes::described
