#include "models/decision.h"

#include "models/int128.h"

#include <algorithm>
#include <limits>

namespace ayes {
namespace {

// What an evaluation reads and writes: votes of n replications, room for the parts, and where the
// results of reported conditions go; null when nobody asks.
struct Evaluation {
  const Votes& votes;
  int n;
  RuleScratch& scratch;
  CountColumns* conditions = nullptr;
  MarginColumns* margins = nullptr;

  std::int32_t* result(int level) const { return scratch.results.col(level).data(); }
};

// Fills the results of the level with whether the rule holds.
void evaluate(const Rule& rule, int level, const Evaluation& at);

// Compares without rounding: measured/total against numerator/denominator, in whole numbers.
bool reached(const Bound& bound, std::int64_t measured, std::int64_t total) {
  if (bound.share && total == 0) return bound.sense == Bound::Sense::at_most;
  const std::int64_t left = measured * bound.denominator;
  const std::int64_t right = bound.numerator * (bound.share ? total : 1);
  switch (bound.sense) {
    case Bound::Sense::at_least:
      return left >= right;
    case Bound::Sense::at_most:
      return left <= right;
    case Bound::Sense::more_than:
      return left > right;
  }
  return false;
}

// How far a condition was from its bound: whole bodies, or millionths of a share.
std::int64_t margin(const Bound& bound, std::int64_t measured, std::int64_t total) {
  if (!bound.share) return measured - bound.numerator / bound.denominator;
  if (total == 0) return 0;
  const auto difference = static_cast<Int128>(measured) * bound.denominator -
                          static_cast<Int128>(bound.numerator) * total;
  return static_cast<std::int64_t>(difference * 1'000'000 /
                                   (static_cast<Int128>(bound.denominator) * total));
}

void compare(const Rule& rule, const Bound& bound, int level, const Evaluation& at) {
  std::int32_t* result = at.result(level);
  const std::int64_t* measured = at.scratch.measured.data();
  const std::int64_t* total = at.scratch.total.data();
  for (int i = 0; i < at.n; ++i) result[i] = reached(bound, measured[i], total[i]);
  if (!at.margins || rule.condition < 0) return;
  std::int64_t* above = at.margins->col(rule.condition).data();
  for (int i = 0; i < at.n; ++i) above[i] = margin(bound, measured[i], total[i]);
}

// What the bodies that a condition counts have said.
const CountColumns& says_of(const CountRule& count, const Votes& votes) {
  if (count.unions) return votes.union_says;
  return count.on == Question::package ? votes.unit_says_package : votes.unit_says_contract;
}

// Adds the weight of each body where it gave the answer, and to the total where it counts. Whole
// numbers of 32 bits are enough for heads and bodies, and twice as many fit a register.
template <typename Whole>
void weigh(const CountRule& count, const Evaluation& at, Whole* measured, Whole* total) {
  const std::int32_t wanted = count.answer == Answer::yes;
  for (std::size_t k = 0; k < count.bodies.size(); ++k) {
    const int body = count.bodies[k];
    const std::int32_t* said = says_of(count, at.votes).col(body).data();
    const auto weight = static_cast<Whole>(count.weights[k]);
    if (!count.of_voted) {
      for (int i = 0; i < at.n; ++i) measured[i] += said[i] == wanted ? weight : 0;
      continue;
    }
    const std::int32_t* ballots =
        (count.unions ? at.votes.union_cast : at.votes.cast).col(body).data();
    for (int i = 0; i < at.n; ++i) {
      const Whole counted = ballots[i] > 0 ? weight : 0;
      measured[i] += said[i] == wanted ? counted : 0;
      total[i] += counted;
    }
  }
}

void evaluate_node(const Rule& rule, const CountRule& count, int level, const Evaluation& at) {
  std::int64_t all = 0;
  for (std::int64_t weight : count.weights) all += weight;
  auto measured = at.scratch.measured.head(at.n);
  auto total = at.scratch.total.head(at.n);
  if (all <= std::numeric_limits<std::int32_t>::max()) {
    auto small = at.scratch.small_measured.head(at.n);
    auto small_total = at.scratch.small_total.head(at.n);
    small.setZero();
    small_total.setConstant(count.of_voted ? 0 : static_cast<std::int32_t>(all));
    weigh(count, at, small.data(), small_total.data());
    measured = small.cast<std::int64_t>();
    total = small_total.cast<std::int64_t>();
  } else {
    measured.setZero();
    total.setConstant(count.of_voted ? 0 : all);
    weigh(count, at, measured.data(), total.data());
  }
  compare(rule, count.bound, level, at);
}

void evaluate_node(const Rule& rule, const BallotsRule& ballots, int level, const Evaluation& at) {
  auto measured = at.scratch.measured.head(at.n);
  auto total = at.scratch.total.head(at.n);
  const CountColumns& yes =
      ballots.on == Question::package ? at.votes.package_yes : at.votes.contract_yes;
  measured.setZero();
  total.setZero();
  for (int unit : ballots.units) {
    const auto cast = at.votes.cast.col(unit).head(at.n).cast<std::int64_t>();
    const auto said = yes.col(unit).head(at.n).cast<std::int64_t>();
    switch (ballots.ballots) {
      case BallotsWords::What::yes:
        measured += said;
        break;
      case BallotsWords::What::no:
        measured += cast - said;
        break;
      case BallotsWords::What::cast:
        measured += cast;
    }
    total += cast;
  }
  if (ballots.of == BallotsWords::Of::eligible) total.setConstant(ballots.eligible);
  compare(rule, ballots.bound, level, at);
}

// Joins the results of the parts, one after another, starting from `start`.
template <typename Join>
void join(const std::vector<Rule>& parts, std::int32_t start, int level, const Evaluation& at,
          Join join_one) {
  std::int32_t* result = at.result(level);
  const std::int32_t* part = at.result(level + 1);
  std::fill(result, result + at.n, start);
  for (const Rule& rule : parts) {
    evaluate(rule, level + 1, at);
    for (int i = 0; i < at.n; ++i) result[i] = join_one(result[i], part[i]);
  }
}

void evaluate_node(const Rule&, const AllRule& all, int level, const Evaluation& at) {
  join(all.rules, 1, level, at, [](std::int32_t so_far, std::int32_t one) { return so_far & one; });
}

void evaluate_node(const Rule&, const AnyRule& any, int level, const Evaluation& at) {
  join(any.rules, 0, level, at, [](std::int32_t so_far, std::int32_t one) { return so_far | one; });
}

void evaluate_node(const Rule&, const NoneRule& none, int level, const Evaluation& at) {
  join(none.rules, 1, level, at,
       [](std::int32_t so_far, std::int32_t one) { return so_far & (1 - one); });
}

void evaluate_node(const Rule&, const IfRule& choice, int level, const Evaluation& at) {
  std::int32_t* result = at.result(level);
  const std::int32_t* condition = at.result(level + 1);
  const std::int32_t* part = at.result(level + 2);
  evaluate(choice.parts[0], level + 1, at);
  evaluate(choice.parts[1], level + 2, at);
  for (int i = 0; i < at.n; ++i) result[i] = condition[i] & part[i];
  evaluate(choice.parts[2], level + 2, at);
  for (int i = 0; i < at.n; ++i) result[i] |= (1 - condition[i]) & part[i];
}

void evaluate(const Rule& rule, int level, const Evaluation& at) {
  std::visit([&](const auto& node) { evaluate_node(rule, node, level, at); }, rule.node);
  if (!at.conditions || rule.condition < 0) return;
  std::copy(at.result(level), at.result(level) + at.n, at.conditions->col(rule.condition).data());
}

// Tells whether the rule holds in one replication: the same truth, without room for the others.
bool holds_at(const Rule& rule, const Votes& votes, int i);

bool node_holds_at(const CountRule& count, const Votes& votes, int i) {
  const CountColumns& says = says_of(count, votes);
  const CountColumns& cast = count.unions ? votes.union_cast : votes.cast;
  const std::int32_t wanted = count.answer == Answer::yes;
  std::int64_t measured = 0, total = 0;
  for (std::size_t k = 0; k < count.bodies.size(); ++k) {
    const int body = count.bodies[k];
    if (count.of_voted && cast(i, body) == 0) continue;
    total += count.weights[k];
    if (says(i, body) == wanted) measured += count.weights[k];
  }
  return reached(count.bound, measured, total);
}

bool node_holds_at(const BallotsRule& ballots, const Votes& votes, int i) {
  const CountColumns& said =
      ballots.on == Question::package ? votes.package_yes : votes.contract_yes;
  std::int64_t yes = 0, cast = 0;
  for (int unit : ballots.units) {
    yes += said(i, unit);
    cast += votes.cast(i, unit);
  }
  const std::int64_t measured = ballots.ballots == BallotsWords::What::yes  ? yes
                                : ballots.ballots == BallotsWords::What::no ? cast - yes
                                                                            : cast;
  return reached(ballots.bound, measured,
                 ballots.of == BallotsWords::Of::cast ? cast : ballots.eligible);
}

bool node_holds_at(const AllRule& all, const Votes& votes, int i) {
  return std::all_of(all.rules.begin(), all.rules.end(),
                     [&](const Rule& part) { return holds_at(part, votes, i); });
}

bool node_holds_at(const AnyRule& any, const Votes& votes, int i) {
  return std::any_of(any.rules.begin(), any.rules.end(),
                     [&](const Rule& part) { return holds_at(part, votes, i); });
}

bool node_holds_at(const NoneRule& none, const Votes& votes, int i) {
  return std::none_of(none.rules.begin(), none.rules.end(),
                      [&](const Rule& part) { return holds_at(part, votes, i); });
}

bool node_holds_at(const IfRule& choice, const Votes& votes, int i) {
  return holds_at(choice.parts[holds_at(choice.parts[0], votes, i) ? 1 : 2], votes, i);
}

bool holds_at(const Rule& rule, const Votes& votes, int i) {
  return std::visit([&](const auto& node) { return node_holds_at(node, votes, i); }, rule.node);
}

// More than half of the ballots cast say yes; no ballots and a tie are a no.
void majority(const std::int32_t* yes, const std::int32_t* cast, std::int32_t* says, int n) {
  for (int i = 0; i < n; ++i) says[i] = yes[i] > cast[i] - yes[i];
}

void count_unit(const Model& model, int u, Votes& votes, int n, RuleScratch& scratch) {
  majority(votes.package_yes.col(u).data(), votes.cast.col(u).data(),
           votes.unit_says_package.col(u).data(), n);
  majority(votes.contract_yes.col(u).data(), votes.cast.col(u).data(),
           votes.unit_says_contract.col(u).data(), n);
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  if (!unit.rule) return;
  evaluate(*unit.rule, 0, {votes, n, scratch});
  votes.unit_says_package.col(u).head(n) = scratch.results.col(0).head(n);
}

void count_union(const Model& model, int u, Votes& votes, int n, RuleScratch& scratch) {
  const Union& body = model.unions[static_cast<std::size_t>(u)];
  auto cast = votes.union_cast.col(u).head(n);
  auto yes = votes.union_package_yes.col(u).head(n);
  cast.setZero();
  yes.setZero();
  for (int unit : body.units) {
    cast += votes.cast.col(unit).head(n);
    yes += votes.package_yes.col(unit).head(n);
  }
  if (body.rule) {
    evaluate(*body.rule, 0, {votes, n, scratch});
    votes.union_says.col(u).head(n) = scratch.results.col(0).head(n);
  } else if (body.units.size() == 1) {
    votes.union_says.col(u).head(n) = votes.unit_says_package.col(body.units[0]).head(n);
  } else {
    majority(yes.data(), cast.data(), votes.union_says.col(u).data(), n);
  }
}

// Changes a unit's ballots on the package.
void move_ballots(Votes& votes, int unit, OtherVote other, int n) {
  for (int i = 0; i < n; ++i) {
    const std::int32_t cast = votes.cast(i, unit), yes = votes.package_yes(i, unit);
    if (other.how == OtherVote::How::turned) {
      votes.package_yes(i, unit) = cast - yes;
      continue;
    }
    const double moved =
        other.how == OtherVote::How::points ? other.amount / 100 * cast : other.amount;
    votes.package_yes(i, unit) = std::clamp(yes + static_cast<std::int32_t>(moved), 0, cast);
  }
}

}  // namespace

Counts holds(const Rule& rule, const Votes& votes, int size) {
  RuleScratch scratch(size, levels(rule));
  evaluate(rule, 0, {votes, size, scratch});
  return scratch.results.col(0);
}

void count_decisions(const Model& model, Votes& votes, int size, RuleScratch& scratch) {
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u)
    count_unit(model, u, votes, size, scratch);
  for (int u = 0; u < static_cast<int>(model.unions.size()); ++u)
    count_union(model, u, votes, size, scratch);
}

void decide(const Model& model, Batch& batch) {
  count_decisions(model, batch.votes, batch.size, batch.rules);
  evaluate(model.rule.rule, 0,
           {batch.votes, batch.size, batch.rules, &batch.conditions, &batch.margins});
  batch.ratified.head(batch.size) = batch.rules.results.col(0).head(batch.size);
}

Counts ratified_if(const Model& model, Votes& votes, const Counts& ratified, int size,
                   const std::vector<int>& units, OtherVote other, RuleScratch& scratch) {
  // Only the moved units and their unions can change; they are put back afterwards.
  struct Kept {
    int body;
    Counts yes, says;
  };
  std::vector<Kept> kept_units, kept_unions;
  for (int u : units) {
    kept_units.push_back(
        {u, votes.package_yes.col(u).head(size), votes.unit_says_package.col(u).head(size)});
    move_ballots(votes, u, other, size);
    count_unit(model, u, votes, size, scratch);
    if (other.how == OtherVote::How::turned)
      votes.unit_says_package.col(u).head(size) = 1 - kept_units.back().says;
    const int body = model.units[static_cast<std::size_t>(u)].union_index;
    const auto is_it = [&](const Kept& kept) { return kept.body == body; };
    if (std::none_of(kept_unions.begin(), kept_unions.end(), is_it)) {
      kept_unions.push_back({body, votes.union_package_yes.col(body).head(size),
                             votes.union_says.col(body).head(size)});
    }
  }
  for (const Kept& body : kept_unions) count_union(model, body.body, votes, size, scratch);

  // The rule is asked again where somebody changed sides, and everywhere if it looks at ballots.
  Counts turned = Counts::Constant(size, model.rule_looks_at_ballots);
  for (const Kept& unit : kept_units)
    turned += (unit.says != votes.unit_says_package.col(unit.body).head(size)).cast<std::int32_t>();
  for (const Kept& body : kept_unions)
    turned += (body.says != votes.union_says.col(body.body).head(size)).cast<std::int32_t>();
  Counts result = ratified.head(size);
  for (int i = 0; i < size; ++i) {
    if (turned[i]) result[i] = holds_at(model.rule.rule, votes, i);
  }

  for (const Kept& unit : kept_units) {
    votes.package_yes.col(unit.body).head(size) = unit.yes;
    votes.unit_says_package.col(unit.body).head(size) = unit.says;
  }
  for (const Kept& body : kept_unions) {
    votes.union_package_yes.col(body.body).head(size) = body.yes;
    votes.union_says.col(body.body).head(size) = body.says;
  }
  return result;
}

Counts ratified_if_moved(const Model& model, Votes& votes, const Counts& ratified, int size,
                         const std::vector<int>& units, double points, RuleScratch& scratch) {
  return ratified_if(model, votes, ratified, size, units, {OtherVote::How::points, points},
                     scratch);
}

Counts ratified_if_union_turned(const Model& model, Votes& votes, int size, int body,
                                RuleScratch& scratch) {
  auto says = votes.union_says.col(body).head(size);
  const auto turn_ballots = [&] {
    if (!model.rule_looks_at_ballots) return;
    for (int unit : model.unions[static_cast<std::size_t>(body)].units)
      move_ballots(votes, unit, {OtherVote::How::turned}, size);
  };
  says = 1 - says;
  turn_ballots();
  evaluate(model.rule.rule, 0, {votes, size, scratch});
  const Counts result = scratch.results.col(0).head(size);
  says = 1 - says;
  turn_ballots();
  return result;
}

}  // namespace ayes
