// A scenario as TOML: within each table first its values, then the tables below it.
#include "io/scenario/report.h"
#include "io/scenario/shape.h"
#include "io/scenario/value_text.h"
#include "io/scenario_file.h"
#include "models/path.h"
#include "models/scenario/restated.h"
#include "models/scenario/spelling.h"

#include <algorithm>

namespace ayes::reading {
namespace {

std::string text(const std::string& value) { return toml_string(value); }
std::string text(bool value) { return value ? "true" : "false"; }
std::string text(std::int64_t value) { return std::to_string(value); }
std::string text(double value) { return number_text(value); }
std::string text(Date value) { return date_text(value); }
std::string text(const RuleWords& value) { return toml_rule(value); }
template <Kind kind>
std::string text(const QuantityOf<kind>& value) {
  return toml_quantity(value, kind);
}
template <class T>
requires std::is_enum_v<T> std::string text(T value) { return toml_string(spelled(value)); }
template <class T>
std::string text(const std::vector<T>& values) {
  std::string out = "[";
  for (std::size_t i = 0; i < values.size(); ++i) out += (i == 0 ? "" : ", ") + text(values[i]);
  return out + "]";
}
template <class T>
std::string text(const std::optional<T>& value) {
  return text(*value);
}

// Tables of tables: written below headers of their own.
template <class T>
struct IsNested : std::bool_constant<HasFields<T> || Named<T>> {};
template <class T>
struct IsNested<std::optional<T>> : IsNested<T> {};
template <class T>
struct IsNested<std::vector<T>> : std::bool_constant<HasFields<T>> {};

class Writer {
 public:
  // Writes the fields of a table that differ from `unsaid`; `header` is what announces them.
  template <class T>
  void table(const std::string& path, const T& value, const T& unsaid, const std::string& header,
             bool always, const std::string& first_line = "") {
    std::string lines = first_line;
    each(value, unsaid, [&](const std::string& key, const auto& member, const auto& plain) {
      using Member = std::remove_cvref_t<decltype(member)>;
      if constexpr (!IsNested<Member>::value)
        if ((is_stated(member) && !(member == plain)) || (path.empty() && key == "ayes"))
          lines += key + " = " + text(member) + "\n";
    });
    if constexpr (std::is_same_v<T, UnitWords>)
      for (const auto& [column, cell] : value.columns)
        lines += child("", column) + " = " + text(cell) + "\n";
    if (!lines.empty() || always) announce(header, lines);
    each(value, unsaid, [&](const std::string& key, const auto& member, const auto& plain) {
      using Member = std::remove_cvref_t<decltype(member)>;
      if constexpr (std::is_same_v<Member, std::vector<RoundTable>>)
        rounds(member, value);
      else if constexpr (IsNested<Member>::value)
        if (is_stated(member) && !(member == plain)) nested(child(path, key), member, plain);
    });
  }

  std::string take() { return std::move(out_); }

 private:
  template <class T, class Visit>
  static void each(const T& value, const T& unsaid, Visit visit) {
    std::vector<const void*> members;
    T::fields(unsaid,
              [&](const char*, const auto& member, const char*) { members.push_back(&member); });
    std::size_t i = 0;
    T::fields(value, [&](const char* key, const auto& member, const char*) {
      visit(std::string(key), member,
            *static_cast<std::remove_reference_t<decltype(member)>*>(members[i++]));
    });
  }

  void announce(const std::string& header, const std::string& lines) {
    if (!out_.empty()) out_ += "\n";
    if (!header.empty()) out_ += header + "\n";
    out_ += lines;
  }

  template <class T>
  static bool is_stated(const T& value) {
    if constexpr (Optional<T>)
      return value.has_value();
    else
      return true;
  }

  // Tables below a table, where they differ from what is said without them.
  template <HasFields T>
  void nested(const std::string& path, const T& value, const T& plain) {
    table(path, value, plain, "[" + path + "]", false);
  }
  template <class T>
  void nested(const std::string& path, const std::optional<T>& value,
              const std::optional<T>& plain) {
    if constexpr (HasFields<T>)
      table(path, *value, plain.value_or(T{}), "[" + path + "]", true);
    else
      nested(path, *value, plain.value_or(T{}));
  }
  template <class T>
  void nested(const std::string& path, const std::vector<T>& values, const std::vector<T>& plain) {
    const std::string header = "[[" + path + "]]";
    const auto name_of = [](const T& element) {
      if constexpr (requires { element.name; })
        return element.name;
      else
        return element.unit;
    };
    const auto name_line = [&](const T& element) {
      const bool has_name = requires { element.name; };
      return std::string(has_name ? "name" : "unit") + " = " + text(name_of(element)) + "\n";
    };
    const auto named = [&](const std::vector<T>& list, const T& element) {
      return std::ranges::find_if(list,
                                  [&](const T& one) { return name_of(one) == name_of(element); });
    };
    if constexpr (std::is_same_v<T, UnitWords>) {
      for (const T& value : values) table(path, value, T{}, header, true);
    } else {
      for (const T& value : values) {
        const auto under = named(plain, value);
        if (under == plain.end())
          table(path, value, T{}, header, true);
        else if (!(value == *under))
          table(path, value, *under, header, true, name_line(value));
      }
      for (const T& under : plain)
        if (named(values, under) == values.end())
          announce(header, name_line(under) + "use = false\n");
    }
  }
  template <class T>
  void nested(const std::string& path, const std::map<std::string, T>& values,
              const std::map<std::string, T>& plain) {
    const auto said = [&](const auto& entry) {
      const auto under = plain.find(entry.first);
      return under != plain.end() && under->second == entry.second;
    };
    if constexpr (HasFields<T>) {
      for (const auto& entry : values) {
        if (said(entry)) continue;
        const auto under = plain.find(entry.first);
        table(child(path, entry.first), entry.second, under == plain.end() ? T{} : under->second,
              "[" + child(path, entry.first) + "]", true);
      }
    } else {
      std::string lines;
      for (const auto& entry : values)
        if (!said(entry)) lines += child("", entry.first) + " = " + text(entry.second) + "\n";
      announce("[" + path + "]", lines);
    }
  }

  // A later vote states what differs from the first.
  void rounds(const std::vector<RoundTable>& values, const Scenario& first) {
    const RoundTable unsaid = restating_all(first);
    for (const RoundTable& value : values) table("round", value, unsaid, "[[round]]", true);
  }
  template <class T>
  void rounds(const std::vector<RoundTable>&, const T&) {}

  std::string out_;
};

}  // namespace
}  // namespace ayes::reading

std::string ayes::write_scenario(const Scenario& scenario) {
  reading::Writer writer;
  writer.table("", scenario, Scenario{}, "", true);
  return writer.take();
}
