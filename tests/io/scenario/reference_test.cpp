// docs/scenario-files.md lists every key with its default: the tables below are made from the
// structs' fields, and each must stand in that page word for word.
#include "io/scenario/report.h"
#include "io/scenario/shape.h"
#include "io/scenario/value_text.h"
#include "models/scenario/spelling.h"

#include <doctest/doctest.h>

#include <fstream>

namespace ayes {
namespace {

using namespace reading;

std::string kind_words(Kind kind) {
  switch (kind) {
    case Kind::support:
    case Kind::share:
      return "share";
    case Kind::shift:
      return "shift";
    case Kind::spread:
      return "spread";
    case Kind::amount:
      return "amount";
    case Kind::correlation:
      return "correlation";
    case Kind::percentage:
      return "raise";
  }
  return "";
}

// What may be written for a field of this type.
template <class T>
std::string value_words() {
  if constexpr (std::is_same_v<T, std::string>)
    return "text";
  else if constexpr (std::is_same_v<T, bool>)
    return "true or false";
  else if constexpr (std::is_same_v<T, std::int64_t>)
    return "whole number";
  else if constexpr (std::is_same_v<T, double>)
    return "number";
  else if constexpr (std::is_same_v<T, Date>)
    return "date";
  else if constexpr (std::is_same_v<T, RuleWords>)
    return "rule";
  else if constexpr (requires { T::kind; })
    return kind_words(T::kind);
  else if constexpr (std::is_enum_v<T>) {
    std::vector<std::string> words;
    for (const auto& each : spellings(T{})) words.push_back("`" + in_quotes(each.word) + "`");
    return either(words);
  } else if constexpr (Optional<T>)
    return value_words<typename Contents<T>::Of>();
  else if constexpr (Named<T>)
    return value_words<typename Contents<T>::Of>() + " by name";
  else if constexpr (List<T>) {
    if constexpr (HasFields<typename T::value_type>)
      return "tables `[[...]]`";
    else
      return "list of " + value_words<typename T::value_type>();
  } else
    return "table";
}

std::string default_words(const std::string& value) {
  return value.empty() ? "" : in_quotes(value);
}
std::string default_words(bool value) { return value ? "true" : "false"; }
std::string default_words(std::int64_t value) { return value == 0 ? "" : std::to_string(value); }
std::string default_words(double value) { return number_text(value); }
std::string default_words(const RuleWords& value) { return toml_rule(value); }
template <class T>
std::string default_words(const T& value) {
  if constexpr (requires { T::kind; })
    return toml_quantity(value, T::kind);
  else if constexpr (std::is_enum_v<T>)
    return in_quotes(spelled(value));
  else if constexpr (std::is_same_v<T, std::vector<Question>>)
    return "[\"package\", \"contract\"]";
  else
    return "";
}

template <class T>
std::string table_of() {
  const T unsaid;
  std::string table = "| key | meaning | value | if not said |\n|---|---|---|---|\n";
  T::fields(unsaid, [&](const char* key, const auto& member, const char* sentence) {
    using Member = std::remove_cvref_t<decltype(member)>;
    const std::string plain = default_words(member);
    table += "| `" + std::string(key) + "` | " + sentence + " | " + value_words<Member>() + " | " +
             (plain.empty() ? "" : "`" + plain + "`") + " |\n";
  });
  return table;
}

// Adds the table of T, and of every table below it, once each.
template <class T>
void add_tables(const std::string& header, std::vector<std::string>& tables) {
  const T unsaid;
  tables.push_back("### `" + header + "`\n\n" + table_of<T>());
  const auto path = [&](const std::string& key) {
    return header.empty()
               ? key
               : header.substr(header.rfind('[') + 1, header.find(']') - header.rfind('[') - 1) +
                     "." + key;
  };
  // What a later vote restates is listed where the first vote states it.
  if constexpr (std::is_same_v<T, RoundTable>) {
    tables.push_back("### `[round.shift]`\n\n" + table_of<RoundShiftTable>());
    return;
  }
  T::fields(unsaid, [&](const char* key, const auto& member, const char*) {
    using Member = std::remove_cvref_t<decltype(member)>;
    const std::string below = header == "top of the file" ? key : path(key);
    if constexpr (HasFields<Member>)
      add_tables<Member>("[" + below + "]", tables);
    else if constexpr (Optional<Member>) {
      if constexpr (HasFields<typename Contents<Member>::Of>)
        add_tables<typename Contents<Member>::Of>("[" + below + "]", tables);
    } else if constexpr (Named<Member>) {
      if constexpr (HasFields<typename Contents<Member>::Of>)
        add_tables<typename Contents<Member>::Of>("[" + below + ".NAME]", tables);
    } else if constexpr (List<Member>) {
      if constexpr (HasFields<typename Member::value_type>)
        add_tables<typename Member::value_type>("[[" + below + "]]", tables);
    }
  });
}

}  // namespace

TEST_CASE("the reference page lists every key of every table") {
  std::ifstream file(AYES_SOURCE_DIR "/docs/scenario-files.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  std::vector<std::string> tables;
  add_tables<Scenario>("top of the file", tables);
  for (const std::string& table : tables) {
    INFO("missing:\n" << table);
    CHECK(page.find(table) != std::string::npos);
  }
}

}  // namespace ayes
