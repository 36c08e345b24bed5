#include "io/learning/calibration_names.h"
#include "io/learning/calibration_report.h"
#include "io/result/number_text.h"
#include "models/numerics/elementary.h"

#include <algorithm>
#include <map>

namespace ayes {
namespace {

using learning::Fit;
using learning::FittedNumber;

std::string title(const std::string& text, const Page& page) {
  return page.bold ? "\033[1m" + text + "\033[0m" : text;
}

std::string counted(std::size_t number, const std::string& one) {
  return grouped(static_cast<std::int64_t>(number)) + " " + one + (number == 1 ? "" : "s");
}

// The numbers of a fit, before and after.
Lines table_of(const Fit& fit, int width) {
  Table table({Align::left, Align::right, Align::left, Align::right, Align::left});
  table.add({"", "mean", "8 in 10 lie within", "before", "as a share"});
  for (const FittedNumber& quantity : fit.quantities) {
    const double from = quantity.quantiles[lower_tenth], to = quantity.quantiles[upper_tenth];
    std::string note;
    if (!quantity.learned) {
      note = "not learned";
    } else if (quantity.name == "mean") {
      note = percent(numerics::normal_cdf(from)) + " to " + percent(numerics::normal_cdf(to));
    }
    table.add({quantity_in_words(quantity.name), fixed(quantity.mean, 2),
               fixed(from, 2) + " to " + fixed(to, 2),
               fixed(quantity.prior_mean, 2) + " ± " + fixed(quantity.prior_sd, 2), note});
  }
  return table.lines(width);
}

void add(std::string& text, const Lines& lines) {
  for (const std::string& line : lines) text += line + "\n";
}

// What is not used, by reason.
Lines unused_lines(const CalibrationReport& report, int width) {
  std::map<std::string, std::int64_t> reasons;
  for (const learning::Unused& each : report.leaves.unused) ++reasons[each.why];
  if (report.table.left_out > 0)
    reasons["left out by the table itself, which says why"] = report.table.left_out;
  Table table({Align::right, Align::left});
  for (const auto& [why, number] : reasons) table.add({grouped(number), why});
  return table.lines(width);
}

double fewest_draws(const learning::Calibration& calibration) {
  double fewest = 1e300;
  for (const Fit* fit : {&calibration.support, &calibration.turnout}) {
    for (const FittedNumber& quantity : fit->quantities)
      fewest = std::min(fewest, quantity.draws_worth);
  }
  return fewest;
}

double worst_reduction(const learning::Calibration& calibration) {
  double worst = 1;
  for (const Fit* fit : {&calibration.support, &calibration.turnout}) {
    for (const FittedNumber& quantity : fit->quantities)
      worst = std::max(worst, quantity.scale_reduction);
  }
  return worst;
}

}  // namespace

std::string calibration_page(const CalibrationReport& report, const Page& page) {
  const learning::Calibration& calibration = report.calibration;
  const Fit &support = calibration.support, &turnout = calibration.turnout;
  std::string text = title("WHAT PAST VOTES SAY", page) + "\n";
  const std::string about =
      counted(support.rows, "vote") + " of " + counted(support.units, "unit") + " in " +
      counted(support.ratifications, "ratification") + "; " +
      std::to_string(report.leaves.remainders) + " of the votes are the rest of a total · seed " +
      std::to_string(calibration.sampling.seed);
  add(text, wrapped(about, page.width));
  for (const std::string& name : report.without) text += "without " + name + "\n";
  text += "\n" + title("SUPPORT, on the probit scale", page) + "\n";
  add(text, table_of(support, page.width));
  if (turnout.rows > 0) {
    text += "\n" + title("TURNOUT", page) + ", " + counted(turnout.rows, "vote") + " in " +
            counted(turnout.ratifications, "ratification") + "\n";
    add(text, table_of(turnout, page.width));
  }
  if (const Lines unused = unused_lines(report, page.width - 2); !unused.empty()) {
    text += "\n" + title("ROWS NOT USED", page) + "\n";
    add(text, unused);
  }
  const double fewest = fewest_draws(calibration), worst = worst_reduction(calibration);
  text += "\n";
  add(text, wrapped("The draws are worth " + grouped(static_cast<std::int64_t>(fewest)) +
                        " independent ones or more; chains agree to " + fixed(worst, 3) +
                        " (1 is best)." +
                        (fewest < 400 || worst > 1.02
                             ? " That is too few for the digits above: ask for more --draws."
                             : ""),
                    page.width));
  add(text, wrapped("The press reports close and failed votes: means are biased down, shifts after "
                    "a failure up (docs/calibration.md).",
                    page.width));
  return text;
}

}  // namespace ayes
