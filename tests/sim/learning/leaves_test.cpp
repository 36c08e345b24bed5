// What is used of a table of votes: each figure once.
#include "sim/learning/leaves.h"

#include <doctest/doctest.h>

using namespace ayes;
using namespace ayes::learning;

namespace {

const std::vector<std::string> files = {"votes.csv"};

Vote vote(const std::string& unit, const std::string& part_of = "") {
  static int line = 1;
  Vote vote;
  vote.ratification = "harbour";
  vote.unit = unit;
  vote.part_of = part_of;
  vote.line = ++line;
  return vote;
}

Vote counted(const std::string& unit, std::int64_t yes, std::int64_t no,
             const std::string& part_of = "") {
  Vote stated = vote(unit, part_of);
  stated.ballots = Ballots{yes, no};
  return stated;
}

Vote rounded(const std::string& unit, double low, double high, const std::string& part_of = "") {
  Vote stated = vote(unit, part_of);
  stated.share = Between{low, high};
  return stated;
}

Vote outcome(const std::string& unit, bool yes, const std::string& part_of = "") {
  Vote stated = vote(unit, part_of);
  stated.outcome = yes;
  return stated;
}

const Leaf* find(const std::vector<Leaf>& leaves, const std::string& unit) {
  for (const Leaf& leaf : leaves) {
    if (leaf.unit == unit) return &leaf;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a total informs what no row lists, and nothing else") {
  const Leaves leaves = leaves_of(
      {counted("all", 100, 80), counted("cranes", 30, 10, "all"), counted("pilots", 20, 40, "all")},
      files);
  REQUIRE(leaves.support.size() == 3);
  CHECK(find(leaves.support, "cranes")->ballots->yes == 30);
  const Leaf* rest = find(leaves.support, "all, the rest");
  REQUIRE(rest);
  CHECK(rest->ballots->yes == 50);
  CHECK(rest->ballots->no == 30);
  CHECK(leaves.remainders == 1);
}

TEST_CASE("totals within totals leave their own rests") {
  const Leaves leaves = leaves_of(
      {counted("all", 100, 80), counted("dock", 60, 20, "all"), counted("cranes", 30, 10, "dock")},
      files);
  CHECK(find(leaves.support, "dock, the rest")->ballots->yes == 30);
  CHECK(find(leaves.support, "all, the rest")->ballots->yes == 40);
  CHECK(leaves.support.size() == 3);
}

TEST_CASE("a total that its parts add up to is not used") {
  const Leaves leaves = leaves_of(
      {counted("all", 50, 50), counted("cranes", 30, 10, "all"), counted("pilots", 20, 40, "all")},
      files);
  CHECK(leaves.support.size() == 2);
  REQUIRE(leaves.unused.size() == 1);
  CHECK(leaves.unused.front().why == "a total that its parts add up to");
}

TEST_CASE("a total is not used when a part states a share without counts") {
  const Leaves leaves =
      leaves_of({counted("all", 100, 80), rounded("cranes", 0.595, 0.605, "all")}, files);
  CHECK(leaves.support.size() == 1);
  CHECK(leaves.support.front().unit == "cranes");
}

TEST_CASE("a total without counts is not used when a part has figures") {
  const Leaves leaves =
      leaves_of({rounded("all", 0.545, 0.555), counted("cranes", 30, 10, "all")}, files);
  CHECK(leaves.support.size() == 1);
  CHECK(leaves.support.front().unit == "cranes");
}

TEST_CASE("parts that state an outcome alone are inside the rest of their total") {
  for (const bool first : {true, false}) {
    std::vector<Vote> votes = {counted("all", 100, 80), outcome("cranes", true, "all")};
    if (!first) std::swap(votes[0], votes[1]);
    const Leaves leaves = leaves_of(votes, files);
    REQUIRE(leaves.support.size() == 1);
    CHECK(leaves.support.front().ballots->yes == 100);
  }
  const Leaves shares =
      leaves_of({outcome("cranes", true, "all"), rounded("all", 0.5, 0.6)}, files);
  CHECK(shares.support.size() == 1);
  CHECK(shares.support.front().unit == "all");
}

TEST_CASE("an outcome alone says on which side of a half the share lies") {
  const Leaves leaves = leaves_of({outcome("cranes", true), outcome("pilots", false)}, files);
  CHECK(leaves.support[0].share.low == 0.5);
  CHECK(leaves.support[0].share.high == 1);
  CHECK(leaves.support[1].share.low == 0);
  CHECK(leaves.support[1].share.high == 0.5);
}

TEST_CASE("the turnout of a total is used where no part states one") {
  Vote all = counted("all", 100, 80), cranes = counted("cranes", 30, 10, "all");
  all.turnout = Between{0.695, 0.705};
  CHECK(leaves_of({all, cranes}, files).turnout.size() == 1);
  cranes.turnout = Between{0.795, 0.805};
  const Leaves leaves = leaves_of({all, cranes}, files);
  REQUIRE(leaves.turnout.size() == 1);
  CHECK(leaves.turnout.front().unit == "cranes");
  CHECK(leaves.turnout.front().share.low == 0.795);
}

TEST_CASE("a figure stated twice, a missing total and parts above their total are mistakes") {
  const auto problem = [](const std::vector<Vote>& votes) {
    try {
      leaves_of(votes, files);
    } catch (const ScenarioError& error) {
      CHECK(error.mistakes().size() == 1);
      CHECK(error.mistakes().front().file == "votes.csv");
      CHECK(error.mistakes().front().line == votes.back().line);
      return error.mistakes().front().problem;
    }
    return std::string();
  };
  CHECK(problem({counted("cranes", 30, 10), counted("cranes", 31, 10)}) ==
        "cranes votes twice in round 1 of harbour");
  CHECK(problem({counted("cranes", 30, 10, "all")}) ==
        "cranes is part of all, which has no row in round 1 of harbour");
  CHECK(problem({counted("cranes", 30, 10, "all"), counted("all", 20, 10)}) ==
        "the parts of all have 30 yes ballots, more than the 20 of the total");
}

TEST_CASE("a unit has one union in all its votes of a ratification") {
  Vote first = counted("cranes", 30, 10), second = counted("cranes", 35, 8);
  first.union_name = "Port";
  second.round = 2;
  try {
    leaves_of({first, second}, files);
    FAIL("two unions were taken");
  } catch (const ScenarioError& error) {
    REQUIRE(error.mistakes().size() == 1);
    CHECK(error.mistakes().front().line == second.line);
    CHECK(error.mistakes().front().problem == "the union of cranes in harbour is none");
  }
  second.union_name = "Port";
  CHECK(leaves_of({first, second}, files).support.size() == 2);
  second.union_name = "Sea";
  second.ratification = "airport";  // another ratification, another unit
  CHECK(leaves_of({first, second}, files).support.size() == 2);
}

TEST_CASE("a ring of totals is a mistake") {
  CHECK_THROWS_AS(leaves_of({counted("a", 1, 1, "b"), counted("b", 1, 1, "a")}, files),
                  ScenarioError);
}
