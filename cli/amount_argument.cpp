#include "cli/amount_argument.h"

#include "cli/outcome.h"
#include "io/characters.h"

#include <charconv>
#include <cmath>
#include <optional>

namespace ayes {
namespace {

// A finite number; single underscores may stand between digits.
std::optional<double> read_number(const std::string& text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits += text[i];
    } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
      return {};
    }
  }
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value))
    return {};
  return value;
}

}  // namespace

double amount_argument(const std::string& option, const std::string& text) {
  const auto fail = [&](const std::string& problem) {
    throw UsageError(option + " " + text + ": " + problem +
                     "; write a number above 0, such as 0.005");
  };
  const std::optional<double> value = read_number(text);
  if (!value) fail(text.empty() ? "nothing is stated" : "this is no number");
  if (*value <= 0) fail("this is not above 0");
  return *value;
}

double duration_argument(const std::string& option, const std::string& text) {
  const auto fail = [&](const std::string& problem) {
    throw UsageError(option + " " + text + ": " + problem +
                     "; write seconds, minutes or hours, such as 30s, 5m or 2h");
  };
  if (text.empty()) fail("nothing is stated");
  const char unit = text.back();
  const std::optional<double> value = read_number(text.substr(0, text.size() - 1));
  if (is_digit(unit)) fail("the unit is missing");
  if (!value || (unit != 's' && unit != 'm' && unit != 'h')) fail("this is no duration");
  if (*value <= 0) fail("this is not above 0");
  return *value * (unit == 's' ? 1 : unit == 'm' ? 60 : 3600);
}

}  // namespace ayes
