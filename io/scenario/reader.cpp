#include "io/scenario/reader.h"

#include "models/nearest.h"

#include <charconv>
#include <cmath>

namespace ayes::reading {
namespace {

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// Reads 2011-06-24, the only way to write a date as text (ISO 8601).
std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto digits = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(from, count))
      value = c >= '0' && c <= '9' && value >= 0 ? 10 * value + (c - '0') : -1;
    return value;
  };
  const Date date{digits(0, 4), digits(5, 2), digits(8, 2)};
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.year < 0 || date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
  const int last = days[date.month - 1] + (date.month == 2 && is_leap(date.year) ? 1 : 0);
  return date.day <= last ? std::optional(date) : std::nullopt;
}

std::string_view last_key(std::string_view path) {
  const std::string_view before = parent(path);
  return before.empty() ? path : path.substr(before.size() + 1);
}

constexpr Limits limits[] = {
    {"tails", 2, 1e6, "degrees of freedom are above 2, or inf for a normal law"},
    {"swing_tails", 2, 1e6, "degrees of freedom are above 2, or inf for a normal law"},
    {"at", -1e15, 1e15, "it is a number other than 0"},
    {"target", 0, 1e15, "an amount is 0 or more, and 1e15 at most"},
    {"matrix", -1, 1, "a correlation lies between -1 and 1"},
    {"cuts", 0, 1e9, "jobs to be cut are 0 or more"},
    {"others", 0, 1e9, "staff is 0 or more"},
    {"staff", 0, 1e9, "staff is 0 or more"},
};

}  // namespace

const Limits* limits_of(std::string_view key) {
  const auto* found = std::ranges::find(limits, key, &Limits::key);
  return found == std::end(limits) ? nullptr : found;
}

void Reader::expected(const Node& node, const std::string& path, std::string_view what,
                      std::string suggestion) {
  report_.add(node.where, path,
              {path + " is " + shown(node), std::string(what), std::move(suggestion)});
}

void Reader::read(const Node& node, const std::string& path, std::string& out) {
  if (const std::string* text = node.as<std::string>()) {
    out = *text;
    if (text->find('\n') != text->npos && last_key(path) != "about")
      expected(node, path, "it is printed in one line", "take the line break out");
    return;
  }
  const bool bare = !node.as<Table>() && !node.as<std::vector<Node>>() && !node.as<Moment>();
  expected(node, path, "text is expected", bare ? "write \"" + shown(node) + "\"" : "");
}

void Reader::read(const Node& node, const std::string& path, bool& out) {
  if (const bool* flag = node.as<bool>()) {
    out = *flag;
    return;
  }
  const std::string* text = node.as<std::string>();
  if (text && node.cell) {
    for (const char* yes : {"1", "yes", "true", "Yes", "TRUE", "True", "YES"})
      if (*text == yes) return void(out = true);
    for (const char* no : {"0", "no", "false", "No", "FALSE", "False", "NO"})
      if (*text == no) return void(out = false);
    return expected(node, path, "it is yes or no");
  }
  expected(node, path, "it is true or false, without quotes");
}

void Reader::read(const Node& node, const std::string& path, std::int64_t& out) {
  if (path != "ayes") {
    const bool empty_allowed = last_key(path) != "members";
    if (const auto whole = read_whole(node, path, empty_allowed ? 0 : 1, report_)) out = *whole;
    return;
  }
  const std::int64_t* version = node.as<std::int64_t>();
  if (!version || *version != 1)
    report_.add(node.where, path,
                {"this file is of format " + shown(node), "this version of Ayes reads format 1",
                 version && *version > 1 ? "use a newer Ayes" : "write ayes = 1"});
}

void Reader::read(const Node& node, const std::string& path, double& out) {
  const std::string_view key = last_key(path);
  const double* infinite = node.as<double>();
  if ((key == "tails" || key == "swing_tails") && infinite && *infinite > 0 &&
      std::isinf(*infinite)) {
    out = *infinite;
    return;
  }
  const auto number = read_number(node, path, NumberScale::plain, report_);
  if (!number) return;
  out = *number;
  const Limits* limit = limits_of(key);
  if (!limit) return;
  const bool at_end = (limit->low == 2 && *number == 2) || (key == "at" && *number == 0);
  if (*number >= limit->low && *number <= limit->high && !at_end) return;
  report_.add(node.where, path, {path + " is " + shown(node), std::string(limit->words), ""});
}

void Reader::read(const Node& node, const std::string& path, Date& out) {
  if (const Date* date = node.as<Date>()) {
    out = *date;
    return;
  }
  const std::string* text = node.as<std::string>();
  const auto parsed = text ? parse_date(*text) : std::nullopt;
  if (parsed && node.cell)
    out = *parsed;
  else if (parsed)
    expected(node, path, "in quotes it is text, not a date", "write " + *text + " without quotes");
  else
    expected(node, path, "a date is year-month-day", "write it like 2011-06-24");
}

void Reader::unknown_key(const Entry& entry, const std::string& path,
                         const std::vector<std::string>& keys) {
  if (report_.leaves_out()) return;
  const std::string place = path.empty() ? "a scenario" : "[" + path + "]";
  std::string suggestion = did_you_mean(entry.key, keys);
  const std::vector<std::string> homes = tables_with(entry.key);
  if (suggestion.empty() && std::ranges::find(homes, "") != homes.end())
    suggestion = "write it at the top of the file, above the first [header]";
  else if (suggestion.empty() && !homes.empty())
    suggestion = "it belongs below [" + homes.front() + "]";
  else if (suggestion.empty())
    suggestion = "known are " + either(keys);
  report_.add(
      entry.where, child(path, entry.key),
      {in_quotes(entry.key) + " is not known in " + place, "nothing would read it", suggestion});
}

// A key below [ballot.units] that is no unit but a key of [ballot] was written one header too low.
void Reader::taken_for_a_name(const Entry& entry, const std::string& path) {
  const std::string above(parent(path));
  const std::vector<std::string> homes = tables_with(entry.key);
  const bool belongs_above = std::ranges::find(homes, above) != homes.end();
  const bool top = std::ranges::find(homes, "") != homes.end();
  if (!belongs_above && !top) return;
  const bool of_file = !belongs_above;
  const std::string thing = path.ends_with(".units") ? "a unit" : "a name";
  report_.add(
      entry.where, child(path, entry.key),
      {in_quotes(entry.key) + " is taken for " + thing, "it stands below the header [" + path + "]",
       of_file ? "move it to the top of the file, above the first [header]"
               : "move it above that header, to [" + above + "]"});
}

// Keeps a key of [[unit]] that has no meaning of its own as a column, as text.
void Reader::column(const Entry& entry, const Table& unit, const std::string& path,
                    UnitWords& out) {
  const std::string inner = child(path, entry.key);
  if (!entry.node.cell &&
      !names_.columns.contains(entry.key)) {  // stated here, and read by nothing
    std::vector<std::string> unstated;
    for (const std::string& key : scenario_shape().find("unit")->shape.keys())
      if (!unit.find(key)) unstated.push_back(key);
    for (const char* key : {"package", "contract", "turnout", "ballot"}) unstated.push_back(key);
    if (const std::string meant = did_you_mean(entry.key, unstated); !meant.empty())
      return report_.add(entry.where, inner,
                         {in_quotes(entry.key) + " is not known in [[unit]]",
                          "as a column of its own nothing would read it", meant});
  }
  report_.places.where[inner] = entry.node.where;
  if (entry.node.as<std::vector<Node>>() || entry.node.as<Table>() || entry.node.as<Moment>())
    return expected(entry.node, inner, "a column of the roster holds one value a unit");
  const std::string* text = entry.node.as<std::string>();
  out.columns[entry.key] = text ? *text : shown(entry.node);
}

void Reader::check_unit(const Table& table, Where where, const std::string& path) {
  if (table.find("members") || !names_.complete) return;
  std::vector<std::string> columns;
  for (const Entry& entry : table.entries)
    if (!scenario_shape().find("unit")->shape.find(entry.key)) columns.push_back(entry.key);
  const auto near = nearest("members", columns);
  report_.add(where, path,
              {path + " does not say how many members it has", "their ballots are what is counted",
               near ? "rename " + in_quotes(*near) + " to members" : "add members = ..."});
}

}  // namespace ayes::reading
