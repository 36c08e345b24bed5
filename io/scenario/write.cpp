// A scenario as TOML: within each table first its values, then the tables below it.
#include "io/scenario/report.h"
#include "io/scenario/shape.h"
#include "io/scenario/value_text.h"
#include "io/scenario_file.h"
#include "models/path.h"
#include "models/scenario/spelling.h"

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
  void table(const std::string& path, const T& value, const std::string& header, bool always) {
    const T unsaid;
    std::string lines;
    each(value, unsaid, [&](const std::string& key, const auto& member, const auto& plain) {
      using Member = std::remove_cvref_t<decltype(member)>;
      if constexpr (!IsNested<Member>::value)
        if (!(member == plain) || (path.empty() && key == "ayes"))
          lines += key + " = " + text(member) + "\n";
    });
    if constexpr (std::is_same_v<T, UnitWords>)
      for (const auto& [column, cell] : value.columns)
        lines += child("", column) + " = " + text(cell) + "\n";
    if (!lines.empty() || always) announce(header, lines);
    each(value, unsaid, [&](const std::string& key, const auto& member, const auto& plain) {
      using Member = std::remove_cvref_t<decltype(member)>;
      if constexpr (IsNested<Member>::value)
        if (!(member == plain)) nested(child(path, key), member);
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

  template <HasFields T>
  void nested(const std::string& path, const T& value) {
    table(path, value, "[" + path + "]", false);
  }
  template <class T>
  void nested(const std::string& path, const std::optional<T>& value) {
    table(path, *value, "[" + path + "]", true);
  }
  template <class T>
  void nested(const std::string& path, const std::vector<T>& values) {
    for (const T& value : values) table(path, value, "[[" + path + "]]", true);
  }
  template <class T>
  void nested(const std::string& path, const std::map<std::string, T>& values) {
    if constexpr (HasFields<T>) {
      for (const auto& [name, value] : values)
        table(child(path, name), value, "[" + child(path, name) + "]", true);
    } else {
      std::string lines;
      for (const auto& [name, value] : values)
        lines += child("", name) + " = " + text(value) + "\n";
      announce("[" + path + "]", lines);
    }
  }

  std::string out_;
};

}  // namespace
}  // namespace ayes::reading

std::string ayes::write_scenario(const Scenario& scenario) {
  reading::Writer writer;
  writer.table("", scenario, "", true);
  return writer.take();
}
