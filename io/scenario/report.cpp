#include "io/scenario/report.h"

#include <array>
#include <charconv>
#include <cmath>

namespace ayes::reading {
namespace {

constexpr std::size_t longest_quote = 60;

std::string joined(const std::vector<std::string>& words, const char* last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : i + 1 == words.size() ? last : ", ") + words[i];
  return out;
}

}  // namespace

void Report::add(Where where, std::string_view path, Words words) {
  if (leaves_out()) return;
  mistakes.push_back({.path = std::string(path),
                      .problem = std::move(words.problem),
                      .why = std::move(words.why),
                      .suggestion = std::move(words.suggestion),
                      .file = places.files[static_cast<std::size_t>(where.file)],
                      .line = where.line,
                      .column = where.column});
}

bool Report::leaves_out() {
  const bool full = static_cast<std::int64_t>(mistakes.size()) >= most;
  if (full) ++left_out;
  return full;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = (text[i] & 0xC0) != 0x80;  // not inside a character of several bytes
    if (starts && i >= longest_quote) return out + "...\"";
    out += (text[i] >= 0 && text[i] < ' ') || text[i] == 0x7F ? '?' : text[i];
  }
  return out + "\"";
}

std::string shown(const Node& node) {
  struct Show {
    std::string operator()(const std::string& text) { return in_quotes(text); }
    std::string operator()(std::int64_t value) { return std::to_string(value); }
    std::string operator()(double value) {
      const std::string text = number_text(value);
      const bool whole = text.find_first_not_of("-0123456789") == std::string::npos;
      return text + (whole ? ".0" : "");
    }
    std::string operator()(bool value) { return value ? "true" : "false"; }
    std::string operator()(Date date) { return date_text(date); }
    std::string operator()(Moment) { return "a time of day"; }
    std::string operator()(const std::vector<Node>&) { return "a list"; }
    std::string operator()(const Table&) { return "a table"; }
  };
  return std::visit(Show{}, node.value);
}

std::string either(const std::vector<std::string>& words) { return joined(words, " or "); }

std::string every(const std::vector<std::string>& words) { return joined(words, " and "); }

std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  if (value == 0) return "0";
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return std::string(buffer.data(), end);
}

std::string date_text(Date date) {
  const auto digits = [](int value, int width) {
    std::string text = std::to_string(value);
    while (static_cast<int>(text.size()) < width) text.insert(text.begin(), '0');
    return text;
  };
  return digits(date.year, 4) + "-" + digits(date.month, 2) + "-" + digits(date.day, 2);
}

std::string place_text(Where where, const Places& places) {
  std::string text = places.files[static_cast<std::size_t>(where.file)];
  if (where.line > 0) text += ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
  return text;
}

}  // namespace ayes::reading
