// A scenario file as plain data: values with the place each was written. Nothing here knows what
// the keys mean; files, rosters and settings are merged in this form.
#pragma once

#include "io/places.h"
#include "models/scenario/date.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ayes::reading {

struct Node;
struct Entry;

// Keys with their values, in order of the key's bytes.
struct Table {
  std::vector<Entry> entries;
  const Entry* find(std::string_view key) const;
  Entry* find(std::string_view key);
  Entry& put(Entry entry);            // replaces what the key had
  void add(std::vector<Entry> more);  // keys it has not yet
  void erase(std::string_view key);
};

struct Moment {};  // a time of day, or a date with one: no value of a scenario is one

struct Node {
  std::variant<std::string, std::int64_t, double, bool, Date, Moment, std::vector<Node>, Table>
      value;
  Where where;
  bool cell = false;  // text of a CSV file, where everything is text

  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  template <class T>
  T* as() {
    return std::get_if<T>(&value);
  }
};

struct Entry {
  std::string key;
  Where where;  // of the key
  Node node;
};

inline const Entry* Table::find(std::string_view key) const {
  const auto at = std::ranges::lower_bound(entries, key, {}, &Entry::key);
  return at != entries.end() && at->key == key ? &*at : nullptr;
}

inline Entry* Table::find(std::string_view key) {
  return const_cast<Entry*>(static_cast<const Table*>(this)->find(key));
}

inline Entry& Table::put(Entry entry) {
  const auto at = std::ranges::lower_bound(entries, entry.key, {}, &Entry::key);
  if (at != entries.end() && at->key == entry.key) return *at = std::move(entry);
  return *entries.insert(at, std::move(entry));
}

inline void Table::add(std::vector<Entry> more) {
  for (Entry& entry : more) entries.push_back(std::move(entry));
  std::ranges::sort(entries, {}, &Entry::key);
}

inline void Table::erase(std::string_view key) {
  std::erase_if(entries, [&](const Entry& entry) { return entry.key == key; });
}

// Returns the text that an element of a [[list]] states for its name, or nothing.
inline const std::string* text_of(const Node& node, std::string_view key) {
  const Table* table = node.as<Table>();
  const Entry* entry = table ? table->find(key) : nullptr;
  return entry ? entry->node.as<std::string>() : nullptr;
}

}  // namespace ayes::reading
