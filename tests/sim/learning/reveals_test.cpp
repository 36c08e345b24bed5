// Which votes are known when others are forecast.
#include "sim/learning/reveals.h"

#include "tests/statistics.h"

#include <doctest/doctest.h>

using namespace ayes;
using namespace ayes::learning;

namespace {

Leaf vote(const std::string& unit, int round = 1, const std::string& date = "") {
  Leaf leaf;
  leaf.ratification = "harbour";
  leaf.unit = unit;
  leaf.round = round;
  leaf.date = date;
  return leaf;
}

using Places = std::vector<std::size_t>;

}  // namespace

TEST_CASE("a date is the last day that it may mean") {
  CHECK(last_day("2011-06-24") == 20110624);
  CHECK(last_day("2011-06") == 20110631);
  CHECK(last_day("2011") == 20111231);
  CHECK(last_day("2019-10-20/25") == 20191025);
  CHECK(last_day("2011-06-24/07-02") == 20110702);
  CHECK(last_day("2022-09/10") == 20221031);
  CHECK(last_day("2010-12-30/2011-01-03") == 20110103);
  for (const char* text : {"", "undated", "undated (before 2023)", "2003-01 (approx)", "2011-13",
                           "2011-06-32", "2011-6-24", "24.6.2011", "2011-06-24/", "2011/2012-01"})
    CHECK_FALSE(last_day(text));
}

TEST_CASE("random reveals keep the votes of a unit together, and each order is as likely") {
  const std::vector<Leaf> votes = {vote("a"), vote("b"), vote("a", 2), vote("c"), vote("d")};
  std::vector<std::int64_t> first(4, 0);
  for (int number = 0; number < 2000; ++number) {
    const Steps steps = random_steps(votes, 7, number);
    REQUIRE(steps.size() == 4);
    std::size_t all = 0;
    for (const auto& step : steps) {
      all += step.size();
      if (step.front() == 0) CHECK(step == Places{0, 2});
    }
    CHECK(all == 5);
    ++first[steps[0][0] == 0 ? 0 : steps[0][0] == 1 ? 1 : steps[0][0] == 3 ? 2 : 3];
    CHECK(steps == random_steps(votes, 7, number));
  }
  CHECK(statistics::chi_square_agrees(first, std::vector<double>(4, 500.0)));
  CHECK(random_steps({vote("a"), vote("b"), vote("c"), vote("c", 2)}, 1, 0).empty());
}

TEST_CASE("by the calendar, votes of a day become known in the order stated") {
  const std::vector<Leaf> votes = {vote("a", 1, "2011-06-24"), vote("b", 1, "2011-06-10"),
                                   vote("c", 1, "2011-06-24"), vote("d", 1, "2011-06-17")};
  CHECK(calendar_steps(votes) == Steps{{1}, {3}, {0}, {2}});
  std::vector<Leaf> undated = votes, one_day = votes;
  undated[2].date = "soon";
  for (Leaf& leaf : one_day) leaf.date = "2011-06-24";
  CHECK(calendar_steps(undated).empty());
  CHECK(calendar_steps(one_day).empty());
  CHECK(calendar_steps({votes.begin(), votes.begin() + 3}).empty());
}

TEST_CASE("a vote that followed a failed one is forecast only where that one is known") {
  const std::vector<Leaf> votes = {vote("a"), vote("b"),    vote("c"),
                                   vote("d"), vote("a", 2), vote("e", 2)};
  const Steps in_order = {{0}, {1}, {2}, {3}, {4}, {5}};
  const Reveal nothing = reveal_of(votes, {}, 0);
  CHECK(nothing.known.empty());
  CHECK(nothing.forecast == Places{0, 1, 2, 3});
  // The first vote of `a` is known; so is some first vote, for `e`, which had none.
  const Reveal quarter = reveal_of(votes, in_order, 1);
  CHECK(quarter.known == Places{0});
  CHECK(quarter.forecast == Places{1, 2, 3, 4, 5});
  // Those of b and c are known, that of `a` is hidden.
  const Reveal others = reveal_of(votes, {{1}, {2}, {0}, {3}}, 2);
  CHECK(others.known == Places{1, 2});
  CHECK(others.forecast == Places{0, 3, 5});
}

TEST_CASE("votes are forecast together that are held after the same failures") {
  std::vector<Leaf> votes = {vote("a"),    vote("b"),    vote("a", 2),
                             vote("b", 2), vote("c", 2), vote("a", 3)};
  votes[2].after = {{"", "a", 1, {}}};
  votes[3].after = {{"", "b", 1, {}}};
  votes[4].after = {{"", "a", 1, {}}};
  votes[5].after = {{"", "a", 2, {}}, {"", "a", 1, {}}};
  const auto in_words = [&](const Places& known) {
    std::string text;
    for (const Told& told : told_failures(votes, known)) {
      for (const Leaf& failed : told.failures) text += failed.unit + std::to_string(failed.round);
      text += ":";
      for (const std::size_t place : told.forecast) text += std::to_string(place);
      text += " ";
    }
    return text;
  };
  CHECK(in_words({}) == ":01 a1:24 b1:3 a2a1:5 ");
  // The first vote of `a` is known.
  CHECK(in_words({0}) == ":124 b1:3 a2:5 ");
  // The second of b is known: then its first had failed, whoever is forecast.
  CHECK(in_words({3}) == "b1:01 b1a1:24 b1a2a1:5 ");
  CHECK(in_words({0, 1, 2, 3, 4}) == ":5 ");
  CHECK(in_words({0, 1, 2, 3, 4, 5}).empty());
}

TEST_CASE("the votes of a round are forecast when all before them are known") {
  const std::vector<Leaf> votes = {vote("a"), vote("a", 3), vote("b"), vote("a", 2)};
  const std::vector<Reveal> reveals = round_reveals(votes);
  REQUIRE(reveals.size() == 2);
  CHECK(reveals[0].known == Places{0, 2});
  CHECK(reveals[0].forecast == Places{3});
  CHECK(reveals[1].known == Places{0, 2, 3});
  CHECK(reveals[1].forecast == Places{1});
  CHECK(round_reveals({vote("a"), vote("b")}).empty());
  CHECK(round_reveals({vote("a", 2), vote("b", 2)}).empty());
}
