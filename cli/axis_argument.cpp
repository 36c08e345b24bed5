#include "cli/axis_argument.h"

#include "cli/outcome.h"
#include "io/result/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ayes {
namespace {

constexpr std::size_t most_values = 100'000;

std::string trimmed(std::string text) {
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

// Splits at a mark that stands outside quotes, brackets and braces, at most `most` times.
std::vector<std::string> split(const std::string& text, char mark, std::size_t most = most_values) {
  std::vector<std::string> parts(1);
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote) {
      if (c == '\\' && quote == '"' && i + 1 < text.size()) parts.back() += text[i++];
      if (text[i] == quote && (i == 0 || text[i - 1] != '\\' || quote == '\'')) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == mark && depth == 0 && parts.size() <= most) {
      parts.emplace_back();
      continue;
    }
    parts.back() += text[i];
  }
  for (std::string& part : parts) part = trimmed(part);
  return parts;
}

struct Ends {
  NumberWithUnit low, high;
  std::string suffix;
};

// Two numbers with the same unit behind them; it need not be said twice.
std::optional<Ends> ends_of(const std::string& low, const std::string& high) {
  const auto a = read_amount(low), b = read_amount(high);
  if (!a || !b) return {};
  if (!a->suffix.empty() && !b->suffix.empty() && a->suffix != b->suffix) return {};
  return Ends{*a, *b, b->suffix.empty() ? a->suffix : b->suffix};
}

// Digits after the point of a number as written; -1 when it has an exponent.
int decimals_of(const std::string& text) {
  if (text.find_first_of("eE") != std::string::npos) return -1;
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return 0;
  return static_cast<int>(std::min(text.find_first_not_of("0123456789_", point + 1), text.size()) -
                          point - 1);
}

std::string number(double value, const std::string& suffix) { return shortest(value) + suffix; }

}  // namespace

std::optional<NumberWithUnit> read_amount(const std::string& text) {
  std::string digits, rest;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    const bool inside = i > 0 && i + 1 < text.size() && text[i - 1] >= '0' && text[i - 1] <= '9' &&
                        text[i + 1] >= '0' && text[i + 1] <= '9';
    if (c == '_' && inside) continue;
    const bool digit =
        (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    if (!digit) break;
    if (!(c == '+' && digits.empty())) digits += c;
  }
  NumberWithUnit amount;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), amount.value);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  if (!std::isfinite(amount.value)) return {};
  amount.suffix = text.substr(i);
  const std::string unit = trimmed(amount.suffix);
  if (!unit.empty() && unit != "%" && unit != "point" && unit != "points") return {};
  return amount;
}

std::string Span::at(double share) const {
  const double value = low + share * (high - low);
  if (whole) return text(std::clamp(std::floor(value + 0.5), low, high));
  return fmt::format("{:.6g}", value) + suffix;
}

std::string Span::text(double value) const { return number(value, suffix); }

Track read_track(const std::string& option, const std::string& text) {
  const auto fail = [&](const std::string& problem, const std::string& suggestion) {
    throw UsageError(option + " " + text + ": " + problem + "; " + suggestion);
  };
  const std::vector<std::string> sides = split(text, '=', 1);
  if (sides.size() < 2 || sides[0].empty()) {
    fail("this names no values (an axis is PATH=VALUES)",
         "write for instance support.swing=0.1:0.5:0.1 or ballot.units.P-4=bundled,separate");
  }
  Track track{.path = sides[0], .values = {}, .span = {}};
  const std::string& values = sides[1];
  if (values.empty()) fail("there is no value after =", "write A:B:STEP, V1,V2,... or LO..HI");

  const std::vector<std::string> listed = split(values, ',');
  if (listed.size() > 1) {
    for (const std::string& value : listed) {
      if (value.empty()) fail("a value of the list is empty", "leave one comma out");
    }
    track.values = listed;
    return track;
  }
  if (const std::size_t dots = values.find(".."); dots != std::string::npos) {
    if (const auto ends =
            ends_of(trimmed(values.substr(0, dots)), trimmed(values.substr(dots + 2)))) {
      if (!(ends->low.value < ends->high.value)) {
        fail("the range is empty (it ends at or below its start)",
             "write " + track.path + "=" + number(ends->high.value, ends->suffix) + ".." +
                 number(ends->low.value, ends->suffix));
      }
      track.span = Span{ends->low.value, ends->high.value, ends->suffix};
      return track;
    }
    if (values.front() != '"' && values.front() != '\'') {
      fail("the ends of a range are two numbers of one unit", "write LO..HI, such as 40%..60%");
    }
  }
  const std::vector<std::string> grid = split(values, ':');
  if (grid.size() == 2 && read_amount(grid[0]) && read_amount(grid[1])) {
    fail("a grid needs a step", "write " + track.path + "=" + values + ":STEP, or " + track.path +
                                    "=" + grid[0] + ".." + grid[1] + " for a range");
  }
  if (grid.size() == 3) {
    const auto ends = ends_of(grid[0], grid[1]);
    const auto step = read_amount(grid[2]);
    if (!ends || !step || (!step->suffix.empty() && step->suffix != ends->suffix)) {
      fail("a grid is three numbers of one unit", "write A:B:STEP, such as 8:15:1 or 40%:60%:5%");
    }
    const double low = ends->low.value, high = ends->high.value, by = step->value;
    if (by == 0) fail("the step is 0", "write a step above 0");
    if ((high - low) * by < 0) {
      fail("the grid is empty (no step of " + grid[2] + " leads from " + grid[0] + " to " +
               grid[1] + ")",
           "turn the ends round or the step's sign");
    }
    // Rounding must not cost the last value: 0.1:0.5:0.1 has five.
    const double steps = std::floor((high - low) / by * (1 + 1e-12) + 1e-9);
    if (steps >= static_cast<double>(most_values)) {
      fail("the grid has more than 100,000 values", "write a larger step");
    }
    // Written with the decimal places of the ends, so that two steps of 0.1 from 0.1 are 0.3.
    const int places = std::max(decimals_of(grid[0]), decimals_of(grid[2]));
    for (double k = 0; k <= steps; ++k) {
      const double value = low + k * by;
      track.values.push_back(
          (places < 0 ? shortest(value) : fmt::format("{:.{}f}", value, places)) + ends->suffix);
    }
    return track;
  }
  track.values = {values};
  return track;
}

}  // namespace ayes
