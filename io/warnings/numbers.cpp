#include "io/describe/leaves.h"
#include "io/scenario/report.h"
#include "io/warnings/sections.h"
#include "models/numerics/elementary.h"
#include "models/path.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ayes::warnings {
namespace {

using reading::number_text;

// Past ratifications differ by about 0.4 on the probit scale, their units by about as much. From
// here on a number was more likely written on another scale.
constexpr double largest_spread = 2;
constexpr double largest_raise = 0.25;
constexpr double least_share = 0.01;  // of yes, or of members who vote
constexpr double widest = 200;        // the upper tenth over the lower tenth of an amount

struct Number {
  const Leaf& leaf;
  LikelyRange range;
  bool certain() const { return range.low == range.high; }
};

// "support.swing is 17" or "support.swing reaches 17".
std::string said(const Number& number, double value) {
  if (number.certain()) return number.leaf.path + " is " + number_text(value);
  return number.leaf.path + " reaches " + number_text(std::round(value * 100) / 100);
}

std::string percent(double share) { return number_text(std::round(share * 1e4) / 100) + "%"; }

void warn_of_spread(Warnings& warnings, const Number& number) {
  const double spread = number.range.high;
  if (spread <= largest_spread) return;
  const double beyond = 2 * numerics::normal_cdf(-numerics::normal_quantile(0.99) / spread);
  const bool points = spread < 50 && number.certain();
  warnings.add(number.leaf.path, said(number, spread),
               "on the probit scale: around 50%, " + percent(std::round(beyond * 100) / 100) +
                   " of such shares lie below 1% or above 99%",
               points ? "write \"" + number_text(spread) + " points\" if points are meant"
                      : "past votes have spreads of about 0.4");
}

void warn_of_shift(Warnings& warnings, const Number& number) {
  const bool down = -number.range.low > number.range.high;
  const double shift = down ? number.range.low : number.range.high;
  if (std::abs(shift) <= largest_shift) return;
  warnings.add(
      number.leaf.path, said(number, shift),
      "on the probit scale: it moves 50% " + std::string(down ? "below 0.2%" : "above 99.8%"),
      "a shift of 0.25 moves 50% to 60%");
}

void warn_of_share(Warnings& warnings, const Number& number) {
  const bool of_voters =
      number.leaf.path.starts_with("support.") || number.leaf.path.starts_with("turnout.");
  const double share = number.range.high;
  if (!of_voters || share <= 0 || share >= least_share) return;
  warnings.add(number.leaf.path, number.leaf.path + " is " + percent(share) + " at most",
               "shares are written 0.55 or \"55%\"",
               "write \"" + percent(share * 100) + "\" if that is meant");
}

void warn_of_raise(Warnings& warnings, const Number& number) {
  const bool down = -number.range.low > number.range.high;
  const double raise = down ? number.range.low : number.range.high;
  if (std::abs(raise) <= largest_raise) return;
  warnings.add(number.leaf.path,
               number.leaf.path + (number.certain() ? " is " : " reaches ") + percent(raise),
               "it is the raise of one year", "write \"3%\" or 0.03 for three in 100");
}

void warn_of_amount(Warnings& warnings, const Number& number) {
  const auto [low, middle, high] = number.range;
  const std::string& path = number.leaf.path;
  if (path.ends_with(".salary") && high > 0 && (high < 1000 || low > 1e6)) {
    warnings.add(path, path + " is " + about(middle, Tell::dollars), "it is dollars a year",
                 high < 1000 ? "write 65_000, not 65" : "write one member's pay");
  }
  if (path == "savings.per_layoff" && high > 0 && (high < 1000 || low > 1e7)) {
    warnings.add(path, path + " is " + about(middle, Tell::dollars), "it is dollars, of one layoff",
                 "write 97_000, not 97");
  }
}

void warn_of_width(Warnings& warnings, const Number& number) {
  const auto [low, middle, high] = number.range;
  if (low <= 0 || high / low <= widest) return;
  const Tell manner = manner_of(number.leaf.path, number.leaf.number->kind);
  warnings.add(number.leaf.path,
               number.leaf.path + " may be anything: 8 of 10 values lie between " +
                   about(low, manner) + " and " + about(high, manner),
               "the upper end is more than 200 times the lower", "write both in the same unit");
}

// Chances that were meant to add up to 1, or to 100.
void warn_of_weights(Warnings& warnings, const Leaf& leaf) {
  const auto* law = std::get_if<DiscreteLaw>(&leaf.number->quantity.law);
  if (!law) return;
  const double sum = std::accumulate(law->weights.begin(), law->weights.end(), 0.0);
  for (const double whole : {1.0, 100.0}) {
    const double off = std::abs(sum / whole - 1);
    if (off > 0.1 || off < 1e-6) continue;
    if (whole == 100 ||
        std::ranges::any_of(law->weights, [](double w) { return w != std::floor(w); }))
      warnings.add(child(leaf.path, "weights"), "the weights add up to " + number_text(sum),
                   "they are taken in proportion, so each counts for its part of that",
                   "make them add up to " + number_text(whole) + " if they are chances");
  }
}

void warn_of_savings(Warnings& warnings) {
  const auto& savings = warnings.scenario.savings;
  if (!savings || !savings->target || *savings->target == 0) return;
  const double claimed = middle_of("savings.package", warnings.ranges) +
                         middle_of("savings.contracts", warnings.ranges);
  const double ratio = claimed / *savings->target;
  if (claimed == 0 || (ratio >= 0.01 && ratio <= 100)) return;
  warnings.add("savings.target",
               "the target is " + about(*savings->target, Tell::dollars) + ", the saving " +
                   about(claimed, Tell::dollars),
               "one is more than 100 times the other", "write both in dollars");
}

}  // namespace

void warn_of_numbers(Warnings& warnings) {
  for (const Leaf& leaf : leaves_of(warnings.scenario)) {
    if (!leaf.number) continue;
    warn_of_weights(warnings, leaf);
    const auto range = warnings.ranges.find(leaf.path);
    if (range == warnings.ranges.end()) continue;
    const Number number{leaf, range->second};
    switch (leaf.number->kind) {
      case Kind::spread:
        warn_of_spread(warnings, number);
        warn_of_width(warnings, number);
        break;
      case Kind::shift:
        if (!leaf.path.starts_with("driver.")) warn_of_shift(warnings, number);
        break;
      case Kind::support:
      case Kind::share:
        warn_of_share(warnings, number);
        break;
      case Kind::percentage:
        warn_of_raise(warnings, number);
        break;
      case Kind::amount:
        warn_of_amount(warnings, number);
        warn_of_width(warnings, number);
        break;
      case Kind::correlation:
        break;
    }
  }
  warn_of_savings(warnings);
}

}  // namespace ayes::warnings
