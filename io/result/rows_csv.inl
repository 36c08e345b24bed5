// Rows of tidy CSV made from the JSON of a result: scope, name, measure, statistic, value.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace ayes {

using Json = nlohmann::ordered_json;

inline constexpr const char* columns_of_rows = "scope,name,measure,statistic,value\n";

// Rows of one scope and name, added to a text.
struct Rows {
  std::string scope, name;
  std::string& text;

  // Adds a row; none for null.
  void add(const std::string& measure, const std::string& statistic, const Json& value);

  // Adds a row for each number below an object; `measure` is the path to it, joined by dots. The two
  // numbers of an interval are its low and high, errors of quantiles stand with these, chances of
  // 0, 1, ... have a row each; lists of names are one cell, histograms are left out.
  void add_all(const std::string& measure, const Json& object);
};

// Adds the rows of a list of objects, each with a name under `key`.
void add_list(const std::string& scope, const Json& list, const char* key, std::string& text);

// Returns names, joined by " + ".
std::string joined_names(const Json& names);

}  // namespace ayes
