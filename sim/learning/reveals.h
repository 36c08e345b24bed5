// Which votes of a ratification are known when the others are forecast.
#pragma once

#include "sim/learning/leaves.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ayes::learning {

// Units (at random) or votes (by the calendar) that a ratification needs for a quarter of them to
// be one or more.
inline constexpr std::size_t fewest_to_reveal = 4;

// Reads the last day that a date may mean, as year, month, day in one number such as 20110624:
// 2011-06-24 is that day, 2011-06 the last of June, 2011 the last of December, and of
// 2011-06-24/27, 2011-06-24/07-02 or 2011-06/07 the end counts. Months have 31 days here: only the
// order matters. Nothing for any other text.
std::optional<int> last_day(const std::string& date);

// Votes grouped into steps in which they become known; places count the leaves given.
using Steps = std::vector<std::vector<std::size_t>>;

// Returns the units in random order, each with all its votes; fewer than `fewest_to_reveal` give no
// steps. The order depends on seed, `number` and the ratification's name alone.
Steps random_steps(const std::vector<Leaf>& leaves, std::uint64_t seed, int number);

// Returns the votes by date, those of one day in the order given. No steps where a date is not
// known, all are of one day, or there are fewer votes than `fewest_to_reveal`.
Steps calendar_steps(const std::vector<Leaf>& leaves);

// Which votes of a ratification are known, and which are forecast, as places among its leaves in
// their order. Others are neither: a vote of a later round is held because those before it failed,
// so it is forecast only where some vote of an earlier round is known, and none of its own unit's
// earlier ones is hidden.
struct Reveal {
  std::vector<std::size_t> known, forecast;
};

// Reveals `quarters` (0 to 3) quarters of the steps, rounded down.
Reveal reveal_of(const std::vector<Leaf>& leaves, const Steps& steps, int quarters);

// Of every vote that a reveal hides, those that are forecast from the same knowledge: the votes
// known, and the failures (failures.h) before them that these do not tell.
struct Told {
  std::vector<Leaf> failures;
  std::vector<std::size_t> forecast;
};

// Returns all votes that are not `known`, places among the leaves, by what must have failed for
// them to be held, in the order of the first of each. Failures before votes that are known are told
// to all.
std::vector<Told> told_failures(const std::vector<Leaf>& leaves,
                                const std::vector<std::size_t>& known);

// Returns, for each later round that has votes, the reveal of all votes of earlier rounds before
// that round's are forecast.
std::vector<Reveal> round_reveals(const std::vector<Leaf>& leaves);

}  // namespace ayes::learning
