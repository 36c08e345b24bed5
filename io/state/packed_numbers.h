// Long rows of whole numbers as short strings: most are small, many are 0.
//
// The numbers are written in base 32, lowest digit first, a digit with 32 added when more follow,
// as characters of the alphabet of RFC 4648, section 5 ("base64url"). A row is a sequence of runs,
// each being the number of zeros that are left out, the number of values, and the values. If one of
// them is negative the row begins with "~", and n stands as 2n or, below 0, as -2n - 1.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ayes {

// Packs a row of numbers of at most 62 bits.
std::string pack(const std::vector<std::int64_t>& row);

// Unpacks a row into as many numbers as `row` has; returns false if the text is no such row.
bool unpack(std::string_view text, std::vector<std::int64_t>& row);

}  // namespace ayes
