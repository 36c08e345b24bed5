#include "io/scenario/toml_text.h"

#include "io/scenario/slips.h"

#include <stdexcept>

// The parser asserts what it relies on. One of these assertions fails on hostile text (toml++ 3.3
// on
// "[[[": marzer/tomlplusplus pull request 301), and without assertions it is undefined behaviour.
// So here, the only file that includes toml++, a failed assertion is an exception in every build.
#undef NDEBUG
namespace ayes::reading {
constexpr void toml_relies_on(bool condition) {
  if (!condition) throw std::logic_error("toml++ lost its way");
}
}  // namespace ayes::reading
#define TOML_ASSERT(condition) ::ayes::reading::toml_relies_on(static_cast<bool>(condition))
#include <toml++/toml.h>

namespace ayes::reading {
namespace {

Where where_of(const toml::source_region& region, int file) {
  return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Node node_of(const toml::node& from, int file);

Table table_of(const toml::table& from, int file) {
  Table table;
  table.entries.reserve(from.size());
  for (const auto& [key, value] : from)  // in order of the keys
    table.entries.push_back(
        {std::string(key.str()), where_of(key.source(), file), node_of(value, file)});
  return table;
}

Node node_of(const toml::node& from, int file) {
  Node node;
  node.where = where_of(from.source(), file);
  from.visit([&](const auto& value) {
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (toml::is_table<Value>) {
      node.value = table_of(value, file);
    } else if constexpr (toml::is_array<Value>) {
      std::vector<Node> list;
      list.reserve(value.size());
      for (const toml::node& each : value) list.push_back(node_of(each, file));
      node.value = std::move(list);
    } else if constexpr (toml::is_date<Value>) {
      node.value = Date{value->year, value->month, value->day};
    } else if constexpr (toml::is_time<Value> || toml::is_date_time<Value>) {
      node.value = Moment{};
    } else {
      node.value = *value;
    }
  });
  return node;
}

void report_slip(const Slip& slip, int file, Report& report) {
  report.add({file, slip.position.line, slip.position.column}, "", slip.words);
}

bool check_text(std::string_view text, int file, Report& report) {
  const auto bad = first_invalid_utf8(text);
  if (!bad) return true;
  const Position position = position_of(text, *bad);
  report.add({file, position.line, position.column}, "",
             {"the file is not UTF-8 text", "its letters cannot be told",
              "save it as plain text with encoding UTF-8"});
  return false;
}

}  // namespace

std::optional<Table> read_toml(std::string_view text, int file, Report& report) {
  if (!check_text(text, file, report)) return std::nullopt;
  const auto brackets = bracket_slip(text);
  if (brackets && brackets->dangerous) {
    report_slip(*brackets, file, report);
    return std::nullopt;
  }
  try {
    return table_of(toml::parse(text), file);
  } catch (const toml::parse_error& error) {
    const Position position{static_cast<int>(error.source().begin.line),
                            static_cast<int>(error.source().begin.column)};
    const bool earlier = brackets && brackets->position.line <= position.line;
    report_slip(earlier ? *brackets : line_slip(text, position, error.description()), file, report);
  } catch (const std::logic_error&) {
    report.add({file, 1, 1}, "", {"the file is not TOML", "its brackets are in disorder", ""});
  }
  return std::nullopt;
}

}  // namespace ayes::reading
