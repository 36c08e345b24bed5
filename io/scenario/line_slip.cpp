#include "io/characters.h"
#include "io/scenario/shape.h"
#include "io/scenario/slips.h"

#include <algorithm>

namespace ayes::reading {
namespace {

// Returns the line with its strings blanked and its comment cut off.
std::string without_strings(std::string_view line) {
  std::string out(line);
  char quote = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (quote) {
      const bool ends = out[i] == quote;
      if (quote == '"' && out[i] == '\\' && i + 1 < out.size()) out[i++] = '_';
      out[i] = '_';
      if (ends) quote = 0;
    } else if (out[i] == '"' || out[i] == '\'') {
      quote = out[i];
      out[i] = '_';
    } else if (out[i] == '#') {
      out.resize(i);
    }
  }
  return out;
}

bool has_open_string(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote == '"' && line[i] == '\\')
      ++i;
    else if (quote && line[i] == quote)
      quote = 0;
    else if (!quote && line[i] == '#')
      return false;
    else if (!quote && (line[i] == '"' || line[i] == '\''))
      quote = line[i];
  }
  return quote != 0;
}

std::optional<std::string> between(std::string_view text, std::string_view before, char after) {
  const std::size_t from = text.find(before);
  if (from == text.npos) return std::nullopt;
  const std::size_t start = from + before.size(), end = text.rfind(after);
  if (end == text.npos || end < start) return std::nullopt;
  return std::string(text.substr(start, end - start));
}

// Returns the word of letters, digits, . % , $ _ - around a position, such as 55% or bundled.
std::string word_at(std::string_view line, std::size_t at) {
  const auto part = [&](std::size_t i) {
    const char c = line[i];
    return is_letter(c) || is_digit(c) ||
           std::string_view(".%$_-").find(c) != std::string_view::npos;
  };
  std::size_t from = at, to = at;
  while (from > 0 && part(from - 1)) --from;
  while (to < line.size() && part(to)) ++to;
  return std::string(line.substr(from, to - from));
}

Words twice(std::string_view line, const std::string& name) {
  const std::string_view header = trimmed(line);
  const Field* field = scenario_shape().find(name);
  if (header.starts_with('[') && field && field->shape.form == Shape::Form::listed)
    return {"[" + name + "] is stated twice", "single brackets make one table",
            "write [[" + name + "]] for each of them"};
  if (header.starts_with('['))
    return {"the table " + in_quotes(name) + " is stated twice", "a table has one header",
            "put all of its keys below one header"};
  return {in_quotes(name) + " is stated twice", "it can have one value only", "remove one of them"};
}

// A header such as [support.units.NP 4].
std::optional<Words> header_words(std::string_view bare) {
  const std::string_view line = trimmed(bare);
  if (!line.starts_with('[')) return std::nullopt;
  if (line.find(']') == line.npos)
    return Words{"the header " + in_quotes(line) + " has no closing bracket", "", "end it with ]"};
  if (line.starts_with("[[") && !line.ends_with("]]"))
    return Words{"the header " + in_quotes(line) + " does not end with ]]", "it begins with [[",
                 ""};
  for (const char c : line)
    if (!is_letter(c) && !is_digit(c) &&
        std::string_view("[]._-").find(c) == std::string_view::npos)
      return Words{"the header " + in_quotes(line) + " holds " +
                       (c == ' ' ? "a space" : in_quotes(std::string(1, c))),
                   "names of letters, digits, - and _ may stand without quotes, others may not",
                   "put the name in quotes, like [support.units.\"NP 4\"]"};
  return std::nullopt;
}

std::optional<Words> key_words(std::string_view bare) {
  const std::string_view line = trimmed(bare);
  if (line.empty() || line.find('=') != line.npos || line.starts_with('[')) return std::nullopt;
  if (const auto colon = line.find(':'); colon != line.npos)
    return Words{"a colon stands where = belongs", "",
                 "write " + std::string(trimmed(line.substr(0, colon))) + " = ..."};
  const auto end = std::ranges::find_if(line, [](char c) { return c == ' ' || c == '\t'; });
  return Words{"there is no = on this line", "every value is stated as key = value",
               "write " + std::string(line.begin(), end) + " = ..."};
}

std::optional<Words> value_words(std::string_view bare) {
  const std::size_t equals = bare.find('=');
  for (std::size_t i = equals == bare.npos ? 0 : equals + 1; i < bare.size(); ++i) {
    const std::string word = word_at(bare, i);
    if (bare[i] == '%')
      return Words{word + " is not in quotes", "a percent sign makes it text",
                   "write \"" + word + "\""};
    if (bare[i] == '$')
      return Words{word + " has a dollar sign", "amounts are plain numbers", "leave the $ out"};
    if (bare[i] == '.' && i + 1 < bare.size() && is_digit(bare[i + 1]) &&
        (i == 0 || !is_digit(bare[i - 1])))
      return Words{word + " starts with a point", "a digit stands before the point",
                   "write 0" + word};
    if (bare[i] == '.' && i > 0 && is_digit(bare[i - 1]) &&
        (i + 1 == bare.size() || !is_digit(bare[i + 1])))
      return Words{word + " ends with a point", "a digit stands after the point",
                   "write " + word + "0"};
    const bool starts =
        is_letter(bare[i]) && (i == 0 || !(is_letter(bare[i - 1]) || is_digit(bare[i - 1])));
    if (!starts) continue;
    std::string small = word;
    std::ranges::transform(small, small.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    const std::size_t after = bare.find_first_not_of(" \t", i + word.size());
    if (after != bare.npos && bare[after] == '=') continue;  // a key inside braces
    if (word == "true" || word == "false" || word == "inf" || word == "nan") continue;
    if (small == "true" || small == "false")
      return Words{word + " has a capital letter", "", "write " + small};
    if (small == "yes" || small == "no")
      return Words{word + " is not in quotes", "",
                   "write \"" + word + "\", or true or false where that is asked"};
    return Words{word + " is not in quotes", "text stands in double quotes",
                 "write \"" + word + "\""};
  }
  if (const auto comma = bare.find(','); equals != bare.npos && comma != bare.npos &&
                                         comma > equals && bare.find_first_of("[{") > comma)
    return Words{"the number on this line has a comma", "thousands are not separated by commas",
                 "write 2600 or 2_600, and a point for decimals"};
  if (equals != bare.npos && bare.find('{') == bare.npos && bare.find('=', equals + 1) != bare.npos)
    return Words{"there is more than one = on this line", "a line states one value",
                 "give each key a line of its own"};
  if (equals != bare.npos && trimmed(bare.substr(equals + 1)).empty())
    return Words{"nothing stands after =", "every key has a value", "state it, or remove the key"};
  return std::nullopt;
}

bool has_curly_quote(std::string_view line) {
  for (const char* quote : {"\u201C", "\u201D", "\u2018", "\u2019", "\u00AB", "\u00BB"})
    if (line.find(quote) != line.npos) return true;
  return false;
}

std::string plain(std::string_view complaint) {
  const std::size_t colon = complaint.find(": ");
  return std::string(complaint.starts_with("Error while") && colon != complaint.npos
                         ? complaint.substr(colon + 2)
                         : complaint);
}

constexpr std::size_t longest_line = 2000;  // a longer one was not typed, and is not looked into

Words words_of(std::string_view line, std::string_view complaint) {
  if (const auto name = between(complaint, "cannot redefine existing ", '\''))
    if (const auto start = name->find('\''); start != name->npos)
      return twice(line, name->substr(start + 1));
  for (const char* part : {"expected day between", "expected month between"})
    if (complaint.find(part) != complaint.npos)
      return {"there is no such date", plain(complaint), "write it like 2011-06-24"};
  if (complaint.find("not representable in 64 bits") != complaint.npos)
    return {"a number on this line is too large", "a whole number has 18 digits at most", ""};
  if (line.size() > longest_line)
    return {"this line is not TOML", "it has " + std::to_string(line.size()) + " characters", ""};
  const std::string bare = without_strings(line);
  if (has_curly_quote(bare))
    return {"this line has curly quotes", "only straight quotes mark text", "write \"...\""};
  for (const char c : bare)
    if ((c & 0x80) != 0 && !has_open_string(line))
      return {"a letter or sign that is not plain English stands outside quotes",
              "keys and numbers are made of plain letters, digits and signs",
              "put the word in quotes, or write ordinary spaces and dashes"};
  if (has_open_string(line))
    return {"a quote is opened on this line and never closed",
            "text ends with the quote it began with", ""};
  if (const auto words = header_words(bare)) return *words;
  if (const auto words = key_words(bare)) return *words;
  if (const auto words = value_words(bare)) return *words;
  return {"this line is not TOML", plain(complaint),
          "compare it with a line that works, or see docs/scenario-files.md"};
}

}  // namespace

Slip line_slip(std::string_view text, Position position, std::string_view complaint) {
  std::string_view line = line_of(text, position.line);
  const std::string_view before =
      position.line > 1 ? line_of(text, position.line - 1) : std::string_view();
  if (trimmed(without_strings(line)).empty() &&
      !trimmed(before).empty()) {  // stopped at the line's end
    line = before;
    --position.line;
    position.column = 1;
  }
  return {position, words_of(line, complaint)};
}

}  // namespace ayes::reading
