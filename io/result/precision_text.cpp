#include "io/result/precision_text.h"

#include "io/result/number_text.h"

#include <cmath>

namespace ayes {
namespace {

// How amounts of a unit are written: 0.285 is 28.5 in 100, or 28.5%.
struct Style {
  double factor = 1;
  std::string before, after;
};

Style style_of(const std::string& unit) {
  if (unit == "chance") return {100, "", " in 100"};
  if (unit == "share") return {100, "", "%"};
  if (unit == "dollars") return {1, "$", ""};
  return {1, "", " " + unit};
}

// How many decimals show two digits of an amount.
int decimals_of(double amount) {
  int decimals = 0;
  for (double shown = amount; shown < 10 && decimals < 12; shown *= 10) ++decimals;
  return decimals;
}

}  // namespace

std::string subject_of(const PrecisionResult& precision) {
  if (precision.measure == "ratified_ever") return "the chance of ratification at any vote";
  return precision.unit == "chance" ? "the chance of ratification"
                                    : "the mean of " + precision.measure;
}

std::string plus_minus(const PrecisionResult& precision, double half_width) {
  const Style style = style_of(precision.unit);
  const double amount = style.factor * half_width;
  const int decimals = decimals_of(amount);
  double unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  // Never less than it is, but for the rounding of 0.1 and the like.
  std::string text = fixed(std::ceil(amount * unit * (1 - 1e-12)) / unit, decimals);
  if (decimals > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return "±" + style.before + text + style.after;
}

std::string interval_text(const PrecisionResult& precision) {
  const Style style = style_of(precision.unit);
  const int decimals = decimals_of(style.factor * precision.half_width);
  const auto text = [&](double value) {
    return (value < 0 ? "−" : "") + style.before + fixed(style.factor * std::abs(value), decimals);
  };
  return text(precision.interval.low) + " to " + text(precision.interval.high) + style.after;
}

}  // namespace ayes
