// "Did you mean": the known word nearest to one that is not known.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ayes {

// Returns the fewest letters to insert, drop, change or swap with a neighbour to turn one word into
// the other; capital and small ASCII letters are alike.
int edit_distance(std::string_view a, std::string_view b);

// Returns the candidate nearest to the word, or nothing if none is near: one letter may differ in a
// word of up to three, two in one of up to eight, a third beyond. The first of equally near ones
// wins.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

// Returns `did you mean "x"?` for the nearest candidate, or an empty text.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace ayes
