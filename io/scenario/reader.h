// From merged values to the scenario's structs: generic over their `fields`, with a function for
// each kind of value. Every mistake is reported; reading goes on.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/number.h"
#include "io/scenario/report.h"
#include "io/scenario/shape.h"
#include "models/path.h"
#include "models/scenario/scenario.h"
#include "models/scenario/spelling.h"

#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ayes::reading {

template <class T>
concept Choice = std::is_enum_v<T>;

// The plain numbers of a scenario that are not quantities, by key. Degrees of freedom may be inf.
struct Limits {
  std::string_view key;
  double low, high;
  std::string_view words;
};
// Returns the limits of a key, or null where any finite number will do.
const Limits* limits_of(std::string_view key);

class Reader {
 public:
  // What is known before anything is understood: the names of all bargaining units, and the columns
  // that anything reads.
  struct Names {
    std::set<std::string, std::less<>> units, columns;
    bool complete =
        true;  // false if the roster could not be read, so that units lack what it states
  };
  Reader(Report& report, Names names) : report_(report), names_(std::move(names)) {}

  template <HasFields T>
  void table(const Table& table, Where where, const std::string& path, T& out);

 private:
  // Notes where a value stands and reads it; keeps what `out` held if it cannot be read.
  template <class T>
  void value(const Node& node, const std::string& path, T& out);

  void read(const Node& node, const std::string& path, std::string& out);
  void read(const Node& node, const std::string& path, bool& out);
  void read(const Node& node, const std::string& path, std::int64_t& out);
  void read(const Node& node, const std::string& path, double& out);
  void read(const Node& node, const std::string& path, Date& out);
  void read(const Node& node, const std::string& path, Threshold& out);
  void read(const Node& node, const std::string& path, RuleWords& out);
  template <Kind kind>
  void read(const Node& node, const std::string& path, QuantityOf<kind>& out) {
    read_quantity(node, path, kind, out, report_);
  }
  template <Choice T>
  void read(const Node& node, const std::string& path, T& out);
  template <Optional T>
  void read(const Node& node, const std::string& path, T& out) {
    out.emplace();
    read(node, path, *out);
  }
  template <List T>
  void read(const Node& node, const std::string& path, T& out);
  template <Named T>
  void read(const Node& node, const std::string& path, T& out);
  template <HasFields T>
  void read(const Node& node, const std::string& path, T& out);

  // Parts of a rule; `root` is the path of the whole rule, under which its named parts are found.
  void rule(const Node& node, const std::string& path, const std::string& root, RuleWords& out);
  void rule_text(const Node& node, const std::string& path, const std::string& root,
                 RuleWords& out);
  void rule_table(const Node& node, const std::string& path, const std::string& root,
                  RuleWords& out);
  void rule_node(const Node& node, const std::string& path, const std::string& root,
                 const std::string& keyword, RuleWords& out);
  std::vector<RuleWords> rule_list(const Entry& entry, const std::string& path,
                                   const std::string& root);
  void if_rule(const Table& table, Where where, const std::string& path, const std::string& root,
               RuleWords& out);
  template <class T>
  void condition(const Table& table, Where where, const std::string& path, T& out);
  void names(const Entry& entry, const std::string& path, std::vector<std::string>& out);
  void one_bound(const Table& table, Where where, const std::string& path);

  void expected(const Node& node, const std::string& path, std::string_view what,
                std::string suggestion = "");
  void unknown_key(const Entry& entry, const std::string& path,
                   const std::vector<std::string>& keys);
  void check_unit(const Table& table, Where where, const std::string& path);
  void column(const Entry& entry, const Table& unit, const std::string& path, UnitWords& out);
  void taken_for_a_name(const Entry& entry, const std::string& path);

  Report& report_;
  Names names_;
  bool weighed_ = false;  // the condition being read counts members or ballots, not bodies
  std::set<std::string> rule_names_;  // of the rule being read
};

template <class T>
void Reader::value(const Node& node, const std::string& path, T& out) {
  report_.places.where[path] = node.where;
  read(node, path, out);
}

template <Choice T>
void Reader::read(const Node& node, const std::string& path, T& out) {
  std::vector<std::string> words, shown_words;
  const std::string* text = node.as<std::string>();
  for (const auto& each : spellings(T{})) {
    words.emplace_back(each.word);
    shown_words.push_back(in_quotes(each.word));
    if (!text || *text != each.word) continue;
    out = each.choice;
    return;
  }
  expected(node, path, "it is " + either(shown_words), text ? did_you_mean(*text, words) : "");
}

template <List T>
void Reader::read(const Node& node, const std::string& path, T& out) {
  const auto* list = node.as<std::vector<Node>>();
  using Element = typename T::value_type;
  if (!list) {
    const bool tables = HasFields<Element>;
    return expected(node, path,
                    tables ? "there can be several, each a table" : "a list is expected",
                    tables             ? "write [[" + path + "]] and its keys below"
                    : node.as<Table>() ? ""
                                       : "write [" + shown(node) + "]");
  }
  out.clear();
  for (const Node& element : *list) {
    out.emplace_back();
    if constexpr (HasFields<Element>) {
      const std::string* name =
          text_of(element, "unit") ? text_of(element, "unit") : text_of(element, "name");
      value(element, child(path, name ? *name : ""), out.back());
    } else {
      read(element, path, out.back());
    }
  }
}

template <Named T>
void Reader::read(const Node& node, const std::string& path, T& out) {
  const Table* table = node.as<Table>();
  if (!table)
    return expected(node, path, "it is a table from names to values",
                    "write NAME = ... below a header [" + path + "]");
  out.clear();
  for (const Entry& entry : table->entries) {
    if (!names_.units.contains(entry.key)) {
      const std::size_t before = report_.mistakes.size();
      taken_for_a_name(entry, path);
      if (report_.mistakes.size() > before) continue;
    }
    value(entry.node, child(path, entry.key), out[entry.key]);
  }
}

template <HasFields T>
void Reader::read(const Node& node, const std::string& path, T& out) {
  if (const Table* stated = node.as<Table>()) return table(*stated, node.where, path, out);
  if constexpr (HasShorthand<T>) {
    T::fields(out, [&](const char* key, auto& member, const char*) {
      if (std::string_view(key) == T::shorthand) read(node, path, member);
    });
  } else {
    expected(node, path, "it is a table of " + every(shape_of<T>().keys()),
             "write its keys below a header [" + path + "]");
  }
}

template <HasFields T>
void Reader::table(const Table& table, Where where, const std::string& path, T& out) {
  std::vector<std::string> keys;
  T::fields(out, [&](const char* key, auto& member, const char*) {
    keys.push_back(key);
    if (const Entry* entry = table.find(key)) value(entry->node, child(path, key), member);
  });
  for (const Entry& entry : table.entries) {
    if (std::ranges::find(keys, entry.key) != keys.end()) continue;
    if constexpr (std::is_same_v<T, UnitWords>)
      column(entry, table, path, out);
    else
      unknown_key(entry, path, keys);
  }
  if constexpr (std::is_same_v<T, UnitWords>) check_unit(table, where, path);
}

}  // namespace ayes::reading
