// The names of the random draws. A draw is a function of seed, replication and name alone
// (docs/model.md, "Randomness"), so nothing is carried from one draw to the next.
#pragma once

#include <cstdint>
#include <string_view>

namespace ayes {

// Version of the way names, blocks and slots are laid out; a result states it.
inline constexpr int stream_layout = 1;

// Hashes `round, stage, term, name`, joined by the unit separator, to the 64 bits that address a
// stream: FNV-1a-64 over the UTF-8 bytes, then SplitMix64's finaliser.
std::uint64_t stream_name(std::string_view round, std::string_view stage, std::string_view term,
                          std::string_view name);

// Slots of a unit's stream ("vote", "unit").
namespace slot {
inline constexpr int unit = 0, split = 1, turnout = 2, spare = 3, cast = 4, package = 5,
                     contract_among_yes = 6, contract_among_no = 7;
// Slots of a union's and of the swing's stream.
inline constexpr int support = 0, turnout_of_term = 1;
// Slots of a unit's layoffs ("layoffs", "unit"): U1 to U5 of docs/model.md section 5.
inline constexpr int rejected = 0, hit = 1, outside = 2, anyway = 3, recalled = 4;
}  // namespace slot

}  // namespace ayes
