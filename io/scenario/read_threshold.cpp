// Bounds of a rule as exact numbers: 14, "80%", 0.8, "2/3", "half", "all".
#include "io/scenario/reader.h"

#include <charconv>
#include <cmath>
#include <numeric>

namespace ayes::reading {
namespace {

constexpr std::int64_t largest_part = (std::int64_t{1} << 31) - 1;

std::optional<Rational> lowest_terms(std::int64_t numerator, std::int64_t denominator) {
  if (denominator == 0) return std::nullopt;
  const std::int64_t common = std::gcd(numerator, denominator);
  if (numerator / common > largest_part || denominator / common > largest_part) return std::nullopt;
  return Rational{numerator / common, denominator / common};
}

std::optional<std::int64_t> parse_digits(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || value < 0)
    return std::nullopt;
  return value;
}

// Returns a decimal such as 66.7 as the fraction it states, divided by 10^shift: exact, or nothing.
std::optional<Rational> parse_decimal(std::string_view text, int shift) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == text.npos ? std::string_view() : text.substr(point + 1);
  if (part.size() + static_cast<std::size_t>(shift) > 12 || whole.size() > 6) return std::nullopt;
  if (point != text.npos && part.empty()) return std::nullopt;
  const auto digits = parse_digits(std::string(whole) + std::string(part));
  if (!digits) return std::nullopt;
  std::int64_t denominator = 1;
  for (std::size_t i = 0; i < part.size() + static_cast<std::size_t>(shift); ++i) denominator *= 10;
  return lowest_terms(*digits, denominator);
}

std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ') out += c;
  return out;
}

std::optional<Rational> parse_share(const std::string& stated) {
  const std::string text = without_spaces(stated);
  if (text == "half") return Rational{1, 2};
  if (text == "all") return Rational{1, 1};
  if (text.ends_with('%'))
    return parse_decimal(std::string_view(text).substr(0, text.size() - 1), 2);
  const std::size_t slash = text.find('/');
  if (slash == text.npos) return std::nullopt;
  const auto numerator = parse_digits(std::string_view(text).substr(0, slash));
  const auto denominator = parse_digits(std::string_view(text).substr(slash + 1));
  return numerator && denominator ? lowest_terms(*numerator, *denominator) : std::nullopt;
}

constexpr const char* forms =
    "write a count like 14, or a share like \"80%\", \"2/3\", \"half\" or \"all\"";

}  // namespace

void Reader::read(const Node& node, const std::string& path, Threshold& out) {
  const std::string* text = node.as<std::string>();
  const std::int64_t* count = node.as<std::int64_t>();
  const double* share = node.as<double>();
  if (count && *count == 1 && weighed_)
    return expected(
        node, path, "it could mean one, or all of them",
        path.ends_with("less_than")
            ? "write \"all\" or \"100%\" for all; for none, write at_most = 0"
            : "write \"all\" or \"100%\" for all; for one or more, write more_than = 0");
  if (share && *share == 1)
    return expected(node, path, "it could mean one, or all of them",
                    "write 1 for one, or \"all\" or \"100%\" for all");
  if (count) {
    if (*count < 0 || *count > 1'000'000'000)
      return expected(node, path, "a count is from 0 to a thousand million");
    out = {Threshold::Kind::count, {*count, 1}};
    return;
  }
  std::optional<Rational> fraction;
  if (share && *share > 1 && *share == std::floor(*share) && *share < 1e9)
    return expected(node, path, "a count has no decimal point", "write " + number_text(*share));
  if (share && *share >= 0 && *share < 1) {
    fraction = parse_decimal(number_text(*share), 0);
    if (!fraction)
      return expected(node, path, "it has too many digits to be exact",
                      "write it as a fraction, like \"2/3\"");
  }
  if (text) {
    fraction = parse_share(*text);
    if (const auto digits = parse_digits(*text))
      return expected(node, path, "a count stands without quotes", "write " + *text);
    if (*text == "majority") return expected(node, path, "", "write more_than = \"half\"");
  }
  if (!fraction) return expected(node, path, "it is neither a count nor a share", forms);
  if (fraction->numerator > fraction->denominator)
    return expected(node, path, "a share is 100% at most", forms);
  if (path.ends_with("less_than") && fraction->numerator == 0)
    return expected(node, path, "nothing is less than none", "write at_most = 0 for none");
  if (path.ends_with("more_than") && fraction->numerator == fraction->denominator)
    return expected(node, path, "nothing is more than all", "write at_least instead");
  out = {Threshold::Kind::share, *fraction};
}

}  // namespace ayes::reading
