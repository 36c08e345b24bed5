// A rule in plain words, for reports and `describe`.
#pragma once

#include "models/scenario/rule_words.h"

#include <string>

namespace ayes {

// Says a rule in words: "at least 14 of the unions say yes".
std::string in_words(const RuleWords& rule);

// Says a threshold in words: "14", "80%", "2/3", "half".
std::string in_words(const Threshold& threshold);

}  // namespace ayes
