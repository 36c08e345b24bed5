#include "models/decision.h"

#include "models/absence.h"
#include "models/int128.h"

#include <algorithm>
#include <limits>
#include <span>

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
  std::vector<BodiesCounted>* counted =
      nullptr;  // where the counts of bodies go, one after another

  std::int32_t* result(int level) const { return scratch.results.col(level).data(); }
};

// Fills the results of the level with whether the rule holds.
void evaluate(const Rule& rule, int level, const Evaluation& at);

// How far a share was from its bound, in millionths. 64 bits are enough for most rules, and divide
// several times quicker than 128.
template <typename Whole>
std::int64_t share_margin(const Bound& bound, std::int64_t measured, std::int64_t total) {
  const Whole denominator = bound.denominator;
  const Whole difference = denominator * measured - static_cast<Whole>(bound.numerator) * total;
  return static_cast<std::int64_t>(difference * 1'000'000 / (denominator * total));
}

// How far a condition was from its bound: whole bodies, or millionths of a share.
std::int64_t margin(const Bound& bound, std::int64_t measured, std::int64_t total) {
  if (!bound.share) return measured - bound.numerator / bound.denominator;
  if (total == 0) return 0;
  constexpr std::int64_t small = 1 << 20;
  const bool fits =
      bound.denominator <= small && bound.numerator <= small && measured <= small && total <= small;
  return fits ? share_margin<std::int64_t>(bound, measured, total)
              : share_margin<Int128>(bound, measured, total);
}

void compare(const Rule& rule, const Bound& bound, int level, const Evaluation& at) {
  std::int32_t* result = at.result(level);
  const std::int64_t* measured = at.scratch.measured.data();
  const std::int64_t* total = at.scratch.total.data();
  const int n = at.n;
  for (int i = 0; i < n; ++i) result[i] = reached(bound, measured[i], total[i]);
  if (!at.margins || rule.condition < 0) return;
  std::int64_t* above = at.margins->col(rule.condition).data();
  for (int i = 0; i < n; ++i) above[i] = margin(bound, measured[i], total[i]);
}

// What the bodies that a condition counts have said.
const CountColumns& says_of(const CountRule& count, const Votes& votes) {
  if (count.unions) return votes.union_says;
  return count.on == Question::package ? votes.unit_says_package : votes.unit_says_contract;
}

// Adds the weight of each body where it gave the answer, and to the total where it counts. Whole
// numbers of 32 bits are enough for heads and bodies, and twice as many fit a register. Answers are
// as good as tossed: no branches on them.
template <typename Whole>
void weigh(const CountRule& count, const Evaluation& at, Whole* measured, Whole* total) {
  const std::int32_t wanted = count.answer == Answer::yes;
  const int n = at.n;
  for (std::size_t k = 0; k < count.bodies.size(); ++k) {
    const int body = count.bodies[k];
    const std::int32_t* said = says_of(count, at.votes).col(body).data();
    const auto weight = static_cast<Whole>(count.weights[k]);
    if (!count.of_voted) {
      for (int i = 0; i < n; ++i) measured[i] += weight & -Whole{said[i] == wanted};
      continue;
    }
    const std::int32_t* ballots =
        (count.unions ? at.votes.union_cast : at.votes.cast).col(body).data();
    for (int i = 0; i < n; ++i) {
      const Whole counted = weight & -Whole{ballots[i] > 0};
      measured[i] += counted & -Whole{said[i] == wanted};
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
  for (int i = 0; at.votes.absence && i < at.n; ++i) {
    const Correction absent = correction_for_absent(count, at.votes, i);
    measured[i] += absent.measured;
    total[i] += absent.total;
  }
  if (at.counted) at.counted->push_back({measured, total});
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
  for (int i = 0; at.votes.absence && i < at.n; ++i)
    total[i] += correction_for_absent(ballots, at.votes, i).total;
  compare(rule, ballots.bound, level, at);
}

bool voted(const std::vector<int>& units, const Votes& votes, int i) {
  return std::any_of(units.begin(), units.end(), [&](int unit) { return votes.cast(i, unit) > 0; });
}

// Each body's rule uses the room for sums, so these are kept apart until all have answered.
void evaluate_node(const Rule& rule, const GroupsRule& groups, int level, const Evaluation& at) {
  std::int64_t all = 0;
  for (std::int64_t weight : groups.weights) all += weight;
  const std::int32_t wanted = groups.answer == Answer::yes;
  const std::int32_t* said = at.result(level + 1);
  Sums measured = Sums::Zero(at.n), total = Sums::Constant(at.n, groups.of_voted ? 0 : all);
  for (std::size_t k = 0; k < groups.bodies.size(); ++k) {
    evaluate(groups.bodies[k], level + 1, at);
    const std::int64_t weight = groups.weights[k];
    for (int i = 0; i < at.n; ++i) {
      if (groups.of_voted && !voted(groups.units[k], at.votes, i)) continue;
      measured[i] += said[i] == wanted ? weight : 0;
      total[i] += groups.of_voted ? weight : 0;
    }
  }
  for (int i = 0; at.votes.absence && i < at.n; ++i) {
    const Correction absent = correction_for_absent(groups, at.votes, i);
    measured[i] += absent.measured;
    total[i] += absent.total;
  }
  at.scratch.measured.head(at.n) = measured;
  at.scratch.total.head(at.n) = total;
  compare(rule, groups.bound, level, at);
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
  const Correction absent = correction_for_absent(count, votes, i);
  return reached(count.bound, measured + absent.measured, total + absent.total);
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
  const std::int64_t total = ballots.of == BallotsWords::Of::cast ? cast : ballots.eligible;
  return reached(ballots.bound, measured, total + correction_for_absent(ballots, votes, i).total);
}

bool node_holds_at(const GroupsRule& groups, const Votes& votes, int i) {
  std::int64_t measured = 0, total = 0;
  for (std::size_t k = 0; k < groups.bodies.size(); ++k) {
    if (groups.of_voted && !voted(groups.units[k], votes, i)) continue;
    total += groups.weights[k];
    const bool yes = holds_at(groups.bodies[k], votes, i);
    if (yes == (groups.answer == Answer::yes)) measured += groups.weights[k];
  }
  const Correction absent = correction_for_absent(groups, votes, i);
  return reached(groups.bound, measured + absent.measured, total + absent.total);
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

// More than half of the ballots cast say yes; no ballots and a tie are a no.
void majority(const std::int32_t* yes, const std::int32_t* cast, std::int32_t* says, int n) {
  for (int i = 0; i < n; ++i) says[i] = yes[i] > cast[i] - yes[i];
}

// The rules that a rule joins, in the order in which they are evaluated; none of a count.
std::span<const Rule> parts_of(const Rule& rule) {
  if (const auto* all = std::get_if<AllRule>(&rule.node)) return all->rules;
  if (const auto* any = std::get_if<AnyRule>(&rule.node)) return any->rules;
  if (const auto* none = std::get_if<NoneRule>(&rule.node)) return none->rules;
  if (const auto* choice = std::get_if<IfRule>(&rule.node)) return choice->parts;
  return {};
}

bool only_counts_bodies(const Rule& rule) {
  const std::span<const Rule> parts = parts_of(rule);
  return !std::holds_alternative<BallotsRule>(rule.node) &&
         !std::holds_alternative<GroupsRule>(rule.node) &&
         std::all_of(parts.begin(), parts.end(), only_counts_bodies);
}

// What one body says on the package, by its own rule or more than half of its ballots.
void decide_unit(const Model& model, int u, Votes& votes, int n, RuleScratch& scratch) {
  auto says = votes.unit_says_package.col(u);
  const std::optional<Rule>& rule = model.units[static_cast<std::size_t>(u)].rule;
  if (rule) {
    evaluate(*rule, 0, {votes, n, scratch});
    says.head(n) = scratch.results.col(0).head(n);
  } else {
    majority(votes.package_yes.col(u).data(), votes.cast.col(u).data(), says.data(), n);
  }
  if (votes.absence) answer_for_absent_unit(u, votes, n);
}

void decide_contract(const Model& model, int u, Votes& votes, int n, RuleScratch& scratch) {
  auto says = votes.unit_says_contract.col(u);
  const std::optional<Rule>& rule = model.units[static_cast<std::size_t>(u)].contract_rule;
  if (votes.absence) exchange_late_ballots(u, votes, n);
  if (rule) {
    evaluate(*rule, 0, {votes, n, scratch});
    says.head(n) = scratch.results.col(0).head(n);
  } else {
    majority(votes.contract_yes.col(u).data(), votes.cast.col(u).data(), says.data(), n);
  }
  if (votes.absence) exchange_late_ballots(u, votes, n);
}

void decide_union(const Model& model, int u, Votes& votes, int n, RuleScratch& scratch) {
  const Union& body = model.unions[static_cast<std::size_t>(u)];
  auto cast = votes.union_cast.col(u).head(n);
  auto yes = votes.union_package_yes.col(u).head(n);
  const int first = body.units[0];
  std::copy_n(votes.cast.col(first).data(), n, cast.data());
  std::copy_n(votes.package_yes.col(first).data(), n, yes.data());
  for (std::size_t k = 1; k < body.units.size(); ++k) {
    cast += votes.cast.col(body.units[k]).head(n);
    yes += votes.package_yes.col(body.units[k]).head(n);
  }
  if (body.rule) {
    evaluate(*body.rule, 0, {votes, n, scratch});
    votes.union_says.col(u).head(n) = scratch.results.col(0).head(n);
  } else if (body.units.size() == 1) {
    std::copy_n(votes.unit_says_package.col(first).data(), n, votes.union_says.col(u).data());
  } else {
    majority(yes.data(), cast.data(), votes.union_says.col(u).data(), n);
  }
  if (votes.absence) answer_for_absent_union(model, u, votes, n);
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

void reach(const Verdict& verdict, const Model& model, Votes& votes, int n, RuleScratch& scratch) {
  switch (verdict.of) {
    case Verdict::Of::package_of_unit:
      return decide_unit(model, verdict.index, votes, n, scratch);
    case Verdict::Of::contract_of_unit:
      return decide_contract(model, verdict.index, votes, n, scratch);
    case Verdict::Of::package_of_union:
      return decide_union(model, verdict.index, votes, n, scratch);
  }
}

// Where a verdict is kept.
auto says(const Verdict& verdict, Votes& votes, int n) {
  CountColumns& columns = verdict.of == Verdict::Of::package_of_unit    ? votes.unit_says_package
                          : verdict.of == Verdict::Of::contract_of_unit ? votes.unit_says_contract
                                                                        : votes.union_says;
  return columns.col(verdict.index).head(n);
}

// The contract of a divided unit is one for its locals: they say of it what the unit says.
void decide_common_contract(const DividedUnit& unit, const Model& model, Votes& votes, int n,
                            RuleScratch& scratch) {
  Counts says(n);
  const auto exchange = [&] {
    for (int local : unit.locals)
      if (votes.absence) exchange_late_ballots(local, votes, n);
  };
  exchange();
  if (unit.contract_rule) {
    evaluate(*unit.contract_rule, 0, {votes, n, scratch});
    says = scratch.results.col(0).head(n);
  } else {
    Counts yes = Counts::Zero(n), cast = Counts::Zero(n);
    for (int local : unit.locals) {
      if (!model.units[static_cast<std::size_t>(local)].votes_on_contract()) continue;
      yes += votes.contract_yes.col(local).head(n);
      cast += votes.cast.col(local).head(n);
    }
    majority(yes.data(), cast.data(), says.data(), n);
  }
  exchange();
  for (int local : unit.locals) {
    if (model.units[static_cast<std::size_t>(local)].votes_on_contract())
      votes.unit_says_contract.col(local).head(n) = says;
  }
}

// Verdicts that are reached anew when some votes are otherwise; all is put back afterwards.
class OtherVerdicts {
 public:
  OtherVerdicts(const Model& model, Votes& votes, int size)
      : model_(model), votes_(votes), size_(size) {}

  // Keeps a verdict, and the ballots on the package behind it, as they are.
  void keep(const Verdict& verdict) {
    const auto is_it = [&](const Kept& each) { return each.verdict == verdict; };
    if (std::any_of(kept_.begin(), kept_.end(), is_it)) return;
    kept_.push_back({verdict, says(verdict, votes_, size_),
                     ballots_of(verdict).col(verdict.index).head(size_)});
  }
  void keep_onlookers() {
    for (const Verdict& verdict : model_.onlookers) keep(verdict);
  }

  // Makes a verdict that is kept the opposite of what it was.
  void turn(const Verdict& verdict) {
    for (Kept& each : kept_) each.turned = each.turned || each.verdict == verdict;
  }

  // Reaches them from the ballots as they are now. Units before unions will do where nobody looks
  // on; the model's order always.
  void reach_all(RuleScratch& scratch) {
    if (!model_.onlookers.empty()) {
      const auto place = [&](const Kept& each) {
        return std::find(model_.verdicts.begin(), model_.verdicts.end(), each.verdict);
      };
      std::sort(kept_.begin(), kept_.end(),
                [&](const Kept& a, const Kept& b) { return place(a) < place(b); });
    }
    for (const Kept& each : kept_) {
      reach(each.verdict, model_, votes_, size_, scratch);
      if (each.turned) says(each.verdict, votes_, size_) = 1 - each.said;
    }
  }

  // Returns whether the package is ratified then, and puts verdicts and ballots back. The rule is
  // asked again where somebody changed sides, and everywhere if it looks at ballots. Where the sums
  // behind it are known, they are changed and not made again: there may be thousands of bodies.
  Counts put_back(const Counts& ratified, RuleScratch& scratch) {
    Counts changed = Counts::Constant(size_, model_.rule_looks_at_ballots);
    for (const Kept& each : kept_)
      changed += (each.said != says(each.verdict, votes_, size_)).cast<std::int32_t>();
    Counts result = ratified.head(size_);
    if (size_ > 0 && changed.minCoeff() > 0) {
      evaluate(model_.rule.rule, 0, {votes_, size_, scratch});
      result = scratch.results.col(0).head(size_);
    } else {
      const bool summed = !scratch.counted.empty();
      if (summed) find_parts(model_.rule.rule);
      for (int i = 0; i < size_; ++i) {
        if (!changed[i]) continue;
        std::size_t count = 0;
        result[i] = summed ? holds_now(model_.rule.rule, scratch.counted, i, count)
                           : holds_at(model_.rule.rule, votes_, i);
      }
    }
    for (const Kept& each : kept_) {
      says(each.verdict, votes_, size_) = each.said;
      ballots_of(each.verdict).col(each.verdict.index).head(size_) = each.ballots;
    }
    return result;
  }

 private:
  struct Kept {
    Verdict verdict;
    Counts said, ballots;  // yes ballots, but for a contract
    bool turned = false;
  };

  // The part that a kept verdict has in a count of bodies.
  struct PartOfCount {
    std::size_t kept;
    std::int64_t weight;
  };

  CountColumns& ballots_of(const Verdict& verdict) {
    return verdict.of == Verdict::Of::package_of_union ? votes_.union_package_yes
                                                       : votes_.package_yes;
  }

  // Finds the parts of the kept verdicts in each count of the rule, in order of evaluation.
  void find_parts(const Rule& rule) {
    if (const auto* count = std::get_if<CountRule>(&rule.node)) {
      const Verdict::Of of = count->unions                    ? Verdict::Of::package_of_union
                             : count->on == Question::package ? Verdict::Of::package_of_unit
                                                              : Verdict::Of::contract_of_unit;
      std::vector<PartOfCount>& parts = parts_.emplace_back();
      for (std::size_t k = 0; k < kept_.size(); ++k) {
        if (kept_[k].verdict.of != of) continue;
        for (std::size_t body = 0; body < count->bodies.size(); ++body) {
          if (count->bodies[body] == kept_[k].verdict.index)
            parts.push_back({k, count->weights[body]});
        }
      }
    }
    for (const Rule& part : parts_of(rule)) find_parts(part);
  }

  // Tells whether the rule holds in replication i, from what its counts were before; `count` is the
  // number of the first of them, and then of the next.
  bool holds_now(const Rule& rule, const std::vector<BodiesCounted>& counted, int i,
                 std::size_t& count) const {
    if (const auto* bodies = std::get_if<CountRule>(&rule.node)) {
      const std::int32_t wanted = bodies->answer == Answer::yes;
      std::int64_t measured = counted[count].measured[i];
      for (const PartOfCount& part : parts_[count]) {
        const Verdict& verdict = kept_[part.kept].verdict;
        const CountColumns& cast = bodies->unions ? votes_.union_cast : votes_.cast;
        if (bodies->of_voted && cast(i, verdict.index) == 0) continue;
        measured += part.weight * (says(verdict, votes_, size_)[i] == wanted);
        measured -= part.weight * (kept_[part.kept].said[i] == wanted);
      }
      return reached(bodies->bound, measured, counted[count++].total[i]);
    }
    std::vector<bool> holds;
    for (const Rule& part : parts_of(rule)) holds.push_back(holds_now(part, counted, i, count));
    if (std::holds_alternative<IfRule>(rule.node)) return holds[0] ? holds[1] : holds[2];
    const auto yes = std::count(holds.begin(), holds.end(), true);
    if (std::holds_alternative<AllRule>(rule.node))
      return yes == static_cast<std::ptrdiff_t>(holds.size());
    return std::holds_alternative<AnyRule>(rule.node) ? yes > 0 : yes == 0;
  }

  const Model& model_;
  Votes& votes_;
  int size_;
  std::vector<Kept> kept_;
  std::vector<std::vector<PartOfCount>> parts_;  // of the kept verdicts, a list a count
};

}  // namespace

bool holds_at(const Rule& rule, const Votes& votes, int i) {
  return std::visit([&](const auto& node) { return node_holds_at(node, votes, i); }, rule.node);
}

Counts holds(const Rule& rule, const Votes& votes, int size) {
  RuleScratch scratch(size, levels(rule));
  evaluate(rule, 0, {votes, size, scratch});
  return scratch.results.col(0);
}

void count_decisions(const Model& model, Votes& votes, int size, RuleScratch& scratch) {
  for (const Verdict& verdict : model.verdicts) reach(verdict, model, votes, size, scratch);
  for (const DividedUnit& unit : model.divided_units)
    decide_common_contract(unit, model, votes, size, scratch);
}

void decide(const Model& model, Batch& batch) {
  count_decisions(model, batch.votes, batch.size, batch.rules);
  batch.rules.counted.clear();
  const bool sums = !batch.votes.absence && only_counts_bodies(model.rule.rule);
  evaluate(model.rule.rule, 0,
           {batch.votes, batch.size, batch.rules, &batch.conditions, &batch.margins,
            sums ? &batch.rules.counted : nullptr});
  batch.ratified.head(batch.size) = batch.rules.results.col(0).head(batch.size);
}

void decide_reach(const Model& model, Batch& batch) {
  const auto fill = [&](const std::optional<Rule>& rule, Counts& flags) {
    if (!rule) return;
    evaluate(*rule, 0, {batch.votes, batch.size, batch.rules});
    flags.head(batch.size) = batch.rules.results.col(0).head(batch.size);
  };
  fill(model.gate, batch.gate_open);
  fill(model.everyone_if, batch.binds_everyone);
  if (model.imposed) fill(model.imposed->only_if, batch.may_be_imposed);
}

Counts ratified_if(const Model& model, Votes& votes, const Counts& ratified, int size,
                   const std::vector<int>& units, OtherVote other, RuleScratch& scratch) {
  // Only the verdicts of these units, of their unions and of those whose rules ask others can
  // change.
  OtherVerdicts verdicts(model, votes, size);
  for (int u : units) verdicts.keep({Verdict::Of::package_of_unit, u});
  for (int u : units) {
    const int body = model.units[static_cast<std::size_t>(u)].union_index;
    verdicts.keep({Verdict::Of::package_of_union, body});
  }
  verdicts.keep_onlookers();
  for (int u : units) {
    move_ballots(votes, u, other, size);
    if (other.how == OtherVote::How::turned) verdicts.turn({Verdict::Of::package_of_unit, u});
  }
  verdicts.reach_all(scratch);
  return verdicts.put_back(ratified, scratch);
}

Counts ratified_if_moved(const Model& model, Votes& votes, const Counts& ratified, int size,
                         const std::vector<int>& units, double points, RuleScratch& scratch) {
  return ratified_if(model, votes, ratified, size, units, {OtherVote::How::points, points},
                     scratch);
}

Counts ratified_if_union_turned(const Model& model, Votes& votes, const Counts& ratified, int size,
                                int body, RuleScratch& scratch) {
  const auto turn_ballots = [&] {
    if (!model.rule_looks_at_ballots) return;
    for (int unit : model.unions[static_cast<std::size_t>(body)].units)
      move_ballots(votes, unit, {OtherVote::How::turned}, size);
  };
  OtherVerdicts verdicts(model, votes, size);
  verdicts.keep({Verdict::Of::package_of_union, body});
  verdicts.turn({Verdict::Of::package_of_union, body});
  verdicts.keep_onlookers();
  turn_ballots();
  verdicts.reach_all(scratch);
  const Counts result = verdicts.put_back(ratified, scratch);
  turn_ballots();
  return result;
}

}  // namespace ayes
