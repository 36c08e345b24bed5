#include "models/decision.h"

#include "models/int128.h"

#include <algorithm>

namespace ayes {
namespace {

// Where the results of reported conditions go; null when nobody asks.
struct Report {
  CountColumns* conditions = nullptr;
  MarginColumns* margins = nullptr;
};

Counts evaluate(const Rule& rule, const Votes& votes, int n, const Report& report);

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

Counts compare(const Rule& rule, const Bound& bound, const Sums& measured, const Sums& total, int n,
               const Report& report) {
  Counts result(n);
  for (int i = 0; i < n; ++i) result[i] = reached(bound, measured[i], total[i]);
  if (report.margins && rule.condition >= 0) {
    for (int i = 0; i < n; ++i) {
      (*report.margins)(i, rule.condition) = margin(bound, measured[i], total[i]);
    }
  }
  return result;
}

Counts evaluate_node(const Rule& rule, const CountRule& count, const Votes& votes, int n,
                     const Report& report) {
  const CountColumns& says = count.unions                    ? votes.union_says
                             : count.on == Question::package ? votes.unit_says_package
                                                             : votes.unit_says_contract;
  const CountColumns& cast = count.unions ? votes.union_cast : votes.cast;
  Sums measured = Sums::Zero(n), total = Sums::Zero(n);
  const std::int32_t wanted = count.answer == Answer::yes;
  for (std::size_t k = 0; k < count.bodies.size(); ++k) {
    const std::int32_t* said = says.col(count.bodies[k]).data();
    const std::int32_t* ballots = cast.col(count.bodies[k]).data();
    const std::int64_t weight = count.weights[k];
    for (int i = 0; i < n; ++i) {
      const std::int64_t counted = count.of_voted ? ballots[i] > 0 : 1;
      measured[i] += weight * counted * (said[i] == wanted);
      total[i] += weight * counted;
    }
  }
  return compare(rule, count.bound, measured, total, n, report);
}

Counts evaluate_node(const Rule& rule, const BallotsRule& ballots, const Votes& votes, int n,
                     const Report& report) {
  Sums yes = Sums::Zero(n), cast = Sums::Zero(n);
  const CountColumns& said =
      ballots.on == Question::package ? votes.package_yes : votes.contract_yes;
  for (int unit : ballots.units) {
    yes += said.col(unit).head(n).cast<std::int64_t>();
    cast += votes.cast.col(unit).head(n).cast<std::int64_t>();
  }
  const Sums eligible = Sums::Constant(n, ballots.eligible);
  const Sums measured = ballots.ballots == BallotsWords::What::yes  ? yes
                        : ballots.ballots == BallotsWords::What::no ? Sums(cast - yes)
                                                                    : cast;
  return compare(rule, ballots.bound, measured,
                 ballots.of == BallotsWords::Of::cast ? cast : eligible, n, report);
}

Counts evaluate_node(const Rule&, const AllRule& all, const Votes& votes, int n,
                     const Report& report) {
  Counts result = Counts::Ones(n);
  for (const Rule& rule : all.rules) result *= evaluate(rule, votes, n, report);
  return result;
}

Counts evaluate_node(const Rule&, const AnyRule& any, const Votes& votes, int n,
                     const Report& report) {
  Counts result = Counts::Zero(n);
  for (const Rule& rule : any.rules) result = result.max(evaluate(rule, votes, n, report));
  return result;
}

Counts evaluate_node(const Rule&, const NoneRule& none, const Votes& votes, int n,
                     const Report& report) {
  Counts result = Counts::Ones(n);
  for (const Rule& rule : none.rules) result *= 1 - evaluate(rule, votes, n, report);
  return result;
}

Counts evaluate_node(const Rule&, const IfRule& choice, const Votes& votes, int n,
                     const Report& report) {
  const Counts condition = evaluate(choice.parts[0], votes, n, report);
  const Counts yes = evaluate(choice.parts[1], votes, n, report);
  const Counts no = evaluate(choice.parts[2], votes, n, report);
  return condition * yes + (1 - condition) * no;
}

Counts evaluate(const Rule& rule, const Votes& votes, int n, const Report& report) {
  Counts result = std::visit(
      [&](const auto& node) { return evaluate_node(rule, node, votes, n, report); }, rule.node);
  if (report.conditions && rule.condition >= 0) {
    report.conditions->col(rule.condition).head(n) = result;
  }
  return result;
}

// More than half of the ballots cast say yes; no ballots and a tie are a no.
void majority(const std::int32_t* yes, const std::int32_t* cast, std::int32_t* says, int n) {
  for (int i = 0; i < n; ++i) says[i] = yes[i] > cast[i] - yes[i];
}

void count_unit(const Model& model, int u, Votes& votes, int n) {
  majority(votes.package_yes.col(u).data(), votes.cast.col(u).data(),
           votes.unit_says_package.col(u).data(), n);
  majority(votes.contract_yes.col(u).data(), votes.cast.col(u).data(),
           votes.unit_says_contract.col(u).data(), n);
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  if (unit.rule) votes.unit_says_package.col(u).head(n) = holds(*unit.rule, votes, n);
}

void count_union(const Model& model, int u, Votes& votes, int n) {
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
    votes.union_says.col(u).head(n) = holds(*body.rule, votes, n);
  } else if (body.units.size() == 1) {
    votes.union_says.col(u).head(n) = votes.unit_says_package.col(body.units[0]).head(n);
  } else {
    majority(yes.data(), cast.data(), votes.union_says.col(u).data(), n);
  }
}

}  // namespace

Counts holds(const Rule& rule, const Votes& votes, int size) {
  return evaluate(rule, votes, size, Report{});
}

void count_decisions(const Model& model, Votes& votes, int size) {
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) count_unit(model, u, votes, size);
  for (int u = 0; u < static_cast<int>(model.unions.size()); ++u)
    count_union(model, u, votes, size);
}

void decide(const Model& model, Batch& batch) {
  count_decisions(model, batch.votes, batch.size);
  batch.ratified.head(batch.size) =
      evaluate(model.rule.rule, batch.votes, batch.size, Report{&batch.conditions, &batch.margins});
}

Counts ratified_if_moved(const Model& model, Votes& votes, int size, const std::vector<int>& units,
                         double points) {
  // Only the moved units and their unions can change; they are put back afterwards.
  struct Kept {
    int unit;
    Counts yes, says;
  };
  std::vector<Kept> kept;
  std::vector<int> unions;
  for (int u : units) {
    kept.push_back(
        {u, votes.package_yes.col(u).head(size), votes.unit_says_package.col(u).head(size)});
    for (int i = 0; i < size; ++i) {
      const std::int32_t cast = votes.cast(i, u), yes = votes.package_yes(i, u);
      const auto moved = static_cast<std::int32_t>(points / 100 * cast);
      votes.package_yes(i, u) = std::clamp(yes + moved, 0, cast);
    }
    count_unit(model, u, votes, size);
    const int body = model.units[static_cast<std::size_t>(u)].union_index;
    if (std::find(unions.begin(), unions.end(), body) == unions.end()) unions.push_back(body);
  }
  for (int body : unions) count_union(model, body, votes, size);
  const Counts result = holds(model.rule.rule, votes, size);
  for (const Kept& unit : kept) {
    votes.package_yes.col(unit.unit).head(size) = unit.yes;
    votes.unit_says_package.col(unit.unit).head(size) = unit.says;
  }
  for (int body : unions) count_union(model, body, votes, size);
  return result;
}

}  // namespace ayes
