#include "io/result/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ayes {
namespace {

const std::string nothing = "–";

std::string with_commas(std::string digits) {
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  std::size_t end = std::min(digits.find('.'), digits.size());
  while (end > first + 3) {
    end -= 3;
    digits.insert(end, ",");
  }
  return digits;
}

// The largest power of ten that is at most `value`, and at least 1.
double power_of_ten_below(double value) {
  double power = 1;
  while (power * 10 <= value) power *= 10;
  return power;
}

double nearest_multiple(double value, double unit) { return std::round(value / unit) * unit; }

// A count rounded to `unit`; counts below 100 ten times as finely.
std::string count_text(double value, double unit) {
  const double finer = std::max(1.0, unit / 10);
  return fixed(nearest_multiple(value, std::abs(value) < 100 ? finer : unit), 0);
}

struct Middle {
  double low, middle, high;
};

Middle middle_of(const Summary& summary) {
  return {summary.quantile(0.1), summary.quantile(0.5), summary.quantile(0.9)};
}

// "m (a–b)", or "m" when rounding leaves nothing of the range.
std::string with_range(const std::string& middle, const std::string& low, const std::string& high,
                       const std::string& sign = "") {
  if (low == high && low == middle) return middle + sign;
  return middle + sign + " (" + low + "–" + high + sign + ")";
}

// Large sums are told in one unit.
struct MoneyUnit {
  double size;
  std::string name;
};

MoneyUnit money_unit(double greatest) {
  if (greatest >= 0.95e9) return {1e9, " bn"};
  if (greatest >= 0.95e6) return {1e6, " m"};
  return {1, ""};
}

std::string whole_100(double share) {
  const double rounded = std::round(100 * share);
  if (share > 0 && rounded == 0) return "<1";
  if (share < 1 && rounded == 100) return ">99";
  return fixed(rounded, 0);
}

}  // namespace

std::string shortest(double value) {
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string grouped(std::int64_t value) { return with_commas(std::to_string(value)); }

std::string fixed(double value, int decimals) {
  std::array<char, 400> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, decimals)
                       .ptr;
  std::string digits(text.data(), end);
  if (digits.starts_with('-') && digits.find_first_not_of("-0.") == std::string::npos)
    digits.erase(0, 1);
  return with_commas(std::move(digits));
}

int decimals_worth(double half_width) {
  int decimals = 0;
  for (double unit = 1; decimals < 6 && unit / 10 * 5 >= half_width; unit /= 10) ++decimals;
  return decimals;
}

WithError in_100_with_error(const Chance& chance) {
  const double half_width = 100 * (chance.interval.high - chance.interval.low) / 2;
  const int decimals = decimals_worth(half_width);
  return {fixed(100 * chance.probability, decimals), fixed(half_width, decimals)};
}

bool of_nothing(const Chance& chance) {
  return chance.interval.low <= 0 && chance.interval.high >= 1;
}

std::string in_100(const Chance& chance) {
  if (of_nothing(chance)) return nothing;
  const bool rough = chance.interval.high - chance.interval.low > 0.2;
  return (rough ? "~" : "") + whole_100(chance.probability);
}

std::string in_100(double share) { return whole_100(share); }

std::string fewer_than(double bound) {
  if (bound > 0.02) return "fewer than " + fixed(std::ceil(100 * bound), 0) + " in 100";
  const double odds = 1 / bound;
  const double unit = power_of_ten_below(odds) / 10;  // two digits, towards the more likely
  return "fewer than 1 in " + fixed(std::floor(odds / unit) * unit, 0);
}

std::string percent(double share) { return whole_100(share) + "%"; }

std::string middle_of_counts(const Summary& summary) {
  if (summary.replications == 0) return nothing;
  const Middle m = middle_of(summary);
  const double unit = m.high > m.low ? power_of_ten_below((m.high - m.low) / 5) : 1;
  return with_range(count_text(m.middle, unit), count_text(m.low, unit), count_text(m.high, unit));
}

std::string middle_of_shares(const Summary& summary) {
  if (summary.replications == 0) return nothing;
  const Middle m = middle_of(summary);
  const auto text = [](double share) { return fixed(100 * share, 0); };
  return with_range(text(m.middle), text(m.low), text(m.high), "%");
}

std::string middle_of_dollars(const Summary& summary, double greatest) {
  if (summary.replications == 0) return nothing;
  const Middle m = middle_of(summary);
  const MoneyUnit unit = money_unit(greatest);
  // Sums of a few units keep a decimal: "$1 bn (0–1)" would say nothing.
  const int decimals = unit.size == 1 ? 0
                                      : std::max(decimals_worth((m.high - m.low) / unit.size / 2),
                                                 greatest / unit.size < 9.95 ? 1 : 0);
  const auto text = [&](double value) { return fixed(value / unit.size, std::min(decimals, 2)); };
  const std::string middle = "$" + text(m.middle) + unit.name;
  if (text(m.low) == text(m.high)) return middle;
  return middle + " (" + text(m.low) + "–" + text(m.high) + ")";
}

std::string dollars(double value, double unit) {
  const std::string amount = fixed(nearest_multiple(std::abs(value), unit), 0);
  return (value < 0 && amount != "0" ? "−$" : "$") + amount;
}

std::string sum_of_money(double value) {
  const MoneyUnit unit = money_unit(std::abs(value));
  if (unit.size == 1) return dollars(value, 1);
  const double amount = std::abs(value) / unit.size;
  return (value < 0 ? "−$" : "$") + fixed(amount, amount < 10 ? 1 : 0) + unit.name;
}

}  // namespace ayes
