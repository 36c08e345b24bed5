#include "sim/learning/leaves.h"

#include "sim/learning/failures.h"
#include "sim/learning/vote_mistake.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace ayes::learning {
namespace {

using Key = std::tuple<std::string, int, bool, std::string>;  // ratification, round, question, unit

Key key_of(const Vote& vote, const std::string& unit) {
  return {vote.ratification, vote.round, vote.contract, unit};
}

struct Total {
  std::vector<std::size_t> parts;
};

struct Tree {
  std::map<Key, std::size_t> row_of;
  std::map<std::size_t, Total> totals;  // by row
};

// Rows of one unit name one union: else its votes would count as two units'.
void check_unions(const std::vector<Vote>& votes, const std::vector<std::string>& files,
                  std::vector<Mistake>& mistakes) {
  std::map<std::pair<std::string, std::string>, std::size_t> first_row;
  const auto union_of = [](const Vote& vote) {
    return vote.union_name.empty() ? std::string("none") : vote.union_name;
  };
  for (std::size_t i = 0; i < votes.size(); ++i) {
    const auto [first, fresh] =
        first_row.emplace(std::pair(votes[i].ratification, votes[i].unit), i);
    const Vote& other = votes[first->second];
    if (fresh || votes[i].union_name == other.union_name) continue;
    mistakes.push_back(mistake_at(votes[i], files,
                                  "the union of " + votes[i].unit + " in " + votes[i].ratification +
                                      " is " + union_of(votes[i]),
                                  "it is " + union_of(other) + " in line " +
                                      std::to_string(other.line) + " of " +
                                      files[static_cast<std::size_t>(other.file)] +
                                      ", and a unit has one union in all its votes",
                                  "write the same in both, or give two units two names"));
  }
}

Tree tree_of(const std::vector<Vote>& votes, const std::vector<std::string>& files) {
  Tree tree;
  std::vector<Mistake> mistakes;
  check_unions(votes, files, mistakes);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    const auto [first, fresh] = tree.row_of.emplace(key_of(votes[i], votes[i].unit), i);
    if (fresh) continue;
    const Vote& other = votes[first->second];
    mistakes.push_back(
        mistake_at(votes[i], files,
                   votes[i].unit + " votes twice in round " + std::to_string(votes[i].round) +
                       " of " + votes[i].ratification,
                   "a figure is used once, and line " + std::to_string(other.line) + " of " +
                       files[static_cast<std::size_t>(other.file)] + " states this one already",
                   "say in the column left_out why one of the two is left out"));
  }
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if (votes[i].part_of.empty()) continue;
    const auto total = tree.row_of.find(key_of(votes[i], votes[i].part_of));
    if (total == tree.row_of.end() || total->second == i) {
      mistakes.push_back(mistake_at(
          votes[i], files,
          votes[i].unit + " is part of " + votes[i].part_of + ", which has no row in round " +
              std::to_string(votes[i].round) + " of " + votes[i].ratification,
          "a total and its parts are of one vote, on one question",
          "name a unit of the same ratification, round and vote, or leave part_of empty"));
      continue;
    }
    tree.totals[total->second].parts.push_back(i);
  }
  // A chain of totals that comes back to its start has no top.
  for (std::size_t i = 0; mistakes.empty() && i < votes.size(); ++i) {
    std::size_t at = i, steps = 0;
    while (!votes[at].part_of.empty() && steps <= votes.size()) {
      at = tree.row_of.at(key_of(votes[at], votes[at].part_of));
      ++steps;
    }
    if (steps > votes.size()) {
      mistakes.push_back(mistake_at(votes[i], files, votes[i].unit + " is part of itself",
                                    "its totals come round to it again",
                                    "leave part_of of the largest total empty"));
    }
  }
  if (!mistakes.empty()) throw ScenarioError(std::move(mistakes));
  return tree;
}

bool has_figures(const Vote& vote) { return vote.ballots || vote.share; }

Leaf leaf_of(const Vote& vote) {
  Leaf leaf{.ratification = vote.ratification,
            .union_name = vote.union_name,
            .unit = vote.unit,
            .date = vote.date,
            .round = vote.round,
            .contract = vote.contract,
            .ballots = vote.ballots,
            .columns = vote.columns};
  if (vote.ballots) return leaf;
  if (vote.share) {
    leaf.share = *vote.share;
  } else if (vote.outcome) {
    leaf.share = *vote.outcome ? Between{0.5, 1} : Between{0, 0.5};
  }
  return leaf;
}

// The units whose totals hold a row, from the nearest.
std::vector<std::string> totals_of(const std::vector<Vote>& votes, const Tree& tree,
                                   std::size_t row) {
  std::vector<std::string> totals;
  for (; !votes[row].part_of.empty(); row = tree.row_of.at(key_of(votes[row], votes[row].part_of)))
    totals.push_back(votes[row].part_of);
  return totals;
}

// The ballots that parts with figures hold, all levels below `row`; nothing if one of them states a
// share alone.
std::optional<Ballots> listed(const std::vector<Vote>& votes, const Tree& tree, std::size_t row) {
  Ballots sum{0, 0};
  const auto total = tree.totals.find(row);
  if (total == tree.totals.end()) return sum;
  for (const std::size_t part : total->second.parts) {
    if (votes[part].ballots) {
      sum.yes += votes[part].ballots->yes;
      sum.no += votes[part].ballots->no;
      continue;
    }
    if (votes[part].share) return std::nullopt;
    const auto below = listed(votes, tree, part);  // a part without figures may list some
    if (!below) return std::nullopt;
    sum.yes += below->yes;
    sum.no += below->no;
  }
  return sum;
}

bool figures_below(const std::vector<Vote>& votes, const Tree& tree, std::size_t row) {
  const auto total = tree.totals.find(row);
  return total != tree.totals.end() &&
         std::ranges::any_of(total->second.parts, [&](std::size_t part) {
           return has_figures(votes[part]) || figures_below(votes, tree, part);
         });
}

// Whether a row without figures is inside the rest of a total above it.
bool inside_a_rest(const std::vector<Vote>& votes, const Tree& tree, std::size_t row,
                   const std::vector<char>& has_rest) {
  while (!votes[row].part_of.empty()) {
    row = tree.row_of.at(key_of(votes[row], votes[row].part_of));
    if (has_rest[row]) return true;
    if (has_figures(votes[row])) return false;
  }
  return false;
}

bool part_states_turnout(const std::vector<Vote>& votes, const Tree& tree, std::size_t row) {
  const auto total = tree.totals.find(row);
  return total != tree.totals.end() &&
         std::ranges::any_of(total->second.parts, [&](std::size_t part) {
           return votes[part].turnout || part_states_turnout(votes, tree, part);
         });
}

}  // namespace

Leaves leaves_of(const std::vector<Vote>& votes, const std::vector<std::string>& files) {
  const Tree tree = tree_of(votes, files);
  Leaves leaves;
  std::vector<Mistake> mistakes;
  const std::vector<std::vector<FailedVote>> failures = failures_before(votes, files, mistakes);
  const auto leave_out = [&](const Vote& vote, std::string why) {
    leaves.unused.push_back({vote.file, vote.line, std::move(why)});
  };
  const auto leaf_of_row = [&](std::size_t row) {
    Leaf leaf = leaf_of(votes[row]);
    leaf.totals = totals_of(votes, tree, row);
    leaf.after = failures[row];
    return leaf;
  };
  std::vector<std::optional<Ballots>> rest(votes.size());
  std::vector<char> has_rest(votes.size(), 0);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if (!tree.totals.contains(i) || !votes[i].ballots) continue;
    const auto parts = listed(votes, tree, i);
    if (!parts) continue;
    rest[i] = Ballots{votes[i].ballots->yes - parts->yes, votes[i].ballots->no - parts->no};
    if (rest[i]->yes < 0 || rest[i]->no < 0) {
      mistakes.push_back(mistake_at(
          votes[i], files,
          "the parts of " + votes[i].unit + " have " +
              std::to_string(rest[i]->yes < 0 ? parts->yes : parts->no) +
              (rest[i]->yes < 0 ? " yes" : " no") + " ballots, more than the " +
              std::to_string(rest[i]->yes < 0 ? votes[i].ballots->yes : votes[i].ballots->no) +
              " of the total",
          "parts add up to their total at most", "correct the counts, or part_of"));
    }
    has_rest[i] = rest[i]->yes + rest[i]->no > 0;
  }
  // A rounded share of a total none of whose parts has a figure holds them all.
  for (const auto& [row, total] : tree.totals) {
    if (votes[row].share && !votes[row].ballots)
      has_rest[row] = listed(votes, tree, row) && !figures_below(votes, tree, row);
  }
  if (!mistakes.empty()) throw ScenarioError(std::move(mistakes));

  for (std::size_t i = 0; i < votes.size(); ++i) {
    const Vote& vote = votes[i];
    if (vote.turnout && !vote.contract) {
      if (part_states_turnout(votes, tree, i)) {
        leave_out(vote, "turnout of a total, whose parts state theirs");
      } else {
        Leaf leaf = leaf_of(vote);
        leaf.ballots.reset();
        leaf.share = *vote.turnout;
        leaves.turnout.push_back(std::move(leaf));
      }
    }
    if (tree.totals.contains(i) && has_figures(vote)) {
      if (has_rest[i]) {
        Leaf leaf = leaf_of_row(i);
        if (rest[i]) {
          leaf.ballots = rest[i];
          leaf.totals.insert(leaf.totals.begin(), vote.unit);
          leaf.unit += ", the rest";
          ++leaves.remainders;
        }
        leaves.support.push_back(std::move(leaf));
      } else {
        leave_out(vote, rest[i] ? "a total that its parts add up to"
                                : "a total whose rest cannot be told, for want of counts");
      }
      continue;
    }
    if (tree.totals.contains(i) && figures_below(votes, tree, i)) {
      leave_out(vote, "a total without figures, whose parts have some");
      continue;
    }
    if (!has_figures(vote)) {
      if (!vote.outcome) {
        if (!vote.turnout) leave_out(vote, "states no figure");
        continue;
      }
      if (inside_a_rest(votes, tree, i, has_rest)) {
        leave_out(vote, "inside the rest of a total");
        continue;
      }
    }
    leaves.support.push_back(leaf_of_row(i));
  }
  return leaves;
}

}  // namespace ayes::learning
