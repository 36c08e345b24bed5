#include "cli/count_argument.h"

#include "cli/outcome.h"
#include "io/characters.h"

#include <optional>

namespace ayes {
namespace {

// A number as digits and a power of ten: 1.5e6 is 15 and 5.
struct Decimal {
  std::string digits;
  int power = 0;
};

// Reads digits with single underscores between them, one point, and an exponent of up to three
// digits.
std::optional<Decimal> read_decimal(const std::string& text) {
  Decimal number;
  bool point = false;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (is_digit(text[i])) {
      number.digits += text[i];
      number.power -= point;
    } else if (text[i] == '_') {
      if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1]))
        return {};
    } else if (text[i] == '.' && !point) {
      point = true;
    } else {
      return {};
    }
  }
  if (number.digits.empty()) return {};
  if (i == text.size()) return number;
  std::string exponent = text.substr(i + 1);
  if (exponent.starts_with('+')) exponent.erase(0, 1);
  if (exponent.empty() || exponent.size() > 3) return {};
  for (char c : exponent) {
    if (!is_digit(c)) return {};
  }
  number.power += std::stoi(exponent);
  return number;
}

// The whole number, or nothing if it has a fraction or needs more than 64 bits.
std::optional<std::uint64_t> whole(Decimal number) {
  for (; number.power < 0; ++number.power) {
    if (number.digits.empty() || number.digits.back() != '0') return {};
    number.digits.pop_back();
  }
  std::uint64_t value = 0;
  const auto push = [&](std::uint64_t digit) {
    return !__builtin_mul_overflow(value, 10, &value) &&
           !__builtin_add_overflow(value, digit, &value);
  };
  for (char c : number.digits) {
    if (!push(static_cast<std::uint64_t>(c - '0'))) return {};
  }
  for (; number.power > 0 && value > 0; --number.power) {
    if (!push(0)) return {};
  }
  return value;
}

}  // namespace

std::uint64_t count_argument(const std::string& option, const std::string& text,
                             std::uint64_t least, std::uint64_t greatest) {
  const auto fail = [&](const std::string& problem) {
    const std::string example = greatest >= 1'000'000 ? ", such as 1000000, 1_000_000 or 1e6" : "";
    throw UsageError(option + " " + text + ": " + problem + "; write a whole number from " +
                     std::to_string(least) + " to " + std::to_string(greatest) + example);
  };
  const std::optional<Decimal> decimal = read_decimal(text);
  if (!decimal) fail(text.empty() ? "nothing is stated" : "this is no number");
  const std::optional<std::uint64_t> value = whole(*decimal);
  if (!value) fail("this is no whole number, or too large");
  if (*value < least) fail("this is too small");
  if (*value > greatest) fail("this is too large");
  return *value;
}

}  // namespace ayes
