#include "io/places.h"
#include "io/result/bars.h"
#include "io/result/quantity_text.h"
#include "io/sweep/sweep.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

constexpr int point_bar_width = 12;

std::string counted(std::size_t number, const std::string& one) {
  return grouped(static_cast<std::int64_t>(number)) + " " + one + (number == 1 ? "" : "s");
}

// A path without what it begins with, as short as still tells it from the others and from what it
// is called without its table.
std::string last_keys(const std::string& path, const std::vector<std::string>& others) {
  const auto is_unique = [&](const std::string& tail) {
    return std::count_if(others.begin(), others.end(), [&](const std::string& other) {
             return other == tail || other.ends_with("." + tail);
           }) == 1;
  };
  bool quoted = false;
  std::string best = path;
  for (std::size_t i = path.size(); i-- > 0;) {
    if (path[i] == '"' || path[i] == '\'') quoted = !quoted;
    if (path[i] != '.' || quoted) continue;
    const std::string tail = path.substr(i + 1);
    if (is_unique(tail)) return tail;
  }
  return best;
}

// "28.57 ±0.04"
std::string text_of(const Estimate& estimate) {
  const WithError text =
      with_error(estimate.mean, half_width(estimate.interval), style_of_unit(estimate.unit));
  return text.value + (half_width(estimate.interval) > 0 ? " ±" + text.error : "");
}

std::string text_of(const Difference& change, const std::string& unit) {
  if (change.value == 0 && change.se == 0) return "0";
  const WithError text = with_error(change.value, half_width(change.interval), style_of_unit(unit));
  return with_sign(text.value) + (change.se > 0 ? " ±" + text.error : "");
}

struct Found {
  std::string name, unit;
  bool varies = false;
};

// What the table shows: the measures named that any point has.
std::vector<Found> columns_of(const Sweep& sweep, const std::vector<std::string>& names) {
  std::vector<Found> columns;
  for (const std::string& name : names) {
    for (const SweepPoint& point : sweep.points) {
      const Estimate* estimate = find_estimate(point, name);
      if (!estimate) continue;
      columns.push_back({name, estimate->unit});
      break;
    }
  }
  return columns;
}

Lines table_of(const Sweep& sweep, const std::vector<std::string>& names, int width) {
  const std::vector<Found> measures = columns_of(sweep, names);
  std::vector<Align> align(sweep.paths.size(), Align::right);
  std::vector<std::string> head, units(sweep.paths.size());
  for (const std::string& path : sweep.paths) head.push_back(last_keys(path, sweep.paths));
  align.insert(align.end(), {Align::right, Align::left, Align::right});
  head.insert(head.end(), {sweep.ratified, "", "change"});
  units.insert(units.end(), {"in 100", "", "from first"});
  for (const Found& measure : measures) {
    align.push_back(Align::right);
    head.push_back(measure.name);
    units.push_back(style_of_unit(measure.unit).unit);
  }
  Table table(align);
  table.add(head);
  table.add(units);
  const SweepPoint* base = nullptr;
  for (const SweepPoint& point : sweep.points) {
    std::vector<std::string> row = point.values;
    if (!point.mistakes.empty()) {
      row.insert(row.end(), {"mistake", "", ""});
      row.resize(head.size());
      table.add(row);
      continue;
    }
    const Estimate& ratified = point.estimates.front();
    if (!base) base = &point;
    row.insert(
        row.end(),
        {text_of(ratified), padded(bar(ratified.mean, point_bar_width), point_bar_width),
         base == &point ? ""
                        : text_of(difference(base->estimates.front(), ratified, sweep.plan.level),
                                  ratified.unit)});
    for (const Found& measure : measures) {
      const Estimate* estimate = find_estimate(point, measure.name);
      row.push_back(estimate ? text_of(*estimate) : "–");
    }
    table.add(row);
  }
  return table.lines(width);
}

// "P(ratified) is highest at threat = 4,000 (31.2 in 100). ..."
std::string peak_in_words(const Sweep& sweep, const Sweep::OfPoints& found) {
  const Peak& peak = found.peak;
  const std::string path = last_keys(sweep.paths.front(), sweep.paths);
  const auto value = [&](std::size_t place) {
    return sweep.points[found.points[place]].values.front();
  };
  const Estimate& best = sweep.points[found.points[peak.best]].estimates.front();
  const std::string subject = "P(" + sweep.ratified + ")";
  if (peak.flat) {
    return best.se == 0 && peak.candidates.size() > 1
               ? subject + " is the same at every value."
               : subject +
                     " may be the same at every value: no two differ by more than the "
                     "simulation error allows. More --replications or --points would tell.";
  }
  std::string text =
      subject + " is highest at " + path + " = " + value(peak.best) + ": " +
      with_error(best.mean, half_width(best.interval), style_of_unit("chance")).value + " in 100.";
  const bool at_end = peak.best == 0 || peak.best + 1 == found.points.size();
  if (at_end && peak.candidates.size() == 1)
    return text + " That is an end of the range: the peak may lie beyond it.";
  if (peak.candidates.size() == 1)
    return text +
           " Every other value swept is surely lower: the peak lies between its neighbours, " +
           value(peak.best - 1) + " and " + value(peak.best + 1) + ".";
  const bool together = peak.last - peak.first + 1 == peak.candidates.size();
  text += " Not surely lower: ";
  if (together) {
    text += value(peak.first) + " to " + value(peak.last);
  } else {
    for (std::size_t i = 0; i < peak.candidates.size(); ++i)
      text += (i ? ", " : "") + value(peak.candidates[i]);
  }
  text += peak.inside ? "; both ends of the range surely are, so there is a peak inside it."
                      : "; an end of the range is among them, so that the peak may lie beyond it.";
  return text;
}

}  // namespace

std::string text_report(const Sweep& sweep, const std::vector<std::string>& measures,
                        const Page& page) {
  const std::string title =
      sweep.source.title.empty() ? "A sweep of a vote without a title" : sweep.source.title;
  std::string text;
  const auto add = [&](const Lines& lines) {
    for (const std::string& line : lines) text += line + '\n';
  };
  const Lines heading = wrapped(title, page.width);
  for (const std::string& line : heading)
    text += (page.bold ? "\x1b[1m" + line + "\x1b[0m" : line) + '\n';
  const std::string design = sweep.design == "grid" ? "" : " (" + sweep.design + ")";
  add(wrapped(counted(sweep.points.size(), "point") + design + " · " +
                  counted(static_cast<std::size_t>(sweep.plan.replications), "simulated vote") +
                  " at each, the same draws · seed " + std::to_string(sweep.plan.seed) +
                  " · method " + sweep.method,
              page.width));
  for (const std::string& path : sweep.paths) {
    const std::string name = last_keys(path, sweep.paths);
    if (name != path) add({name + ": " + path});
  }
  text += '\n';
  add(table_of(sweep, measures, page.width));
  text += '\n';
  if (sweep.peak) add(wrapped(peak_in_words(sweep, *sweep.peak), page.width));
  add(
      wrapped("± is the simulation error (95 in 100); changes are known better than values, being "
              "taken on the same draws.",
              page.width));
  for (std::size_t p = 0; p < sweep.points.size(); ++p) {
    for (const Mistake& mistake : sweep.points[p].mistakes)
      add(wrapped("point " + std::to_string(p + 1) + ": " + to_text(mistake), page.width, 2));
  }
  return text;
}

}  // namespace ayes
