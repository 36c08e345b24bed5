#include "io/scenario/number.h"

#include "io/characters.h"
#include "models/numerics/elementary.h"

#include <charconv>
#include <cmath>

namespace ayes::reading {
namespace {

constexpr std::int64_t largest_whole = 1'000'000'000;

std::string examples(NumberScale scale) {
  switch (scale) {
    case NumberScale::share:
      return "write \"55%\" or 0.55";
    case NumberScale::raise:
      return "write \"3%\" or 0.03";
    case NumberScale::spread:
      return "write 0.31, or \"12 points\"";
    case NumberScale::plain:
      break;
  }
  return "write it in digits, without quotes";
}

// Returns what a text such as 55% or 17 points states on this scale.
std::optional<double> text_number(std::string_view text, NumberScale scale, bool cell) {
  text = trimmed(text);
  if ((scale == NumberScale::share || scale == NumberScale::raise) && text.ends_with('%')) {
    text.remove_suffix(1);
    return parse_number(trimmed(text), -2);
  }
  if (scale == NumberScale::spread && text.ends_with(" points")) {
    text.remove_suffix(7);
    const auto share = parse_number(trimmed(text), -2);
    if (!share || !(*share >= 0 && *share < 0.5)) return std::nullopt;
    return numerics::normal_quantile(0.5 + *share);
  }
  return cell ? parse_number(text) : std::nullopt;
}

// Says how to write 65,000 and 0,5.
Words without_comma(const std::string& text, const std::string& path) {
  std::string digits, decimal;
  for (const char c : text) {
    if (c != ',') digits += c;
    decimal += c == ',' ? '.' : c;
  }
  return {path + " is " + in_quotes(text), "a number has a point for decimals, and no comma",
          "write " + (decimal.starts_with("0.") ? decimal : digits) + " without quotes"};
}

Words not_a_number(const Node& node, const std::string& path, NumberScale scale) {
  Words words{path + " is " + shown(node), "a number is expected", examples(scale)};
  const std::string* text = node.as<std::string>();
  if (!text) return words;
  const auto stated = parse_number(*text);
  const bool percent = scale == NumberScale::share || scale == NumberScale::raise;
  if (stated && percent && std::fabs(*stated) > 1)
    return {path + " is " + shown(node), "in quotes it is text", "write \"" + *text + "%\""};
  if (stated && !node.cell)
    return {path + " is " + shown(node), "in quotes it is text, not a number",
            "write " + *text + " without quotes"};
  if (text->ends_with('%') && scale == NumberScale::spread)
    words.why = "a spread is not a share";
  else if (text->ends_with('%') && scale == NumberScale::plain)
    words.why = "this number is not a share";
  else if (text->find(',') != text->npos)
    return without_comma(*text, path);
  else if (text->ends_with("points") && scale == NumberScale::spread)
    words.why = "points lie between 0 and 50";
  else if (text->ends_with("points"))
    words.why = "points measure a spread";
  return words;
}

}  // namespace

std::optional<double> parse_number(std::string_view text, int shift) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.size() > 40) return std::nullopt;
  for (const char c : text)
    if (!(c >= '0' && c <= '9') && std::string_view("+-.eE").find(c) == std::string_view::npos)
      return std::nullopt;
  std::string digits(text);
  if (shift != 0) {
    if (text.find_first_of("eE") != text.npos) return std::nullopt;
    digits += "e" + std::to_string(shift);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<double> read_number(const Node& node, const std::string& path, NumberScale scale,
                                  Report& report) {
  std::optional<double> value;
  if (const auto* whole = node.as<std::int64_t>()) value = static_cast<double>(*whole);
  if (const auto* number = node.as<double>()) value = *number;
  if (const auto* text = node.as<std::string>()) value = text_number(*text, scale, node.cell);
  if (!value) {
    report.add(node.where, path, not_a_number(node, path, scale));
  } else if (!std::isfinite(*value)) {
    report.add(node.where, path,
               {path + " is " + shown(node), "it is not a finite number", examples(scale)});
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> read_whole(const Node& node, const std::string& path, std::int64_t low,
                                       Report& report) {
  std::optional<std::int64_t> value;
  if (const auto* whole = node.as<std::int64_t>()) value = *whole;
  const std::string* text = node.as<std::string>();
  if (text && node.cell) {
    std::int64_t parsed = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), parsed);
    if (error == std::errc() && end == text->data() + text->size()) value = parsed;
  }
  Words words{path + " is " + shown(node), "a whole number is expected", ""};
  const std::optional<double> number = node.as<double>() ? std::optional(*node.as<double>())
                                       : text            ? parse_number(*text)
                                                         : std::nullopt;
  if (!value) {
    if (text && text->find(',') != text->npos)
      words.suggestion = "write it without a comma, like 2600";
    else if (number && *number == std::floor(*number) && std::fabs(*number) <= largest_whole)
      words.suggestion = "write " + std::to_string(static_cast<std::int64_t>(*number)) +
                         (text && !node.cell ? " without quotes" : ", without a decimal point");
    else if (node.as<Table>())
      words.why = "it is counted, and cannot be uncertain";
    report.add(node.where, path, words);
    return std::nullopt;
  }
  if (*value >= low && *value <= largest_whole) return value;
  words.why = *value < low ? "it is " + std::to_string(low) + " or more"
                           : "it is a thousand million at most";
  report.add(node.where, path, words);
  return std::nullopt;
}

}  // namespace ayes::reading
