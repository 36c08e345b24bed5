// Single values of a scenario as TOML: text, numbers, laws, bounds and rules.
#pragma once

#include "models/scenario/quantity.h"
#include "models/scenario/rule_words.h"

#include <string>
#include <string_view>

namespace ayes::reading {

// Returns text as a basic string of TOML.
std::string toml_string(std::string_view text);

// Returns a quantity: a number, or an inline table. A percentage of 100% or more is written as
// text.
std::string toml_quantity(const Quantity& quantity, Kind kind);

// Returns a bound: 14, "80%", "half", "2/3".
std::string toml_threshold(const Threshold& threshold);

// Returns a rule as text or as an inline table.
std::string toml_rule(const RuleWords& rule);

}  // namespace ayes::reading
