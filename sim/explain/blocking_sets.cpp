#include "sim/explain/blocking_sets.h"

#include <array>
#include <queue>
#include <utility>

namespace ayes {
namespace {

constexpr std::size_t most_sets = 10, most_players = 64;
// The search ends after so many sets, or sets times the different refusals there are.
constexpr std::int64_t most_tried = std::int64_t{1} << 19, most_work = std::int64_t{1} << 29;

using Set = std::uint64_t;  // player p is bit p

Set bit(std::size_t player) { return Set{1} << player; }

// All players up to the last of a set.
Set through_last(Set set) { return set == 0 ? 0 : ~Set{0} >> __builtin_clzll(set); }

class Search {
 public:
  Search(const power::Game& game, const CloseVotes& votes)
      : game_(game), refusals_(votes.refusals.begin(), votes.refusals.end()) {}

  // Goes through sets in order of how often they occur: a set never occurs more often than its
  // parts, so the first blocking sets found are the most frequent.
  std::vector<std::pair<Set, std::int64_t>> most_frequent(bool& more_unsearched) {
    std::vector<std::pair<Set, std::int64_t>> found;
    std::int64_t votes = 0;
    for (const auto& [noes, count] : refusals_) votes += count;
    push(0, votes);
    while (!open_.empty() && found.size() < most_sets) {
      const Set set = open_.top().set;
      const std::int64_t occurs = open_.top().occurs;
      open_.pop();
      if (blocks(set)) {
        if (minimal(set)) found.emplace_back(set, occurs);
        continue;
      }
      const std::array<std::int64_t, most_players> with = occurs_with(set);
      for (std::size_t p = game_.players.size(); p-- > 0 && bit(p) > set;) {
        if (tried_ > most_tried || tried_ * refusals() > most_work) {
          more_unsearched = true;
          return found;
        }
        push(set | bit(p), with[p]);
      }
    }
    return found;
  }

 private:
  struct Candidate {
    std::int64_t occurs;
    Set set;
    // The most frequent first; of equals the smaller set, then the first players.
    bool operator<(const Candidate& other) const {
      if (occurs != other.occurs) return occurs < other.occurs;
      const int size = __builtin_popcountll(set), other_size = __builtin_popcountll(other.set);
      return size != other_size ? size > other_size : set > other.set;
    }
  };

  std::int64_t refusals() const { return static_cast<std::int64_t>(refusals_.size()); }

  void push(Set set, std::int64_t occurs) {
    ++tried_;
    if (occurs > 0) open_.push({occurs, set});
  }

  // Returns how often the set occurs with each player beyond its last: one pass for all of them,
  // over the few votes in which it occurs.
  std::array<std::int64_t, most_players> occurs_with(Set set) const {
    std::array<std::int64_t, most_players> with{};
    for (const auto& [noes, count] : refusals_) {
      if ((noes & set) != set) continue;
      for (Set more = noes & ~through_last(set); more != 0; more &= more - 1)
        with[static_cast<std::size_t>(__builtin_ctzll(more))] += count;
    }
    return with;
  }

  // Whether the package is rejected when these say no and all others yes.
  bool blocks(Set set) const {
    std::vector<std::uint8_t> yes(game_.players.size());
    for (std::size_t p = 0; p < yes.size(); ++p) yes[p] = !(set & bit(p));
    return !game_.diagrams.holds(game_.wins, yes);
  }

  bool minimal(Set set) const {
    for (std::size_t p = 0; p < game_.players.size(); ++p) {
      if ((set & bit(p)) && blocks(set & ~bit(p))) return false;
    }
    return true;
  }

  const power::Game& game_;
  std::vector<std::pair<Set, std::int64_t>> refusals_;
  std::priority_queue<Candidate> open_;
  std::int64_t tried_ = 0;
};

// A union of one unit goes by the union's name.
std::string name_of(const Model& model, const power::Player& player) {
  const auto body = static_cast<std::size_t>(player.body);
  const auto of = player.is_union ? body : static_cast<std::size_t>(model.units[body].union_index);
  const bool alone = player.is_union || model.unions[of].units.size() == 1;
  return alone ? model.unions[of].name : model.units[body].name;
}

}  // namespace

BlockingSets blocking_sets(const Model& model, const power::Game& game, const CloseVotes& votes,
                           double level) {
  BlockingSets result;
  result.why_not = game.why_not;
  if (result.why_not.empty() && game.players.size() > most_players)
    result.why_not = "the rule asks more than 64 bodies";
  if (result.why_not.empty() && !game.yes_never_hurts)
    result.why_not = "a yes can turn ratified to rejected, so that no set of noes is sure to block";
  if (!result.why_not.empty() || votes.rejected == 0) return result;
  for (const auto& [set, occurs] : Search(game, votes).most_frequent(result.more_unsearched)) {
    BlockingSet& found = result.sets.emplace_back();
    for (std::size_t p = 0; p < game.players.size(); ++p) {
      if (!(set & bit(p))) continue;
      found.bodies.push_back(name_of(model, game.players[p]));
    }
    const double share = static_cast<double>(occurs) / static_cast<double>(votes.rejected);
    found.of_rejected = {share,
                         __builtin_sqrt(share * (1 - share) / static_cast<double>(votes.rejected)),
                         wilson(occurs, votes.rejected, level)};
  }
  return result;
}

}  // namespace ayes
