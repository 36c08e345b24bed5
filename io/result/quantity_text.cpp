#include "io/result/quantity_text.h"

namespace ayes {

QuantityStyle style_of_unit(const std::string& unit) {
  if (unit == "chance") return {100, "in 100"};
  if (unit == "share") return {100, "%"};
  if (unit == "dollars") return {1e-6, "$ m"};
  return {1, unit};
}

WithError with_error(double value, double half_width, const QuantityStyle& style) {
  const double half = style.factor * half_width;
  const int exact = style.unit == "in 100" ? 4 : 2;
  const int decimals = half > 0 ? decimals_worth(half) : value == 0 ? 0 : exact;
  return {fixed(style.factor * value, decimals), fixed(half, decimals)};
}

std::string with_sign(const std::string& number) {
  if (number.starts_with('-')) return "−" + number.substr(1);
  return number.find_first_of("123456789") == std::string::npos ? number : "+" + number;
}

}  // namespace ayes
