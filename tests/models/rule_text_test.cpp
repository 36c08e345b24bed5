#include "models/rule_text.h"

#include <doctest/doctest.h>

namespace {

using namespace ayes;

constexpr Threshold count_of(std::int64_t n) { return {Threshold::Kind::count, {n, 1}}; }
constexpr Threshold share_of(std::int64_t n, std::int64_t d) {
  return {Threshold::Kind::share, {n, d}};
}

CountWords unions_say_yes() {
  CountWords count;
  count.bodies = "unions";
  return count;
}

std::string said(const auto& node) { return in_words(RuleWords{"", node}); }

TEST_CASE("a count of unions reads aloud") {
  CountWords count = unions_say_yes();
  count.at_least = count_of(14);
  CHECK(said(count) == "at least 14 of the unions say yes");
  count.at_least = share_of(1, 1);
  CHECK(said(count) == "all of the unions say yes");
  count.of = CountWords::Of::voted;
  CHECK(said(count) == "all of the unions that voted say yes");
}

TEST_CASE("opposition reads aloud") {
  CountWords count = unions_say_yes();
  count.answer = Answer::no;
  count.at_most = count_of(1);
  CHECK(said(count) == "at most 1 of the unions says no");
  count.at_most = count_of(0);
  CHECK(said(count) == "none of the unions says no");
  count.bodies = "units";
  count.except = {"ENG", "LIB"};
  count.at_most = share_of(1, 5);
  CHECK(said(count) == "at most 20% of the units say no (without ENG, LIB)");
}

TEST_CASE("weights read aloud") {
  CountWords count = unions_say_yes();
  count.weighted_by = "members";
  count.at_least = share_of(4, 5);
  CHECK(said(count) == "the unions that say yes hold at least 80% of all members");
  count.of = CountWords::Of::voted;
  CHECK(said(count) ==
        "the unions that say yes hold at least 80% of the members of those that voted");
  count.at_least = count_of(5000);
  CHECK(said(count) == "the unions that say yes hold at least 5000 members");
}

TEST_CASE("ballots, groups and trees read aloud") {
  BallotsWords ballots;
  ballots.more_than = share_of(1, 2);
  CHECK(said(ballots) == "more than half of the ballots cast say yes");
  ballots.ballots = BallotsWords::What::cast;
  ballots.of = BallotsWords::Of::eligible;
  CHECK(said(ballots) == "more than half of the members eligible cast a ballot");
  CountWords group;
  group.bodies = "wheels";
  group.at_least = share_of(1, 2);
  CHECK(said(group) == "at least half of those in the group \"wheels\" say yes");
  CHECK(said(AnyWords{{RuleWords{"", BodyWords{"BLET", Answer::yes}}, RuleWords{}}}) ==
        "BLET says yes, or more than half of its ballots cast say yes");
}

TEST_CASE("a threshold is said as a person writes it") {
  CHECK(in_words(count_of(14)) == "14");
  CHECK(in_words(share_of(4, 5)) == "80%");
  CHECK(in_words(share_of(1, 8)) == "12.5%");
  CHECK(in_words(share_of(2, 3)) == "2/3");
  CHECK(in_words(share_of(1, 2)) == "half");
}

}  // namespace
