#include "sim/learning/failures.h"

#include "sim/learning/mixed_model.h"
#include "sim/learning/vote_mistake.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace ayes::learning {
namespace {

// Rows of packages, and who stands alone.
class Packages {
 public:
  explicit Packages(const std::vector<Vote>& votes) : votes_(votes) {
    for (std::size_t i = 0; i < votes.size(); ++i) {
      const Vote& vote = votes[i];
      if (!vote.contract) row_of_.emplace(std::tuple(vote.ratification, vote.unit, vote.round), i);
      if (vote.part_of.empty()) continue;
      divided_.emplace(vote.ratification, vote.unit);
      divided_.emplace(vote.ratification, vote.part_of);
    }
  }

  const Vote* find(const std::string& ratification, const std::string& unit, int round) const {
    const auto found = row_of_.find(std::tuple(ratification, unit, round));
    return found == row_of_.end() ? nullptr : &votes_[found->second];
  }
  bool stands_alone(const Vote& vote) const {
    return !divided_.contains(std::pair(vote.ratification, vote.unit));
  }

 private:
  const std::vector<Vote>& votes_;
  std::map<std::tuple<std::string, std::string, int>, std::size_t> row_of_;
  std::set<std::pair<std::string, std::string>> divided_;
};

bool states_yes(const Vote& vote) {
  if (vote.ballots) return vote.ballots->yes > vote.ballots->no;
  if (vote.share) return vote.share->low >= 0.5;
  return vote.outcome.value_or(false);
}

FailedVote failure_of(const Vote& vote, int round) {
  return {vote.union_name, vote.unit, round, vote.columns};
}

void check(const Vote& vote, const Packages& packages, const std::vector<std::string>& files,
           std::vector<Mistake>& mistakes) {
  const auto fault = [&](std::string problem, std::string why, std::string suggestion) {
    mistakes.push_back(
        mistake_at(vote, files, std::move(problem), std::move(why), std::move(suggestion)));
  };
  if (vote.round == 1) {
    fault("the first vote of " + vote.unit + " is held after " + vote.held_after,
          "nothing fails before a first vote", "correct the round, or leave held_after empty");
    return;
  }
  const std::string before =
      "in round " + std::to_string(vote.round - 1) + " of " + vote.ratification;
  const Vote* row = packages.find(vote.ratification, vote.held_after, vote.round - 1);
  if (!row) {
    fault(vote.unit + " is held after " + vote.held_after + ", which has no vote on the package " +
              before,
          "held_after names the unit whose no on the package led to this vote",
          "add its row, with outcome no if that is all you know, or leave held_after empty");
  } else if (states_yes(*row)) {
    fault(vote.unit + " is held after " + vote.held_after + ", which said yes " + before,
          "held_after names the unit whose no on the package led to this vote",
          "name the unit that said no, or leave held_after empty where the rule decided");
  }
}

// Adds what failed before `vote`, the last first.
void add_failures(const Vote& vote, const Packages& packages, std::vector<FailedVote>& failures) {
  if (vote.round == 1) return;
  const int before = vote.round - 1;
  if (!vote.held_after.empty()) {
    if (const Vote* row = packages.find(vote.ratification, vote.held_after, before)) {
      failures.push_back(failure_of(*row, before));
      add_failures(*row, packages, failures);
    }
    return;
  }
  if (vote.contract || !packages.stands_alone(vote)) return;
  if (const Vote* row = packages.find(vote.ratification, vote.unit, before)) {
    if (states_yes(*row)) return;
    failures.push_back(failure_of(*row, before));
    add_failures(*row, packages, failures);
    return;
  }
  Vote unlisted = vote;  // the table does not have it, and still it was held
  unlisted.round = before;
  unlisted.columns.assign(vote.columns.size(), std::nan(""));
  failures.push_back(failure_of(unlisted, before));
  add_failures(unlisted, packages, failures);
}

bool same_unit(const Leaf& one, const Leaf& other) {
  return one.ratification == other.ratification && one.unit == other.unit &&
         union_in_ratification(one) == union_in_ratification(other);
}

// Whether a vote tells how `failed` went: it is that vote, or a part of it.
bool tells(const Leaf& leaf, const Leaf& failed) {
  return leaf.ratification == failed.ratification && leaf.round == failed.round && !leaf.contract &&
         (same_unit(leaf, failed) ||
          std::ranges::find(leaf.totals, failed.unit) != leaf.totals.end());
}

}  // namespace

std::vector<std::vector<FailedVote>> failures_before(const std::vector<Vote>& votes,
                                                     const std::vector<std::string>& files,
                                                     std::vector<Mistake>& mistakes) {
  const Packages packages(votes);
  std::vector<std::vector<FailedVote>> failures(votes.size());
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if (!votes[i].held_after.empty()) check(votes[i], packages, files, mistakes);
    add_failures(votes[i], packages, failures[i]);
  }
  return failures;
}

std::vector<Leaf> untold_failures(const std::vector<Leaf>& known, const std::vector<Leaf>& later) {
  std::vector<Leaf> untold;
  for (const Leaf& vote : later) {
    for (const FailedVote& failure : vote.after) {
      const Leaf failed{.ratification = vote.ratification,
                        .union_name = failure.union_name,
                        .unit = failure.unit,
                        .round = failure.round,
                        .share = {0, 0.5},
                        .columns = failure.columns};
      const auto told = [&](const Leaf& leaf) { return tells(leaf, failed); };
      if (std::ranges::none_of(known, told) && std::ranges::none_of(untold, [&](const Leaf& other) {
            return other.round == failed.round && same_unit(other, failed);
          }))
        untold.push_back(failed);
    }
  }
  return untold;
}

}  // namespace ayes::learning
