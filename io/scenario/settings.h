// Settings of the command line, --set PATH=VALUE, put on top of a scenario's files.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/report.h"

#include <span>
#include <string>
#include <vector>

namespace ayes::reading {

struct Key {
  std::string word;
  int column = 0;
};

// One setting: a dotted path, a value, and where it stands ("--set", which of them, the column).
struct Setting {
  std::vector<Key> path;
  Node value;
  Where where;
};

// Reads settings "PATH=VALUE". A value is TOML, or else the text itself; mistakes are reported.
std::vector<Setting> read_settings(std::span<const std::string> texts, Report& report);

// Puts a setting's value in its place. Elements of [[lists]] and parts of rules are found by name.
void apply(const Setting& setting, Table& scenario, Report& report);

}  // namespace ayes::reading
