// A rule in plain words, for reports and `describe`.
#pragma once

#include "models/scenario/rule_words.h"

#include <map>
#include <string>

namespace ayes {

// Says a rule in words: "at least 14 of the unions say yes".
std::string in_words(const RuleWords& rule);

// Says a whole rule in one sentence's part, with every rule of `named` in place of its name.
std::string in_words(const RuleWords& rule, const std::map<std::string, RuleWords>& named);

// Says a threshold in words: "14", "80%", "2/3", "half".
std::string in_words(const Threshold& threshold);

}  // namespace ayes
