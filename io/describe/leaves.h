// Every key of a scenario in a row, read off the structs' `fields`, so that none can be forgotten.
#pragma once

#include "models/scenario/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

// A number that may be uncertain, and what kind of number it is.
struct LeafNumber {
  Quantity quantity;
  Kind kind;
};

struct Leaf {
  std::string path, sentence;
  std::string value;   // as TOML writes it; "not stated" and the like where there is none
  bool usual = false;  // the value it has when nothing is said
  std::optional<LeafNumber> number;  // when it may be uncertain
};

// Lists the keys of a scenario with their values, tables from the outside in. The roster's units
// are left out: they are data, and a table of their own.
std::vector<Leaf> leaves_of(const Scenario& scenario);

}  // namespace ayes
