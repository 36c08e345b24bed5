#include "io/learning/calibration_names.h"
#include "io/learning/calibration_report.h"
#include "io/result/number_text.h"
#include "io/scenario/value_text.h"
#include "models/numerics/elementary.h"
#include "models/version.h"

#include <algorithm>

namespace ayes {
namespace {

using learning::Fit;
using learning::FittedNumber;

using reading::toml_string;

std::string share_text(double probit) {
  return "\"" + fixed(100 * numerics::normal_cdf(probit), 1) + "%\"";
}

std::string interval_of(const FittedNumber& quantity) {
  return "{ interval = [" + fixed(quantity.quantiles[lower_tenth], 3) + ", " +
         fixed(quantity.quantiles[upper_tenth], 3) + "], level = 0.8 }";
}

std::string mean_and_sd(const FittedNumber& quantity) {
  return "mean = " + fixed(quantity.mean, 3) + ", sd = " + fixed(quantity.sd, 3);
}

std::string mark(const FittedNumber& quantity) {
  return quantity.learned ? "" : "  # not learned: the votes leave it where its prior was";
}

// A spread whose interval would begin at 0.000 is told by its mean and standard deviation.
std::string spread_of(const FittedNumber& quantity) {
  return quantity.quantiles[lower_tenth] < 0.0005 ? "{ " + mean_and_sd(quantity) + " }"
                                                  : interval_of(quantity);
}

// Text that stays on the line of its comment.
std::string on_one_line(std::string text) {
  for (char& c : text)
    if (c >= 0 && c < ' ') c = ' ';
  return text;
}

std::string header(const CalibrationReport& report) {
  const Fit& support = report.calibration.support;
  const learning::Sampling& sampling = report.calibration.sampling;
  std::string text =
      "# What past votes say, as a start for a scenario:  extends = \"this file\"\n"
      "# Learned by ayes calibrate (ayes " +
      std::string(version()) + "); docs/calibration.md says what it rests on.\n#\n";
  for (std::size_t i = 0; i < report.table.files.size(); ++i) {
    text += "# data     " + on_one_line(file_name(report.table.files[i])) + "\n# sha256   " +
            report.table.hashes[i] + "\n";
  }
  for (const std::string& name : report.without) text += "# without  " + on_one_line(name) + "\n";
  text += "# used     " + std::to_string(support.rows) + " votes of " +
          std::to_string(support.units) + " units in " + std::to_string(support.ratifications) +
          " ratifications; turnout " + std::to_string(report.calibration.turnout.rows) + "\n" +
          "# draws    " + std::to_string(sampling.chains) + " chains of " +
          std::to_string(sampling.draws) + ", seed " + std::to_string(sampling.seed) + "\n#\n" +
          "# Intervals hold 8 in 10 of what is believed after the votes. Spreads and shifts are on "
          "the\n# probit scale. The numbers are believed together; here each stands alone, without "
          "what\n# ties it to the others (where swing is large, union is small).\n";
  return text;
}

std::string contract_line(const Fit& support) {
  const FittedNumber &shift = *support.find("contract"), &split = *support.find("split");
  std::string text =
      "contract = { shift = { " + mean_and_sd(shift) + " }, sd = " + spread_of(split) + " }";
  if (!shift.learned) text += "  # shift not learned";
  if (!split.learned) text += shift.learned ? "  # sd not learned" : ", nor sd";
  return text + "\n";
}

std::string drivers(const CalibrationReport& report) {
  std::string text;
  for (std::size_t c = 0; c < report.columns.size(); ++c) {
    const NamedColumn& column = report.columns[c];
    const FittedNumber* quantity =
        report.calibration.support.find(report.calibration.columns[c].name);
    text += "\n[[driver]]" + mark(*quantity) +
            "\nname        = " + toml_string(report.calibration.columns[c].name) +
            "\ncolumn      = " + toml_string(column.name) + "\n";
    if (column.equals) text += "equals      = " + toml_string(*column.equals) + "\n";
    text += "centred     = true\ncoefficient = { " + mean_and_sd(*quantity) + " }\n";
  }
  return text;
}

// A later vote as comments that stand for themselves once "# " is taken off: an element of
// [[round]] in the fragment itself would give every scenario a second vote.
std::string second_vote(const Fit& support) {
  const FittedNumber &mean = *support.find("mean_again"), &again = *support.find("again"),
                     &unit = *support.find("again_unit");
  const bool learned = mean.learned && again.learned && unit.learned;
  return "\n# From a failed vote to the next. A scenario whose package may be voted on again takes "
         "these\n# lines without their \"# \"; whether and by whom is for it to add." +
         std::string(learned ? "" : " In part not learned.") +
         "\n# [[round]]\n# name  = \"second vote\"\n# after = \"rejected\"\n# shift = { mean = { " +
         mean_and_sd(mean) + " }, sd = " + spread_of(again) + ", unit = " + spread_of(unit) +
         " }\n";
}

}  // namespace

std::string calibration_fragment(const CalibrationReport& report) {
  const Fit &support = report.calibration.support, &turnout = report.calibration.turnout;
  const FittedNumber& mean = *support.find("mean");
  const auto line = [](const std::string& key, const FittedNumber& quantity) {
    return key + std::string(9 - key.size(), ' ') + "= " + spread_of(quantity) + mark(quantity) +
           "\n";
  };
  std::string text = header(report) + "\nayes = 1\n\n[support]\n" + "package  = { interval = [" +
                     share_text(mean.quantiles[lower_tenth]) + ", " +
                     share_text(mean.quantiles[upper_tenth]) + "], level = 0.8 }" + mark(mean) +
                     "\n" + contract_line(support) + line("swing", *support.find("swing")) +
                     line("union", *support.find("union")) + line("unit", *support.find("unit"));
  if (turnout.rows > 0) {
    const FittedNumber& share = *turnout.find("mean");
    text += "\n[turnout]\nshare    = { interval = [" + share_text(share.quantiles[lower_tenth]) +
            ", " + share_text(share.quantiles[upper_tenth]) + "], level = 0.8 }" + mark(share) +
            "\n" + line("swing", *turnout.find("swing")) + line("union", *turnout.find("union")) +
            line("unit", *turnout.find("unit"));
  }
  return text + drivers(report) + second_vote(support) +
         "\n# Not learned at all, and not stated here: support.same_voter, ballot.weight, "
         "ballot.penalty,\n# turnout.with_support, tails, momentum. No table of votes shows "
         "them.\n";
}

}  // namespace ayes
