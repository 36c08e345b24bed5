// Paths of values in a scenario: TOML's dotted keys, quoted where needed. They name values in
// mistakes, in --set and in sweeps: unions.rules."CSEA/SEIU Local 2001".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ayes {

// Returns path.key, the key quoted if it is not made of letters, digits, - and _ alone.
std::string child(std::string_view path, std::string_view key);

// Returns the path without its last key; empty for a single key.
std::string_view parent(std::string_view path);

}  // namespace ayes
