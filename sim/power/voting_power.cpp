#include "sim/power/voting_power.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>

namespace ayes::power {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

// Numbers of sets by their size: coefficients of a polynomial.
template <typename Whole>
using Sizes = std::vector<Whole>;

// Counts the ways from a question to a win, and from the first question to it, by how many say yes;
// a player passed over may say either.
template <typename Whole>
class SwingCounter {
 public:
  SwingCounter(const Diagrams& diagrams, Diagrams::Place wins)
      : questions_(diagrams.questions()),
        n_(static_cast<std::size_t>(diagrams.players())),
        wins_(static_cast<std::size_t>(wins)) {
    binomials_ = {{Whole(1)}};
    for (std::size_t k = 0; k < n_; ++k) binomials_.push_back(with_either(binomials_.back()));
    reached_.assign(questions_.size(), false);
    reached_[wins_] = true;
    for (std::size_t k = questions_.size(); k-- > 2;) {
      if (!reached_[k]) continue;
      reached_[static_cast<std::size_t>(questions_[k].if_no)] = true;
      reached_[static_cast<std::size_t>(questions_[k].if_yes)] = true;
    }
    count_ways_down();
  }

  // Returns, for each player and each number of other yeses, the sets that its yes turns to a win
  // less those that it turns to a loss.
  std::vector<Sizes<Whole>> swings() const {
    std::vector<Sizes<Whole>> swings(n_, Sizes<Whole>(n_, Whole(0)));
    std::vector<Sizes<Whole>> up(questions_.size());
    up[wins_] = binomials_[player_of(wins_)];
    for (std::size_t k = questions_.size(); k-- > 2;) {
      if (!reached_[k]) continue;
      const std::size_t player = player_of(k);
      Sizes<Whole> difference = down_from(questions_[k].if_yes, player + 1);
      const Sizes<Whole> if_no = down_from(questions_[k].if_no, player + 1);
      for (std::size_t i = 0; i < difference.size(); ++i) difference[i] -= if_no[i];
      Whole* sum = swings[player].data();
      for (std::size_t a = 0; a < up[k].size(); ++a) {
        if (up[k][a] == 0) continue;
        for (std::size_t b = 0; b < difference.size(); ++b) sum[a + b] += up[k][a] * difference[b];
      }
      pass_on(up[k], player, questions_[k].if_no, false, up);
      pass_on(up[k], player, questions_[k].if_yes, true, up);
      Sizes<Whole>().swap(up[k]);
    }
    return swings;
  }

 private:
  std::size_t player_of(std::size_t place) const {
    return static_cast<std::size_t>(questions_[place].player);
  }

  // One more player, who says either.
  static Sizes<Whole> with_either(const Sizes<Whole>& sizes) {
    Sizes<Whole> more(sizes.size() + 1, Whole(0));
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      more[i] += sizes[i];
      more[i + 1] += sizes[i];
    }
    return more;
  }

  // Ways to a win by the players from `first` on.
  Sizes<Whole> down_from(Diagrams::Place place, std::size_t first) const {
    if (place == Diagrams::never) return Sizes<Whole>(n_ - first + 1, Whole(0));
    if (place == Diagrams::always) return binomials_[n_ - first];
    Sizes<Whole> sizes = down_[static_cast<std::size_t>(place)];
    for (std::size_t k = first; k < player_of(static_cast<std::size_t>(place)); ++k)
      sizes = with_either(sizes);
    return sizes;
  }

  void count_ways_down() {
    down_.resize(questions_.size());
    for (std::size_t k = 2; k < questions_.size(); ++k) {
      if (!reached_[k]) continue;
      const std::size_t next = player_of(k) + 1;
      const Sizes<Whole> if_yes = down_from(questions_[k].if_yes, next);
      down_[k] = down_from(questions_[k].if_no, next);
      down_[k].push_back(Whole(0));
      for (std::size_t i = 0; i < if_yes.size(); ++i) down_[k][i + 1] += if_yes[i];
    }
  }

  // Adds the ways up to a question to those of one that it leads to.
  void pass_on(const Sizes<Whole>& ways, std::size_t player, Diagrams::Place next, bool yes,
               std::vector<Sizes<Whole>>& up) const {
    if (next <= Diagrams::always) return;
    Sizes<Whole> passed(ways.size() + 1, Whole(0));
    for (std::size_t i = 0; i < ways.size(); ++i) passed[i + yes] = ways[i];
    for (std::size_t k = player + 1; k < player_of(static_cast<std::size_t>(next)); ++k)
      passed = with_either(passed);
    Sizes<Whole>& sum = up[static_cast<std::size_t>(next)];
    sum.resize(passed.size(), Whole(0));
    for (std::size_t i = 0; i < passed.size(); ++i) sum[i] += passed[i];
  }

  const std::vector<Diagrams::Question>& questions_;
  const std::size_t n_, wins_;
  std::vector<Sizes<Whole>> binomials_, down_;
  std::vector<bool> reached_;
};

Fraction fraction(const cpp_rational& value) {
  return {numerator(value).str(), denominator(value).str(), value.convert_to<double>()};
}

// Weighs swings by the sizes of the sets they happen in.
template <typename Whole>
std::vector<Power> powers(const std::vector<Sizes<Whole>>& swings) {
  const std::size_t n = swings.size();
  std::vector<cpp_int> factorial = {1};
  for (std::size_t k = 1; k <= n; ++k) factorial.push_back(factorial.back() * k);
  std::vector<cpp_int> totals;
  cpp_int all = 0;
  for (const Sizes<Whole>& sizes : swings) {
    cpp_int total = 0;
    for (const Whole& sets : sizes) total += sets;
    all += abs(total);
    totals.push_back(total);
  }
  std::vector<Power> powers;
  for (std::size_t i = 0; i < n; ++i) {
    cpp_int orders = 0;
    for (std::size_t k = 0; k < n; ++k)
      orders += cpp_int(swings[i][k]) * factorial[k] * factorial[n - 1 - k];
    powers.push_back(
        {.banzhaf = fraction(cpp_rational(totals[i], cpp_int(1) << (n - 1))),
         .banzhaf_share = all == 0 ? Fraction{} : fraction(cpp_rational(totals[i], all)),
         .shapley = fraction(cpp_rational(orders, factorial[n]))});
  }
  return powers;
}

// All that is counted is below 2^62 with so many players.
constexpr int most_in_64_bits = 62;

void place(const Game& game, std::vector<std::optional<Power>>& unions,
           std::vector<std::optional<Power>>& units) {
  const std::vector<Power> powers = powers_of(game);
  for (std::size_t p = 0; p < powers.size(); ++p) {
    const Player& player = game.players[p];
    (player.is_union ? unions : units)[static_cast<std::size_t>(player.body)] = powers[p];
  }
}

}  // namespace

std::vector<Power> powers_of(const Game& game) {
  if (game.players.size() <= most_in_64_bits)
    return powers(SwingCounter<std::int64_t>(game.diagrams, game.wins).swings());
  return powers(SwingCounter<cpp_int>(game.diagrams, game.wins).swings());
}

VotingPower voting_power(const Model& model) {
  VotingPower found;
  found.unions.resize(model.unions.size());
  found.units.resize(model.units.size());

  // Unions as they answer; a union of one unit is that unit.
  std::vector<std::optional<Power>> of_units(model.units.size()), as_players;
  const Game of_unions = game_of(model, Players::unions);
  found.why_no_unions = of_unions.why_not;
  if (of_unions.why_not.empty()) {
    found.yes_may_hurt = !of_unions.yes_never_hurts;
    place(of_unions, found.unions, of_units);
    as_players = found.unions;
    for (std::size_t u = 0; u < model.unions.size(); ++u) {
      const Union& body = model.unions[u];
      if (found.unions[u]) continue;
      found.unions[u] = Power{};
      if (body.units.size() == 1)
        found.unions[u] = of_units[static_cast<std::size_t>(body.units[0])].value_or(Power{});
    }
  }

  // Units, where their own results count. Where no union goes by them the game is the same.
  const bool same = std::none_of(model.unions.begin(), model.unions.end(), [](const Union& body) {
    return body.rule && !looks_at_ballots(*body.rule);
  });
  std::vector<std::optional<Power>> pooled(model.unions.size());
  if (same) {
    found.why_no_units = found.why_no_unions;
    if (!found.why_no_units.empty()) return found;
    pooled = as_players;
    found.units = of_units;
  } else {
    const Game of_both = game_of(model, Players::units);
    found.why_no_units = of_both.why_not;
    if (!of_both.why_not.empty()) return found;
    found.yes_may_hurt = found.yes_may_hurt || !of_both.yes_never_hurts;
    place(of_both, pooled, found.units);
  }
  for (std::size_t u = 0; u < model.units.size(); ++u) {
    const auto body = static_cast<std::size_t>(model.units[u].union_index);
    if (found.units[u] || pooled[body]) continue;
    found.units[u] = Power{};  // nobody asks it
  }
  return found;
}

}  // namespace ayes::power
