// What is gathered while a scenario is read: where values stand, and every mistake.
#pragma once

#include "io/places.h"
#include "io/scenario/node.h"
#include "models/mistake.h"
#include "models/nearest.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace ayes::reading {

struct Words {  // of a mistake
  std::string problem, why, suggestion;
};

struct Report {
  static constexpr std::int64_t most = 100;  // more mistakes than this help nobody
  Places places;
  std::vector<Mistake> mistakes;
  std::int64_t left_out = 0;

  void add(Where where, std::string_view path, Words words);

  // Tells whether no more mistakes are kept, and counts one that is not: it need not be worded.
  bool leaves_out();
};

// Returns text in double quotes, cut at 60 characters, with anything unprintable shown as ?.
std::string in_quotes(std::string_view text);

// Returns a value as a person wrote it, or what it is: "a list", "a table".
std::string shown(const Node& node);

// Returns `a, b or c`.
std::string either(const std::vector<std::string>& words);

// Returns `a, b and c`.
std::string every(const std::vector<std::string>& words);

// Returns a number in its shortest form that reads back equal: 0.1, 65000, 1e-07.
std::string number_text(double value);

// Returns 2011-06-24.
std::string date_text(Date date);

// Returns file:line:column of a place.
std::string place_text(Where where, const Places& places);

}  // namespace ayes::reading
