// How tallies list their fields, so that they can be written and read without a word about each:
//
//   static void fields(auto& self, auto&& visit) {
//     visit("met", self.met);                  // counts of votes, from 0 to all there are
//     visit("gained", self.gained, any_sign);  // ... that may be negative
//     visit("sums", self.sums, any_size);      // whole numbers of any size
//   }
//
// A field is a whole number of 64 bits, or one of 128 (of any sign), an array or a vector of
// fields, or a struct that lists its own. The length of a vector follows from the model.
#pragma once

namespace ayes {

struct AnySign {};
struct AnySize {};

inline constexpr AnySign any_sign;
inline constexpr AnySize any_size;

}  // namespace ayes
