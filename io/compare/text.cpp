#include "io/compare/compare.h"
#include "io/result/quantity_text.h"

#include <algorithm>
#include <cmath>

namespace ayes {
namespace {

constexpr std::size_t most_unions = 8;

std::string votes_in_words(std::int64_t votes) {
  return grouped(votes) + (votes == 1 ? " simulated vote" : " simulated votes");
}

// "between 0.88 and 0.93", with a sign where the two differ in it.
std::string between(const Bounds& bounds, const QuantityStyle& style, int decimals) {
  const bool signs = bounds.low < 0 && bounds.high > 0;
  const auto text = [&](double value) {
    const std::string number = fixed(style.factor * value, decimals);
    return signs ? with_sign(number) : number;
  };
  return "between " + text(bounds.low) + " and " + text(bounds.high);
}

// The first sentence: what one wanted to know.
std::string answer(const Comparison& comparison, const std::string& other,
                   const std::string& word) {
  const Difference& d = comparison.ratified;
  const QuantityStyle style = style_of_unit("chance");
  const int decimals = d.se > 0 ? std::max(1, decimals_worth(100 * half_width(d.interval))) : 4;
  if (d.value == 0 && d.se == 0) {
    const bool counted = comparison.counted && comparison.estimator == "sample";
    return other + " is " + word + " as often as A" +
           (counted ? ": the same result in every simulated vote." : ".");
  }
  if (d.interval.low <= 0 && d.interval.high >= 0) {
    return "No difference that these draws can show: " + other + " is " + word + " " +
           between(d.interval, style, decimals) + " in 100 more often than A.";
  }
  const bool more = d.value > 0;
  const Bounds size = more ? d.interval : Bounds{-d.interval.high, -d.interval.low};
  return other + " is " + word + " " + fixed(100 * std::abs(d.value), decimals) + " in 100 " +
         (more ? "more" : "less") + " often than A" +
         (d.se > 0 ? " (" + between(size, style, decimals) + ")." : ".");
}

Lines headline(const Comparison& comparison, std::size_t side, const std::string& word, int width) {
  Lines lines = wrapped(answer(comparison, letter(side), word), width);
  Table table({Align::left, Align::right, Align::right, Align::right});
  const auto chance = [](const Chance& each) {
    const WithError text =
        with_error(each.probability, half_width(each.interval), style_of_unit("chance"));
    return text.value + (half_width(each.interval) > 0 ? " ±" + text.error : "");
  };
  const auto change = [](const Difference& each) {
    const WithError text =
        with_error(each.value, half_width(each.interval), style_of_unit("chance"));
    return with_sign(text.value) + (half_width(each.interval) > 0 ? " ±" + text.error : "");
  };
  table.add({"", "A", letter(side), letter(side) + " − A"});
  table.add({word + ", in 100 (" + comparison.estimator + ")", chance(comparison.first),
             chance(comparison.second), change(comparison.ratified)});
  if (comparison.counted && comparison.estimator != "sample") {
    const auto n = static_cast<double>(comparison.votes[0] + comparison.votes[1] +
                                       comparison.votes[2] + comparison.votes[3]);
    table.add({"counted in the simulated votes",
               fixed(100 * static_cast<double>(comparison.votes[2] + comparison.votes[3]) / n, 2),
               fixed(100 * static_cast<double>(comparison.votes[1] + comparison.votes[3]) / n, 2),
               change(*comparison.counted)});
  }
  lines.push_back("");
  for (const std::string& line : table.lines(width)) lines.push_back(line);
  if (comparison.counted && half_width(comparison.counted->interval) > 0) {
    const double counted = half_width(comparison.counted->interval);
    for (const std::string& line :
         wrapped("On independent votes the counted difference would be known to ±" +
                     fixed(100 * comparison.independent, decimals_worth(100 * counted)) + ", " +
                     fixed(comparison.independent / counted, 1) + " times as wide.",
                 width))
      lines.push_back(line);
  }
  return lines;
}

// Which votes turned, and which unions turned them.
Lines flips(const Comparison& comparison, std::size_t side, const std::string& word, int width) {
  const std::int64_t gains = comparison.votes[1], losses = comparison.votes[2];
  const std::string other = letter(side);
  const std::int64_t n = gains + losses + comparison.votes[0] + comparison.votes[3];
  Lines lines = {"VOTES THAT TURNED: " + grouped(gains + losses) + " of " + votes_in_words(n)};
  if (gains + losses == 0) return lines;
  std::vector<const UnionComparison*> bodies;
  for (const UnionComparison& body : comparison.unions) {
    if (body.turned_with_gain + body.turned_with_loss > 0) bodies.push_back(&body);
  }
  std::stable_sort(bodies.begin(), bodies.end(), [](const auto* a, const auto* b) {
    return a->turned_with_gain + a->turned_with_loss > b->turned_with_gain + b->turned_with_loss;
  });
  Table table({Align::left, Align::right, Align::right});
  table.add({"", word + " in " + other + " alone", "in A alone"});
  table.add({"votes", grouped(gains), grouped(losses)});
  for (std::size_t u = 0; u < std::min(bodies.size(), most_unions); ++u) {
    const auto of = [](std::int64_t part, std::int64_t all) {
      return all == 0 ? std::string("–")
                      : in_100(static_cast<double>(part) / static_cast<double>(all)) + " in 100";
    };
    table.add({"  with " + bodies[u]->name, of(bodies[u]->turned_with_gain, gains),
               of(bodies[u]->turned_with_loss, losses)});
  }
  for (const std::string& line : table.lines(width)) lines.push_back(line);
  if (bodies.size() > most_unions)
    lines.push_back("  and " + std::to_string(bodies.size() - most_unions) + " unions more");
  for (const std::string& line : wrapped(
           "\"With\": the union's answer turned the same way in that vote. Others may have, too.",
           width))
    lines.push_back(line);
  return lines;
}

bool is_nothing(const MeasureComparison& measure) {
  return measure.difference.value == 0 && measure.difference.se == 0 &&
         measure.wasserstein.value == 0;
}

Lines means(const Comparison& comparison, std::size_t side, int width) {
  Table table({Align::left, Align::right, Align::right, Align::right, Align::left});
  table.add({"MEANS", "A", letter(side), letter(side) + " − A", ""});
  std::string same;
  for (const MeasureComparison& measure : comparison.measures) {
    if (is_nothing(measure)) {
      same += (same.empty() ? "" : ", ") + measure.name;
      continue;
    }
    const QuantityStyle style = style_of_unit(measure.unit);
    const double half = half_width(measure.difference.interval);
    const int decimals = half > 0 ? decimals_worth(style.factor * half) : 2;
    const auto text = [&](double value) { return fixed(style.factor * value, decimals); };
    const bool surely = measure.difference.interval.low > 0 || measure.difference.interval.high < 0;
    table.add(
        {measure.name + ", " + style.unit, text(measure.first.mean), text(measure.second.mean),
         with_sign(text(measure.difference.value)) + " ±" + text(half), surely ? "" : "may be 0"});
  }
  Lines lines = table.lines(width);
  if (!same.empty()) {
    for (const std::string& line : wrapped("The same in every vote: " + same + ".", width))
      lines.push_back(line);
  }
  return lines;
}

// Quantiles and distances of the measures people ask about.
Lines laws(const Comparison& comparison, std::size_t side, int width) {
  Lines lines;
  for (const char* name : {"layoffs", "unions_yes", "saved"}) {
    for (const MeasureComparison& measure : comparison.measures) {
      if (measure.name != name || is_nothing(measure) || measure.shifts.empty()) continue;
      const QuantityStyle style = style_of_unit(measure.unit);
      const auto text = [&](double value) {
        return fixed(style.factor * value, style.factor == 1 ? 0 : 1);
      };
      if (!lines.empty()) lines.push_back("");
      lines.push_back("QUANTILES of " + measure.name + ", " + style.unit);
      const bool moved =
          std::any_of(measure.shifts.begin(), measure.shifts.end(), [](const QuantileShift& shift) {
            return shift.first != shift.second || shift.band.low != shift.band.high;
          });
      Table table({Align::left, Align::right, Align::right, Align::right, Align::left});
      table.add({"of 100 votes", "A", letter(side), letter(side) + " − A", "(95 in 100)"});
      for (const QuantileShift& shift : measure.shifts) {
        if (shift.level != 0.05 && shift.level != 0.25 && shift.level != 0.5 &&
            shift.level != 0.75 && shift.level != 0.95)
          continue;
        table.add({fixed(100 * shift.level, 0) + " lie at or below", text(shift.first),
                   text(shift.second), with_sign(text(shift.second - shift.first)),
                   with_sign(text(shift.band.low)) + " to " + with_sign(text(shift.band.high))});
      }
      if (!moved) lines.push_back("each is the same in both");
      for (const std::string& line : moved ? table.lines(width) : Lines{}) lines.push_back(line);
      const Distance& far = measure.wasserstein;
      const Distance& most = measure.kolmogorov_smirnov;
      const auto distance = [&](double value) {
        const int decimals = decimals_worth(style.factor * half_width(far.interval));
        return fixed(style.factor * value, decimals);
      };
      for (const std::string& line : wrapped(
               "Distance between the laws: Wasserstein " + distance(far.value) + " " + style.unit +
                   " (" + distance(far.interval.low) + " to " + distance(far.interval.high) +
                   "), Kolmogorov–Smirnov " + fixed(100 * most.value, 2) + " in 100 (" +
                   fixed(100 * most.interval.low, 2) + " to " + fixed(100 * most.interval.high, 2) +
                   ").",
               width, 2))
        lines.push_back(line);
    }
  }
  return lines;
}

Lines unions(const Comparison& comparison, std::size_t side, int width) {
  std::vector<const UnionComparison*> moved;
  for (const UnionComparison& body : comparison.unions) {
    const Bounds& interval = body.difference.interval;
    if (interval.low > 0 || interval.high < 0) moved.push_back(&body);
  }
  if (moved.empty()) return {};
  std::stable_sort(moved.begin(), moved.end(), [](const auto* a, const auto* b) {
    return std::abs(a->difference.value) > std::abs(b->difference.value);
  });
  Table table({Align::left, Align::right, Align::right, Align::right});
  table.add({"UNIONS that say yes, in 100", "A", letter(side), letter(side) + " − A"});
  for (std::size_t u = 0; u < std::min(moved.size(), most_unions); ++u) {
    const double half = half_width(moved[u]->difference.interval);
    const WithError text = with_error(moved[u]->difference.value, half, style_of_unit("chance"));
    const int decimals = decimals_worth(100 * half);
    table.add({moved[u]->name, fixed(100 * moved[u]->first, decimals),
               fixed(100 * moved[u]->second, decimals), with_sign(text.value) + " ±" + text.error});
  }
  Lines lines = table.lines(width);
  if (moved.size() > most_unions)
    lines.push_back("and " + std::to_string(moved.size() - most_unions) + " unions more");
  return lines;
}

}  // namespace

std::string text_report(const ComparisonReport& report, const Page& page) {
  std::string text;
  const auto add = [&](const Lines& lines) {
    if (lines.empty()) return;
    if (!text.empty()) text += '\n';
    for (const std::string& line : lines) text += line + '\n';
  };
  Lines heading;
  for (std::size_t side = 0; side < report.sides.size(); ++side) {
    Lines label = wrapped(letter(side) + "  " + report.sides[side].label, page.width, 3);
    label.front().replace(1, 1, "  ");
    for (const std::string& line : label)
      heading.push_back(page.bold ? "\x1b[1m" + line + "\x1b[0m" : line);
  }
  const std::string how = report.unpaired_because.empty()
                              ? votes_in_words(report.plan.replications) +
                                    ", the same draws in all · seed " +
                                    std::to_string(report.plan.seed) + " · method " + report.method
                              : "Not paired: " + report.unpaired_because + ".";
  for (const std::string& line : wrapped(how, page.width)) heading.push_back(line);
  add(heading);
  for (std::size_t k = 0; k < report.comparisons.size(); ++k) {
    const Comparison& comparison = report.comparisons[k];
    if (report.comparisons.size() > 1) add({"A AND " + letter(k + 1)});
    add(headline(comparison, k + 1, report.ratified, page.width));
    if (comparison.paired) add(flips(comparison, k + 1, report.ratified, page.width));
    add(unions(comparison, k + 1, page.width));
    add(means(comparison, k + 1, page.width));
    add(laws(comparison, k + 1, page.width));
  }
  add(
      wrapped("± is the simulation error (95 in 100); it says nothing of the estimates in the "
              "files.",
              page.width));
  return text;
}

}  // namespace ayes
