// Yes-or-no functions of players' answers, as reduced ordered decision diagrams (Bryant 1986): ask
// one player after the other, in one order for all functions, and go on by the answer. Equal
// functions are one and the same place.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace ayes::power {

// Thrown when diagrams would take more questions than allowed: sums of many different weights do.
struct TooLarge {};

class Diagrams {
 public:
  using Place = int;
  static constexpr Place never = 0, always = 1;

  // Each question asks one player, and leads to places made before it.
  struct Question {
    int player;
    Place if_no, if_yes;
    bool operator==(const Question&) const = default;
  };

  // Makes room for functions of players 0 to `players` - 1, asked in that order, with so many
  // questions at most.
  Diagrams(int players, int most_questions);

  // Returns the function that holds when the player says yes.
  Place player(int player);
  // Returns the function: if one holds the second, else the third.
  Place choice(Place condition, Place then, Place otherwise);
  // Returns the function that holds when those of `bodies` that hold weigh `need` or more together.
  // Weights are 0 or more. Quick when no body asks a player that comes before those of a body ahead
  // of it, and when the heavy ones come first.
  Place at_least(std::span<const Place> bodies, std::span<const std::int64_t> weights,
                 std::int64_t need);

  // Tells whether a function holds for the answers: nonzero is a yes.
  bool holds(Place place, std::span<const std::uint8_t> yes) const;

  int players() const { return players_; }
  // The questions by place; never and always, the first two, ask nobody (player = players()).
  const std::vector<Question>& questions() const { return questions_; }

 private:
  struct Hash {
    std::size_t operator()(const Question& key) const;
  };
  Place question(int player, Place if_no, Place if_yes);
  int player_at(Place place) const { return questions_[static_cast<std::size_t>(place)].player; }

  int players_;
  std::size_t most_questions_;
  std::vector<Question> questions_;
  std::unordered_map<Question, Place, Hash> unique_;   // looked up, never walked
  std::unordered_map<Question, Place, Hash> choices_;  // the same, by condition, otherwise, then
};

}  // namespace ayes::power
