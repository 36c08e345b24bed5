#include "sim/conditional/rule_diagram.h"

#include <algorithm>
#include <array>
#include <map>

namespace ayes::conditional {
namespace {

enum class Truth { no, yes, open };

struct TooLarge {};

}  // namespace

// A state is what has been counted so far in each condition that still matters.
class DiagramBuilder {
 public:
  DiagramBuilder(const Rule& rule, int unions) : rule_(rule) {
    collect(rule);
    // Heavy unions first: they decide most, and leave least open.
    std::vector<std::int64_t> weight(static_cast<std::size_t>(unions), -1);
    for (const CountRule* condition : conditions_) {
      for (std::size_t k = 0; k < condition->bodies.size(); ++k) {
        std::int64_t& most = weight[static_cast<std::size_t>(condition->bodies[k])];
        most = std::max(most, condition->weights[k]);
      }
    }
    for (int u = 0; u < unions; ++u) {
      if (weight[static_cast<std::size_t>(u)] >= 0) order_.push_back(u);
    }
    std::stable_sort(order_.begin(), order_.end(), [&](int a, int b) {
      return weight[static_cast<std::size_t>(a)] > weight[static_cast<std::size_t>(b)];
    });

    // What each union adds to each condition, and what is left from each place on.
    for (const CountRule* condition : conditions_) {
      std::vector<std::int64_t> by_union(static_cast<std::size_t>(unions), 0);
      for (std::size_t k = 0; k < condition->bodies.size(); ++k) {
        by_union[static_cast<std::size_t>(condition->bodies[k])] += condition->weights[k];
      }
      std::vector<std::int64_t>& weights = weights_.emplace_back();
      for (int u : order_) weights.push_back(by_union[static_cast<std::size_t>(u)]);
      std::vector<std::int64_t>& left = left_.emplace_back(weights.size() + 1, 0);
      for (std::size_t p = weights.size(); p-- > 0;) left[p] = left[p + 1] + weights[p];
    }
  }

  RuleDiagram build() {
    diagram_.first_ = ask(0, State(conditions_.size(), 0));
    return std::move(diagram_);
  }

 private:
  using State = std::vector<std::int64_t>;
  static constexpr std::int64_t settled_no = -1, settled_yes = -2, idle = -3;

  void collect(const Rule& rule) {
    if (const auto* count = std::get_if<CountRule>(&rule.node)) {
      index_[&rule] = conditions_.size();
      conditions_.push_back(count);
    } else if (const auto* groups = std::get_if<GroupsRule>(&rule.node)) {
      for (const Rule& body : groups->bodies) collect(body);
    } else if (const auto* all = std::get_if<AllRule>(&rule.node)) {
      for (const Rule& part : all->rules) collect(part);
    } else if (const auto* any = std::get_if<AnyRule>(&rule.node)) {
      for (const Rule& part : any->rules) collect(part);
    } else if (const auto* no = std::get_if<NoneRule>(&rule.node)) {
      for (const Rule& part : no->rules) collect(part);
    } else if (const auto* choice = std::get_if<IfRule>(&rule.node)) {
      for (const Rule& part : choice->parts) collect(part);
    }
  }

  // Whether a condition is settled whatever the remaining unions say: counts only grow.
  Truth truth(std::size_t condition, std::int64_t counted, std::size_t place) const {
    if (counted == settled_no) return Truth::no;
    if (counted == settled_yes) return Truth::yes;
    const Bound& bound = conditions_[condition]->bound;
    const std::int64_t total = left_[condition][0];
    return between(bound, counted, counted + left_[condition][place], total);
  }

  // Whether a bound is settled when the count ends anywhere from `least` to `most`.
  static Truth between(const Bound& bound, std::int64_t least, std::int64_t most,
                       std::int64_t total) {
    const bool low = reached(bound, least, total), high = reached(bound, most, total);
    if (low != high) return Truth::open;
    return low ? Truth::yes : Truth::no;
  }

  Truth truth(const GroupsRule& groups, const State& state) const {
    std::int64_t least = 0, most = 0, total = 0;
    const Truth counts = groups.answer == Answer::yes ? Truth::yes : Truth::no;
    for (std::size_t k = 0; k < groups.bodies.size(); ++k) {
      const Truth each = truth(groups.bodies[k], state);
      least += each == counts ? groups.weights[k] : 0;
      most += each == counts || each == Truth::open ? groups.weights[k] : 0;
      total += groups.weights[k];
    }
    return between(groups.bound, least, most, total);
  }

  Truth truth(const Rule& rule, const State& state) const {
    const auto among = [&](const std::vector<Rule>& rules, Truth decides, Truth otherwise) {
      Truth found = otherwise;
      for (const Rule& part : rules) {
        const Truth each = truth(part, state);
        if (each == decides) return each;
        if (each == Truth::open) found = Truth::open;
      }
      return found;
    };
    if (const auto* groups = std::get_if<GroupsRule>(&rule.node)) return truth(*groups, state);
    if (const auto* all = std::get_if<AllRule>(&rule.node)) {
      return among(all->rules, Truth::no, Truth::yes);
    }
    if (const auto* any = std::get_if<AnyRule>(&rule.node)) {
      return among(any->rules, Truth::yes, Truth::no);
    }
    if (const auto* no = std::get_if<NoneRule>(&rule.node)) {
      const Truth some = among(no->rules, Truth::yes, Truth::no);
      return some == Truth::open ? some : some == Truth::yes ? Truth::no : Truth::yes;
    }
    if (const auto* choice = std::get_if<IfRule>(&rule.node)) {
      const Truth condition = truth(choice->parts[0], state);
      const Truth yes = truth(choice->parts[1], state), no = truth(choice->parts[2], state);
      if (condition == Truth::open) return yes == no ? yes : Truth::open;
      return condition == Truth::yes ? yes : no;
    }
    const std::int64_t counted = state[index_.at(&rule)];
    return counted == settled_no ? Truth::no : counted == settled_yes ? Truth::yes : Truth::open;
  }

  // Marks the conditions on which an open rule still depends.
  void mark(const Rule& rule, const State& state, std::vector<bool>& matters) const {
    if (truth(rule, state) != Truth::open) return;
    const auto parts = [&](const std::vector<Rule>& rules) {
      for (const Rule& part : rules) mark(part, state, matters);
    };
    if (const auto* groups = std::get_if<GroupsRule>(&rule.node)) return parts(groups->bodies);
    if (const auto* all = std::get_if<AllRule>(&rule.node)) return parts(all->rules);
    if (const auto* any = std::get_if<AnyRule>(&rule.node)) return parts(any->rules);
    if (const auto* no = std::get_if<NoneRule>(&rule.node)) return parts(no->rules);
    if (const auto* choice = std::get_if<IfRule>(&rule.node)) {
      const Truth condition = truth(choice->parts[0], state);
      mark(choice->parts[0], state, matters);
      if (condition != Truth::no) mark(choice->parts[1], state, matters);
      if (condition != Truth::yes) mark(choice->parts[2], state, matters);
      return;
    }
    matters[index_.at(&rule)] = true;
  }

  // Returns the question at a place of the order, given what has been counted before it.
  int ask(std::size_t place, State state) {
    for (std::size_t c = 0; c < state.size(); ++c) {
      if (state[c] == idle) continue;
      const Truth found = truth(c, state[c], place);
      if (found != Truth::open) state[c] = found == Truth::yes ? settled_yes : settled_no;
    }
    const Truth found = truth(rule_, state);
    if (found != Truth::open) {
      return found == Truth::yes ? RuleDiagram::always : RuleDiagram::never;
    }
    std::vector<bool> matters(state.size(), false);
    mark(rule_, state, matters);
    for (std::size_t c = 0; c < state.size(); ++c) {
      if (!matters[c] && state[c] >= 0) state[c] = idle;
    }

    const auto known = seen_.find({place, state});
    if (known != seen_.end()) return known->second;
    if (seen_.size() > 20 * most_questions) throw TooLarge{};
    std::array<int, 2> next{};
    for (const bool yes : {false, true}) {
      State after = state;
      for (std::size_t c = 0; c < after.size(); ++c) {
        const bool counts = (conditions_[c]->answer == Answer::yes) == yes;
        if (after[c] >= 0 && counts) after[c] += weights_[c][place];
      }
      next[yes] = ask(place + 1, std::move(after));
    }
    const int question = next[0] == next[1] ? next[0] : same(order_[place], next[1], next[0]);
    seen_.emplace(std::pair{place, std::move(state)}, question);
    return question;
  }

  // Returns the one question that leads to these two.
  int same(int union_index, int if_yes, int if_no) {
    const auto [place, is_new] =
        unique_.emplace(std::array{union_index, if_yes, if_no}, diagram_.questions());
    if (is_new) {
      if (diagram_.questions() == most_questions) throw TooLarge{};
      diagram_.questions_.push_back({union_index, if_yes, if_no});
    }
    return place->second;
  }

  const Rule& rule_;
  std::vector<const CountRule*> conditions_;
  std::map<const Rule*, std::size_t> index_;  // looked up, never walked
  std::vector<int> order_;
  std::vector<std::vector<std::int64_t>> weights_, left_;  // [condition][place]
  std::map<std::pair<std::size_t, State>, int> seen_;
  std::map<std::array<int, 3>, int> unique_;
  RuleDiagram diagram_;
};

std::optional<RuleDiagram> RuleDiagram::of(const Rule& rule, int unions) {
  try {
    return DiagramBuilder(rule, unions).build();
  } catch (const TooLarge&) {
    return {};
  }
}

void RuleDiagram::chances(const Eigen::ArrayXXd& yes, int n, double* out) {
  if (first_ < 0) {
    std::fill(out, out + n, first_ == always ? 1.0 : 0.0);
    return;
  }
  if (value_.rows() < n || value_.cols() < questions()) value_.resize(n, questions());
  const Eigen::ArrayXd zeros = Eigen::ArrayXd::Zero(n), ones = Eigen::ArrayXd::Ones(n);
  const auto column = [&](int place) {
    return place == never ? zeros.data() : place == always ? ones.data() : value_.col(place).data();
  };
  for (int q = 0; q < questions(); ++q) {
    const Question& question = questions_[static_cast<std::size_t>(q)];
    const double* p = yes.col(question.union_index).data();
    const double* if_yes = column(question.if_yes);
    const double* if_no = column(question.if_no);
    double* value = value_.col(q).data();
    for (int i = 0; i < n; ++i) value[i] = if_no[i] + p[i] * (if_yes[i] - if_no[i]);
  }
  std::copy_n(value_.col(first_).data(), n, out);
}

double RuleDiagram::chance(std::span<const double> yes) const {
  if (first_ < 0) return first_ == always;
  std::vector<double> value;
  const auto at = [&](int place) {
    return place == never ? 0.0 : place == always ? 1.0 : value[static_cast<std::size_t>(place)];
  };
  for (const Question& question : questions_) {
    const double p = yes[static_cast<std::size_t>(question.union_index)];
    value.push_back(at(question.if_no) + p * (at(question.if_yes) - at(question.if_no)));
  }
  return at(first_);
}

}  // namespace ayes::conditional
