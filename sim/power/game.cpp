#include "sim/power/game.h"

#include "models/int128.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace ayes::power {
namespace {

// Questions times players: what counting afterwards keeps in memory, eight bytes each.
constexpr int most_counts = 1 << 24, most_questions = 1 << 19;

struct NoGame {
  std::string why;
};

std::size_t at(int index) { return static_cast<std::size_t>(index); }

bool is_lower(const Bound& bound) {
  return bound.sense == Bound::Sense::at_least || bound.sense == Bound::Sense::more_than;
}

// The least whole weight of yeses (or noes) that meets a lower bound, or that breaks an upper one;
// of a share of `total`. A share of nothing is not reached by lower bounds, and is by upper ones
// (docs/model.md section 4).
std::int64_t least_needed(const Bound& bound, std::int64_t total) {
  if (bound.share && total == 0) return 1;  // 0 never reaches it
  const Int128 right = static_cast<Int128>(bound.numerator) * (bound.share ? total : 1);
  const Int128 whole = right / bound.denominator;
  const bool exact = whole * bound.denominator == right;
  const bool itself =
      exact && (bound.sense == Bound::Sense::at_least || bound.sense == Bound::Sense::less_than);
  return static_cast<std::int64_t>(itself ? whole : whole + 1);
}

class GameBuilder {
 public:
  GameBuilder(const Model& model, Players level) : model_(model), level_(level) {}

  Game build() {
    if (model_.rule.each_union)
      throw NoGame{"there is no coalition: each union decides for itself"};
    look(model_.rule.rule);
    check_players();
    put_in_order();
    const auto n = static_cast<int>(game_.players.size());
    game_.diagrams = Diagrams(n, std::min(most_questions, most_counts / std::max(n, 1)));
    try {
      game_.wins = place_of(model_.rule.rule);
    } catch (const TooLarge&) {
      throw NoGame{"the weights that the rule adds up have too many different sums"};
    }
    game_.yes_never_hurts = rises(model_.rule.rule, true) || rises_everywhere();
    return std::move(game_);
  }

 private:
  const Union& union_at(int u) const { return model_.unions[at(u)]; }

  // Whether a union's answer is its units' results and nothing else.
  bool goes_by_results(int u) const {
    const Union& body = union_at(u);
    if (!body.rule) return body.units.size() == 1;
    return level_ == Players::units && !looks_at_ballots(*body.rule);
  }

  // Notes whom a rule asks, what about, and how much each can weigh.
  void look(const Rule& rule) {
    if (std::holds_alternative<BallotsRule>(rule.node))
      throw NoGame{"the rule looks at ballots, not only at how bodies answer"};
    if (const auto* count = std::get_if<CountRule>(&rule.node)) {
      for (std::size_t k = 0; k < count->bodies.size(); ++k) {
        if (count->unions) {
          note_union(count->bodies[k], count->weights[k]);
        } else {
          note_unit(count->bodies[k], count->weights[k], count->on);
        }
      }
      return;
    }
    each_part(rule, [&](const Rule& part) { look(part); });
  }

  template <typename Visit>
  static void each_part(const Rule& rule, Visit visit) {
    const auto all = [&](const std::vector<Rule>& parts) {
      for (const Rule& part : parts) visit(part);
    };
    if (const auto* node = std::get_if<GroupsRule>(&rule.node)) all(node->bodies);
    if (const auto* node = std::get_if<AllRule>(&rule.node)) all(node->rules);
    if (const auto* node = std::get_if<AnyRule>(&rule.node)) all(node->rules);
    if (const auto* node = std::get_if<NoneRule>(&rule.node)) all(node->rules);
    if (const auto* node = std::get_if<IfRule>(&rule.node)) all(node->parts);
  }

  // Weights of a player: by its union's place first, so that a union's units stand together.
  struct Asked {
    Player player;
    std::int64_t union_weight = 0, weight = 0;
  };

  Asked& asked(Player player) {
    for (Asked& each : asked_) {
      if (each.player == player) return each;
    }
    asked_.push_back({player});
    return asked_.back();
  }

  void note(Player player, std::int64_t union_weight, std::int64_t weight) {
    Asked& noted = asked(player);
    noted.union_weight = std::max(noted.union_weight, union_weight);
    noted.weight = std::max(noted.weight, weight);
  }

  void note_union(int u, std::int64_t weight) {
    if (!goes_by_results(u)) {
      note({true, u}, weight, 0);
      return;
    }
    const Union& body = union_at(u);
    if (!body.rule) {
      note_unit(body.units[0], weight, Question::package);
      return;
    }
    const auto before = asked_.size();
    look(*body.rule);
    for (std::size_t k = before; k < asked_.size(); ++k)
      asked_[k].union_weight = std::max(asked_[k].union_weight, weight);
  }

  void note_unit(int u, std::int64_t weight, Question question) {
    if (question_ && *question_ != question)
      throw NoGame{"the rule asks units about the package and about their contracts"};
    question_ = question;
    note({false, u}, weight, weight);
  }

  // Refuses a unit that is asked while its union, which is asked too, pools its ballots.
  void check_players() const {
    for (const Asked& unit : asked_) {
      if (unit.player.is_union) continue;
      const Unit& body = model_.units[at(unit.player.body)];
      for (const Asked& other : asked_) {
        if (!other.player.is_union || other.player.body != body.union_index) continue;
        throw NoGame{"the rule asks " + body.name + " and " + union_at(body.union_index).name +
                     ", whose answer " + body.name + "'s ballots are part of"};
      }
    }
  }

  // Heavy bodies first: they decide most, and leave least open. A union's units stand together.
  void put_in_order() {
    const auto union_of = [&](const Player& player) {
      return player.is_union ? player.body : model_.units[at(player.body)].union_index;
    };
    std::vector<std::int64_t> heaviest(model_.unions.size(), 0);
    for (const Asked& each : asked_) {
      std::int64_t& weight = heaviest[at(union_of(each.player))];
      weight = std::max(weight, each.union_weight);
    }
    std::stable_sort(asked_.begin(), asked_.end(), [&](const Asked& a, const Asked& b) {
      const int of_a = union_of(a.player), of_b = union_of(b.player);
      if (heaviest[at(of_a)] != heaviest[at(of_b)]) return heaviest[at(of_a)] > heaviest[at(of_b)];
      if (of_a != of_b) return of_a < of_b;
      if (a.weight != b.weight) return a.weight > b.weight;
      return a.player.body < b.player.body;
    });
    unions_.assign(model_.unions.size(), -1);
    units_.assign(model_.units.size(), -1);
    for (const Asked& each : asked_) {
      auto& place = each.player.is_union ? unions_ : units_;
      place[at(each.player.body)] = static_cast<int>(game_.players.size());
      game_.players.push_back(each.player);
    }
  }

  Diagrams::Place place_of_union(int u) {
    if (!goes_by_results(u)) return game_.diagrams.player(unions_[at(u)]);
    const Union& body = union_at(u);
    return body.rule ? place_of(*body.rule) : game_.diagrams.player(units_[at(body.units[0])]);
  }

  Diagrams::Place place_of(const CountRule& count) {
    std::vector<Diagrams::Place> bodies;
    for (int body : count.bodies) {
      bodies.push_back(count.unions ? place_of_union(body)
                                    : game_.diagrams.player(units_[at(body)]));
    }
    return counted(bodies, count.weights, count.answer, count.bound);
  }

  // Groups and divided units are bodies whose answer is a rule's.
  Diagrams::Place place_of(const GroupsRule& groups) {
    std::vector<Diagrams::Place> bodies;
    for (const Rule& body : groups.bodies) bodies.push_back(place_of(body));
    return counted(bodies, groups.weights, groups.answer, groups.bound);
  }

  // Bodies that say so, against the bound. All bodies are taken to vote, so a share of those that
  // voted is one of all.
  Diagrams::Place counted(const std::vector<Diagrams::Place>& answers,
                          const std::vector<std::int64_t>& weights, Answer answer,
                          const Bound& bound) {
    struct Body {
      Diagrams::Place place;
      std::int64_t weight;
    };
    std::vector<Body> bodies;
    std::int64_t total = 0;
    for (std::size_t k = 0; k < answers.size(); ++k) {
      total += weights[k];
      bodies.push_back({answers[k], weights[k]});
    }
    const auto player = [&](const Body& body) {
      return game_.diagrams.questions()[at(body.place)].player;
    };
    std::stable_sort(bodies.begin(), bodies.end(),
                     [&](const Body& a, const Body& b) { return player(a) < player(b); });
    std::vector<Diagrams::Place> places;
    std::vector<std::int64_t> heft;
    for (const Body& body : bodies) {
      places.push_back(body.place);
      heft.push_back(body.weight);
    }

    // So many noes or more are met unless the yeses weigh more than the rest.
    const std::int64_t needed = least_needed(bound, total);
    const bool counts_yes = answer == Answer::yes;
    const Diagrams::Place reached =
        game_.diagrams.at_least(places, heft, counts_yes ? needed : total - needed + 1);
    return is_lower(bound) == counts_yes ? reached : negation(reached);
  }

  Diagrams::Place negation(Diagrams::Place place) {
    return game_.diagrams.choice(place, Diagrams::never, Diagrams::always);
  }

  Diagrams::Place place_of(const Rule& rule) {
    Diagrams& diagrams = game_.diagrams;
    if (const auto* count = std::get_if<CountRule>(&rule.node)) return place_of(*count);
    if (const auto* groups = std::get_if<GroupsRule>(&rule.node)) return place_of(*groups);
    if (const auto* all = std::get_if<AllRule>(&rule.node)) {
      Diagrams::Place place = Diagrams::always;
      for (const Rule& part : all->rules)
        place = diagrams.choice(place_of(part), place, Diagrams::never);
      return place;
    }
    const auto any_of = [&](const std::vector<Rule>& parts) {
      Diagrams::Place place = Diagrams::never;
      for (const Rule& part : parts)
        place = diagrams.choice(place_of(part), Diagrams::always, place);
      return place;
    };
    if (const auto* any = std::get_if<AnyRule>(&rule.node)) return any_of(any->rules);
    if (const auto* none = std::get_if<NoneRule>(&rule.node)) return negation(any_of(none->rules));
    const auto& parts = std::get<IfRule>(rule.node).parts;
    const Diagrams::Place condition = place_of(parts[0]), then = place_of(parts[1]);
    return diagrams.choice(condition, then, place_of(parts[2]));
  }

  // Whether a rule's form shows that it holds the sooner (or the later) the more bodies say yes.
  bool rises(const Rule& rule, bool upwards) const {
    if (const auto* count = std::get_if<CountRule>(&rule.node)) {
      const bool up = (count->answer == Answer::yes) == is_lower(count->bound);
      if (up != upwards) return false;
      if (!count->unions) return true;
      return std::all_of(count->bodies.begin(), count->bodies.end(), [&](int u) {
        return !goes_by_results(u) || !union_at(u).rule || rises(*union_at(u).rule, true);
      });
    }
    if (const auto* groups = std::get_if<GroupsRule>(&rule.node)) {
      const bool up = (groups->answer == Answer::yes) == is_lower(groups->bound);
      return up == upwards && std::all_of(groups->bodies.begin(), groups->bodies.end(),
                                          [&](const Rule& body) { return rises(body, true); });
    }
    if (std::holds_alternative<IfRule>(rule.node)) return false;
    const bool as_parts = !std::holds_alternative<NoneRule>(rule.node);
    bool all = true;
    each_part(rule, [&](const Rule& part) { all = all && rises(part, as_parts == upwards); });
    return all;
  }

  // Whether a no leads to less than a yes at every question on the way; false if that is too much
  // to find out.
  bool rises_everywhere() {
    Diagrams& diagrams = game_.diagrams;
    std::vector<bool> on_the_way(diagrams.questions().size(), false);
    on_the_way[at(game_.wins)] = true;
    try {
      for (std::size_t k = on_the_way.size(); k-- > 2;) {
        if (!on_the_way[k]) continue;
        const Diagrams::Question asked = diagrams.questions()[k];
        on_the_way[at(asked.if_no)] = on_the_way[at(asked.if_yes)] = true;
        if (diagrams.choice(asked.if_no, asked.if_yes, Diagrams::always) != Diagrams::always)
          return false;
      }
      return true;
    } catch (const TooLarge&) {
      return false;
    }
  }

  const Model& model_;
  const Players level_;
  std::vector<Asked> asked_;
  std::optional<Question> question_;
  std::vector<int> unions_, units_;  // their places among the players, or -1
  Game game_;
};

}  // namespace

Game game_of(const Model& model, Players players) {
  try {
    return GameBuilder(model, players).build();
  } catch (const NoGame& none) {
    Game game;
    game.why_not = none.why;
    return game;
  }
}

}  // namespace ayes::power
