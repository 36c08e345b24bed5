// Says why no law fits what a person asked for, in words that can stand in a message.
#pragma once

#include <string>

namespace ayes::numerics {

// Throws std::domain_error with the given sentence.
[[noreturn]] void impossible(const std::string& why);

// Writes a number with at most four significant digits, as 0.3 or 1e-06, in any locale.
std::string in_words(double number);

}  // namespace ayes::numerics
