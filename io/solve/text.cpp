#include "io/result/bars.h"
#include "io/result/quantity_text.h"
#include "io/solve/solve.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

constexpr int estimate_bar_width = 24;

std::string subject(const Solution& solution) {
  return solution.measure == "ratified" ? "P(" + solution.ratified + ")"
                                        : "mean " + solution.measure;
}

std::string unit_of(const Solution& solution) {
  return style_of_unit(solution.found.scan.front().unit).unit;
}

// An amount of the measure: "50 in 100", "1,000 jobs".
std::string amount(const Solution& solution, double value, int decimals) {
  const QuantityStyle style = style_of_unit(solution.found.scan.front().unit);
  std::string text = fixed(style.factor * value, decimals);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return text + " " + style.unit;
}

std::string estimate_text(const Estimate& estimate) {
  const WithError text =
      with_error(estimate.mean, half_width(estimate.interval), style_of_unit(estimate.unit));
  return text.value + (half_width(estimate.interval) > 0 ? " ±" + text.error : "");
}

// A value of the path, rounded to what a doubt of `half` lets one say.
std::string value_text(const Solution& solution, double value, double half) {
  if (solution.search.whole) return fixed(value, 0) + solution.suffix;
  const double range = solution.search.high - solution.search.low;
  return fixed(value, decimals_worth(std::max(half, range / 1e5))) + solution.suffix;
}

// A step of the path for which the slope is a number one can picture: a power of ten, a twentieth
// of the range at most.
double step_of(const Solution& solution) {
  const double range = solution.search.high - solution.search.low;
  double step = 1;
  while (step * 10 <= range / 20) step *= 10;
  while (step > range / 20) step /= 10;
  return step;
}

// "1", "0.1", or of a share "percentage point", "0.1 percentage points".
std::string step_text(const Solution& solution, double step) {
  if (solution.suffix != "%") return shortest(step) + solution.suffix;
  return step == 1 ? "percentage point" : shortest(step) + " percentage points";
}

Lines root_lines(const Solution& solution, const Root& root, int width) {
  const double half = root.interval ? half_width(*root.interval) : 0;
  std::string first = solution.path + " = " + value_text(solution, root.value, half);
  if (solution.search.whole) {
    first += " is the first whole number " + std::string(root.rising ? "at or above" : "past") +
             " the target";
  }
  if (root.interval && half > 0) {
    first += "   (" + value_text(solution, root.interval->low, half) + " to " +
             value_text(solution, root.interval->high, half) + ", simulation error)";
  }
  Lines lines = wrapped(first, width, 2);
  const QuantityStyle style = style_of_unit(root.at.unit);
  const double step = solution.search.whole ? 1 : step_of(solution);
  const WithError slope =
      with_error(root.slope.value * step, half_width(root.slope.interval) * step, style);
  std::string second = "There " + subject(solution) + " is " + estimate_text(root.at) + " " +
                       style.unit + ", and it moves by " + with_sign(slope.value) +
                       (root.slope.se > 0 ? " ±" + slope.error : "") + " for each " +
                       step_text(solution, step) + " more.";
  if (!root.interval)
    second += " That slope may be 0: how far the value is known cannot be said; use more votes.";
  for (const std::string& line : wrapped(second, width - 2)) lines.push_back("  " + line);
  return lines;
}

// Where the quantity lies on the wanted side.
std::string side_in_words(const Solution& solution) {
  if (solution.sense == "=") return "";
  const bool below = solution.sense.front() == '<';
  const auto good = [&](const Estimate& estimate) {
    return (estimate.mean < solution.search.target) == below;
  };
  const std::vector<Root>& roots = solution.found.roots;
  if (roots.empty()) {
    return good(solution.found.scan.front()) ? "The whole range does."
                                             : "No value of the range does.";
  }
  std::string text;
  bool inside = good(solution.found.scan.front());
  std::string from;
  for (const Root& root : roots) {
    const std::string at =
        value_text(solution, root.value, root.interval ? half_width(*root.interval) : 0);
    if (inside)
      text += (text.empty() ? "" : ", ") + (from.empty() ? "below " + at : from + " to " + at);
    from = at;
    inside = !inside;
  }
  if (inside) text += (text.empty() ? "above " : ", above ") + from;
  return "That is so for values " + text + ".";
}

std::string none_in_words(const Solution& solution) {
  const RootFindings& found = solution.found;
  const Estimate& nearest = found.scan[found.nearest];
  const auto [least, most] =
      std::minmax_element(found.scan.begin(), found.scan.end(),
                          [](const Estimate& a, const Estimate& b) { return a.mean < b.mean; });
  std::string text = "No value does it: " + subject(solution) + " goes from " +
                     estimate_text(*least) + " to " + estimate_text(*most) + " " +
                     unit_of(solution) + " in this range. Nearest is " + solution.path + " = " +
                     shortest(found.values[found.nearest]) + solution.suffix + ", with " +
                     estimate_text(nearest) + ".";
  if (nearest.interval.low <= solution.search.target &&
      nearest.interval.high >= solution.search.target)
    text += " There the target lies within the simulation error; more votes would tell.";
  return text;
}

}  // namespace

std::string text_report(const Solution& solution, const Page& page) {
  std::string text;
  const auto add = [&](const Lines& lines) {
    for (const std::string& line : lines) text += line + '\n';
  };
  const std::string title =
      solution.source.title.empty() ? "A vote without a title" : solution.source.title;
  for (const std::string& line : wrapped(title, page.width))
    text += (page.bold ? "\x1b[1m" + line + "\x1b[0m" : line) + '\n';
  const std::string low = shortest(solution.search.low) + solution.suffix,
                    high = shortest(solution.search.high) + solution.suffix;
  const std::string wanted = solution.sense == "="           ? ""
                             : solution.sense.front() == '<' ? "below "
                                                             : "above ";
  add(wrapped("Which " + solution.path + " from " + low + " to " + high + " brings " +
                  subject(solution) + " " + (wanted.empty() ? "to " : wanted) +
                  amount(solution, solution.search.target, 4) + "?",
              page.width));
  add(wrapped(grouped(solution.found.evaluations) + " values tried, " +
                  grouped(solution.plan.replications) +
                  " simulated votes at each, the same draws " + "· seed " +
                  std::to_string(solution.plan.seed) + " · method " + solution.method,
              page.width));
  text += '\n';
  if (solution.found.roots.empty()) {
    add(wrapped(none_in_words(solution), page.width));
  } else if (solution.found.roots.size() > 1) {
    add(wrapped("More than one value does: " + std::to_string(solution.found.roots.size()) + ".",
                page.width));
  }
  for (const Root& root : solution.found.roots) add(root_lines(solution, root, page.width));
  if (!side_in_words(solution).empty()) add(wrapped(side_in_words(solution), page.width));

  text += '\n';
  double most = 0;
  for (const Estimate& estimate : solution.found.scan) most = std::max(most, estimate.mean);
  if (solution.measure == "ratified") most = 1;
  Table table({Align::right, Align::right, Align::left});
  table.add({"scanned", solution.measure + ", " + unit_of(solution), ""});
  for (std::size_t k = 0; k < solution.found.values.size(); ++k) {
    const Estimate& estimate = solution.found.scan[k];
    table.add({shortest(solution.found.values[k]) + solution.suffix, estimate_text(estimate),
               bar(most > 0 ? std::clamp(estimate.mean / most, 0.0, 1.0) : 0, estimate_bar_width)});
  }
  add(table.lines(page.width));
  add(wrapped("Between values scanned a curve may turn twice unseen.", page.width));
  return text;
}

}  // namespace ayes
