// What a later vote tells of the votes before it, by the rows of a table.
#include "sim/learning/failures.h"

#include "sim/learning/calibration.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace ayes;
using namespace ayes::learning;

namespace {

const std::vector<std::string> files = {"votes.csv"};

Vote vote(const std::string& unit, int round, const std::string& outcome = "",
          const std::string& held_after = "") {
  Vote vote;
  vote.ratification = "harbour";
  vote.unit = unit;
  vote.round = round;
  vote.held_after = held_after;
  vote.line = 2;
  if (!outcome.empty()) vote.outcome = outcome == "yes";
  return vote;
}

Vote part(Vote vote, const std::string& of) {
  vote.part_of = of;
  return vote;
}

Vote contract(Vote vote) {
  vote.contract = true;
  return vote;
}

// The failures before the last of some votes: "pilots 2, pilots 1".
std::string before_the_last(const std::vector<Vote>& votes) {
  std::vector<Mistake> mistakes;
  std::string text;
  const auto failures = failures_before(votes, files, mistakes);
  for (const FailedVote& each : failures.back())
    text += (text.empty() ? "" : ", ") + each.unit + " " + std::to_string(each.round);
  CHECK(mistakes.empty());
  return text;
}

std::string mistake_in(const std::vector<Vote>& votes) {
  std::vector<Mistake> mistakes;
  failures_before(votes, files, mistakes);
  REQUIRE(mistakes.size() == 1);
  const Mistake& mistake = mistakes.front();
  CHECK(mistake.file == "votes.csv");
  CHECK(mistake.line == 2);
  return mistake.problem + " (" + mistake.why + "); " + mistake.suggestion;
}

Leaf leaf(const std::string& unit, int round) {
  Leaf leaf;
  leaf.ratification = "harbour";
  leaf.unit = unit;
  leaf.round = round;
  return leaf;
}

}  // namespace

TEST_CASE("a unit that stands alone votes again because it said no") {
  CHECK(before_the_last({vote("pilots", 1, "no")}).empty());
  CHECK(before_the_last({vote("pilots", 1, "no"), vote("pilots", 2, "yes")}) == "pilots 1");
  CHECK(before_the_last({vote("pilots", 1, "no"), vote("pilots", 2, "no"), vote("pilots", 3)}) ==
        "pilots 2, pilots 1");
  // The table has not all of them, and they were held.
  CHECK(before_the_last({vote("pilots", 3, "yes")}) == "pilots 2, pilots 1");
  // It had said yes: what led to the vote is not in the table.
  CHECK(before_the_last({vote("pilots", 1, "yes"), vote("pilots", 2)}).empty());
  Vote counted = vote("pilots", 1), rounded = vote("pilots", 1);
  counted.ballots = Ballots{51, 49};
  rounded.share = Between{0.505, 0.515};
  CHECK(before_the_last({counted, vote("pilots", 2)}).empty());
  CHECK(before_the_last({rounded, vote("pilots", 2)}).empty());
  counted.ballots = Ballots{50, 50};
  rounded.share = Between{0.495, 0.505};  // of both
  CHECK(before_the_last({counted, vote("pilots", 2)}) == "pilots 1");
  CHECK(before_the_last({rounded, vote("pilots", 2)}) == "pilots 1");
  // Another ratification is another matter.
  Vote elsewhere = vote("pilots", 1, "yes");
  elsewhere.ratification = "airport";
  CHECK(before_the_last({elsewhere, vote("pilots", 2)}) == "pilots 1");
}

TEST_CASE("where a rule may have decided, nothing is concluded unless the table says it") {
  const Vote all = vote("all", 1, "no"), again = vote("all", 2, "yes"),
             local = part(vote("pilots", 1, "no"), "all"), second = part(vote("pilots", 2), "all");
  CHECK(before_the_last({all, again, local, second}).empty());
  CHECK(before_the_last({all, local, again}).empty());  // a total, if only in the first round
  CHECK(before_the_last({vote("pilots", 1, "no"), contract(vote("pilots", 2))}).empty());
  Vote told = second;
  told.held_after = "all";
  CHECK(before_the_last({all, again, local, told}) == "all 1");
  CHECK(before_the_last({vote("pilots", 1, "no"), contract(vote("staff", 2, "", "pilots"))}) ==
        "pilots 1");
}

TEST_CASE("what came before is that of the unit which failed") {
  // Pilots stood alone in the second vote; the third followed the second of the whole.
  CHECK(before_the_last({vote("all", 1, "no"), vote("all", 2, "no", "all"),
                         part(vote("cranes", 2), "all"),
                         part(vote("pilots", 3, "", "all"), "everybody"), vote("everybody", 3),
                         vote("renamed", 3, "", "all")}) == "all 2, all 1");
}

TEST_CASE("a vote that is said to be held after what did not fail is a mistake") {
  CHECK(mistake_in({vote("pilots", 1, "no", "cranes")}) ==
        "the first vote of pilots is held after cranes (nothing fails before a first "
        "vote); correct the round, or leave held_after empty");
  CHECK(
      mistake_in({vote("pilots", 2, "no", "cranes")}) ==
      "pilots is held after cranes, which has no vote on the package in round 1 of "
      "harbour (held_after names the unit whose no on the package led to this vote); add its row, "
      "with outcome no if that is all you know, or leave held_after empty");
  CHECK(mistake_in({vote("cranes", 1, "yes"), vote("pilots", 2, "no", "cranes")}) ==
        "pilots is held after cranes, which said yes in round 1 of harbour "
        "(held_after names the unit whose no on the package led to this vote); name the unit that "
        "said no, or leave held_after empty where the rule decided");
  CHECK_THROWS_AS(leaves_of({vote("pilots", 1, "no", "cranes")}, files), ScenarioError);
}

TEST_CASE("a leaf has the failures of its row, and totals of which its vote tells") {
  Vote all = vote("all", 1), cranes = part(vote("cranes", 1), "all"),
       pilots = part(vote("pilots", 1), "cranes"), again = vote("all", 2, "yes", "all");
  all.ballots = Ballots{40, 60};
  cranes.ballots = Ballots{20, 20};
  pilots.ballots = Ballots{5, 5};
  const Leaves leaves = leaves_of({all, cranes, pilots, again}, files);
  REQUIRE(leaves.support.size() == 4);
  CHECK(leaves.support[0].totals == std::vector<std::string>{"all"});  // its rest
  CHECK(leaves.support[1].totals == std::vector<std::string>{"cranes", "all"});
  CHECK(leaves.support[2].totals == std::vector<std::string>{"cranes", "all"});
  REQUIRE(leaves.support[3].after.size() == 1);
  CHECK(leaves.support[3].after[0].unit == "all");
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(leaves.support[i].after.empty());
    CHECK(untold_failures({leaves.support[i]}, {leaves.support[3]}).empty());
  }
  CHECK(untold_failures({}, {leaves.support[3]}).size() == 1);
}

TEST_CASE("a failure is a row of its outcome alone, once, where no vote tells it") {
  Leaf third = leaf("pilots", 3), other = leaf("cranes", 2);
  third.after = {{"Port", "pilots", 2, {0.5}}, {"Port", "pilots", 1, {std::nan("")}}};
  other.after = {{"Port", "pilots", 1, {0.5}}};
  const std::vector<Leaf> failures = untold_failures({}, {third, other});
  REQUIRE(failures.size() == 2);
  CHECK(failures[0].ratification == "harbour");
  CHECK(failures[0].union_name == "Port");
  CHECK(failures[0].unit == "pilots");
  CHECK(failures[0].round == 2);
  CHECK_FALSE(failures[0].contract);
  CHECK_FALSE(failures[0].ballots);
  CHECK(failures[0].share.low == 0);
  CHECK(failures[0].share.high == 0.5);
  CHECK(failures[0].columns == std::vector<double>{0.5});
  CHECK(failures[1].round == 1);
  Leaf first = leaf("pilots", 1);
  first.union_name = "Port";
  const auto rounds = [&](const Leaf& known) {
    std::vector<int> left;
    for (const Leaf& each : untold_failures({known}, {third})) left.push_back(each.round);
    return left;
  };
  CHECK(rounds(first) == std::vector<int>{2});
  Leaf a_contract = first, elsewhere = first, of_another = first;
  a_contract.contract = true;
  elsewhere.ratification = "airport";
  of_another.union_name = "Sea";
  for (const Leaf& known : {a_contract, elsewhere, of_another})
    CHECK(rounds(known) == std::vector<int>{2, 1});
}

TEST_CASE("a fit to a later vote alone is the fit to it and the outcome of the first") {
  Leaf second = leaf("pilots", 2), other = leaf("cranes", 1);
  second.ballots = Ballots{60, 40};
  other.ballots = Ballots{30, 50};
  second.after = {{"", "pilots", 1, {}}};
  Leaf failed = leaf("pilots", 1);
  failed.share = {0, 0.5};
  const Sampling sampling{.warm_up = 10, .draws = 20};
  const Calibration untold = calibrate({.support = {second, other}}, {}, sampling, 1),
                    told = calibrate({.support = {second, other, failed}}, {}, sampling, 1);
  CHECK(untold.support.rows == 2);  // that the table has
  CHECK(told.support.rows == 3);
  CHECK(untold.support.units == 2);
  REQUIRE(untold.support.quantities.size() == told.support.quantities.size());
  for (std::size_t q = 0; q < told.support.quantities.size(); ++q)
    CHECK(untold.support.quantities[q].mean == told.support.quantities[q].mean);
}
