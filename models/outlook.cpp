#include "models/outlook.h"

#include <algorithm>

namespace ayes {
namespace {

// What bodies can still say, in each replication: flags, a column a body. One that can say neither
// yes nor no is absent for sure.
struct Bodies {
  CountColumns yes, no, out;     // can say yes, can say no, can be absent and count as neither
  CountColumns voted, can_vote;  // has cast a ballot and can't be absent; has cast one or can

  Bodies(int rows, std::size_t bodies)
      : yes(CountColumns::Zero(rows, static_cast<Eigen::Index>(bodies))),
        no(yes),
        out(yes),
        voted(yes),
        can_vote(yes) {}

  // An absent body counts as no, as yes or as neither.
  void can_be_absent(AbsentCounts counts_as, int i, Eigen::Index body) {
    CountColumns& flag = counts_as == AbsentCounts::yes  ? yes
                         : counts_as == AbsentCounts::no ? no
                                                         : out;
    flag(i, body) = 1;
    voted(i, body) = 0;
  }
};

struct View {
  const Model& model;
  const Votes& votes;
  const CountColumns& open;
  int n;
  Bodies units, contracts, unions;

  AbsentCounts absent() const { return model.calendar->absent; }
  bool can_be_late(int unit) const {
    return model.calendar->has_absences() &&
           model.calendar->delay[static_cast<std::size_t>(unit)] >= 0;
  }
  // Ballots that are sure to be counted though nobody has cast them.
  bool is_forced(int unit) const {
    return model.units[static_cast<std::size_t>(unit)].unreturned != Unreturned::not_counted &&
           !can_be_late(unit);
  }
};

Outlook look(const Rule& rule, const View& view);

// Counts found in a replication where they are most and where they are least, each with its total;
// `empty` says whether the total can be nobody.
struct Extremes {
  Sums most, most_total, least, least_total;
  Counts empty;
  explicit Extremes(int n)
      : most(Sums::Zero(n)),
        most_total(most),
        least(most),
        least_total(most),
        empty(Counts::Zero(n)) {}
};

Outlook compare(const Bound& bound, const Extremes& found, int n) {
  Outlook result{Counts(n), Counts(n)};
  const bool rising =
      bound.sense == Bound::Sense::at_least || bound.sense == Bound::Sense::more_than;
  for (int i = 0; i < n; ++i) {
    const bool at_most_of = reached(bound, found.most[i], found.most_total[i]);
    const bool at_least_of = reached(bound, found.least[i], found.least_total[i]);
    const bool empty = bound.share && found.empty[i];
    result.sure[i] = rising ? at_least_of && !empty : at_most_of;
    result.possible[i] = rising ? at_most_of : at_least_of || empty;
  }
  return result;
}

Outlook look_at(const CountRule& count, const View& view) {
  const Bodies& bodies = count.unions                    ? view.unions
                         : count.on == Question::package ? view.units
                                                         : view.contracts;
  const bool wants_yes = count.answer == Answer::yes;
  const std::int64_t out_weighs = view.absent() == AbsentCounts::left_out ? 0 : 1;
  Extremes found(view.n);
  Sums voted = Sums::Zero(view.n);
  for (std::size_t k = 0; k < count.bodies.size(); ++k) {
    const int body = count.bodies[k];
    const std::int64_t weight = count.weights[k];
    const std::int32_t* wanted = (wants_yes ? bodies.yes : bodies.no).col(body).data();
    const std::int32_t* other = (wants_yes ? bodies.no : bodies.yes).col(body).data();
    const std::int32_t* out = bodies.out.col(body).data();
    const std::int32_t* has_voted = bodies.voted.col(body).data();
    const std::int32_t* can_vote = bodies.can_vote.col(body).data();
    for (int i = 0; i < view.n; ++i) {
      if (count.of_voted) {
        const bool for_it = wanted[i] && can_vote[i], against = other[i] && can_vote[i];
        found.most[i] += for_it ? weight : 0;
        found.most_total[i] += for_it || has_voted[i] ? weight : 0;
        found.least[i] += !against && has_voted[i] ? weight : 0;
        found.least_total[i] += against || has_voted[i] ? weight : 0;
        voted[i] += has_voted[i];
      } else {
        found.most[i] += wanted[i] ? weight : 0;
        found.most_total[i] += wanted[i] || !out[i] ? weight : out_weighs * weight;
        found.least[i] += !other[i] && !out[i] ? weight : 0;
        found.least_total[i] += other[i] || !out[i] ? weight : out_weighs * weight;
      }
    }
  }
  if (count.of_voted) found.empty = (voted == 0).cast<std::int32_t>();
  return compare(count.bound, found, view.n);
}

// A group votes when one of its units does; it is never absent as one.
Outlook look_at(const GroupsRule& groups, const View& view) {
  Extremes found(view.n);
  Sums voted = Sums::Zero(view.n);
  for (std::size_t k = 0; k < groups.bodies.size(); ++k) {
    const std::int64_t weight = groups.weights[k];
    const Outlook yes = look(groups.bodies[k], view);
    const bool wants_yes = groups.answer == Answer::yes;
    for (int i = 0; i < view.n; ++i) {
      const auto any = [&](const CountColumns& flags) {
        return std::any_of(groups.units[k].begin(), groups.units[k].end(),
                           [&](int unit) { return flags(i, unit) != 0; });
      };
      const bool has_voted = !groups.of_voted || any(view.units.voted);
      const bool can_vote = !groups.of_voted || any(view.units.can_vote);
      const bool can_say_yes = yes.possible[i] != 0, can_say_no = yes.sure[i] == 0;
      const bool for_it = (wants_yes ? can_say_yes : can_say_no) && can_vote;
      const bool against = (wants_yes ? can_say_no : can_say_yes) && can_vote;
      found.most[i] += for_it ? weight : 0;
      found.most_total[i] += for_it || has_voted ? weight : 0;
      found.least[i] += !against && has_voted ? weight : 0;
      found.least_total[i] += against || has_voted ? weight : 0;
      voted[i] += has_voted;
    }
  }
  found.empty = (voted == 0).cast<std::int32_t>();
  return compare(groups.bound, found, view.n);
}

Outlook look_at(const BallotsRule& ballots, const View& view) {
  const int n = view.n;
  Sums yes = Sums::Zero(n), cast = yes, open = yes, forced = yes;
  const CountColumns& said =
      ballots.on == Question::package ? view.votes.package_yes : view.votes.contract_yes;
  for (int unit : ballots.units) {
    const auto to_come = view.open.col(unit).head(n).cast<std::int64_t>();
    yes += said.col(unit).head(n).cast<std::int64_t>();
    cast += view.votes.cast.col(unit).head(n).cast<std::int64_t>();
    open += to_come;
    if (view.is_forced(unit)) forced += to_come;
  }
  Extremes found(n);
  if (ballots.ballots == BallotsWords::What::cast) {
    found.most = found.most_total = cast + open;
    found.least = found.least_total = cast + forced;
  } else {
    found.least = ballots.ballots == BallotsWords::What::yes ? yes : Sums(cast - yes);
    found.most = found.least + open;
    found.most_total = found.least_total = cast + open;
  }
  if (ballots.of == BallotsWords::Of::eligible) {
    found.most_total.setConstant(ballots.eligible);
    found.least_total.setConstant(ballots.eligible);
  } else {
    found.empty = (cast + forced == 0).cast<std::int32_t>();
  }
  return compare(ballots.bound, found, n);
}

Outlook constant(int n, std::int32_t value) {
  return {Counts::Constant(n, value), Counts::Constant(n, value)};
}

Outlook look_at(const AllRule& all, const View& view) {
  Outlook result = constant(view.n, 1);
  for (const Rule& part : all.rules) {
    const Outlook one = look(part, view);
    result.sure *= one.sure;
    result.possible *= one.possible;
  }
  return result;
}

Outlook look_at(const AnyRule& any, const View& view) {
  Outlook result = constant(view.n, 0);
  for (const Rule& part : any.rules) {
    const Outlook one = look(part, view);
    result.sure = result.sure.max(one.sure);
    result.possible = result.possible.max(one.possible);
  }
  return result;
}

Outlook look_at(const NoneRule& none, const View& view) {
  Outlook result = constant(view.n, 1);
  for (const Rule& part : none.rules) {
    const Outlook one = look(part, view);
    result.sure *= 1 - one.possible;
    result.possible *= 1 - one.sure;
  }
  return result;
}

Outlook look_at(const IfRule& choice, const View& view) {
  const Outlook condition = look(choice.parts[0], view);
  const Outlook then = look(choice.parts[1], view), otherwise = look(choice.parts[2], view);
  return {((condition.sure * then.sure).max((1 - condition.possible) * otherwise.sure))
              .max(then.sure * otherwise.sure),
          (condition.possible * then.possible).max((1 - condition.sure) * otherwise.possible)};
}

Outlook look(const Rule& rule, const View& view) {
  return std::visit([&](const auto& node) { return look_at(node, view); }, rule.node);
}

void set(const Outlook& outlook, Eigen::Index body, int n, Bodies& bodies) {
  bodies.yes.col(body).head(n) = outlook.possible;
  bodies.no.col(body).head(n) = 1 - outlook.sure;
}

// What a majority of ballots can still be: all that are open say yes, or all say no.
Outlook majority(const std::int32_t* yes, const std::int32_t* cast, const std::int32_t* open,
                 int n) {
  Outlook result{Counts(n), Counts(n)};
  for (int i = 0; i < n; ++i) {
    result.possible[i] = yes[i] + open[i] > cast[i] - yes[i];
    result.sure[i] = yes[i] > cast[i] - yes[i] + open[i];
  }
  return result;
}

void look_at_unit(int u, View& view) {
  const int n = view.n;
  const Unit& unit = view.model.units[static_cast<std::size_t>(u)];
  const std::int32_t* cast = view.votes.cast.col(u).data();
  const std::int32_t* open = view.open.col(u).data();
  set(unit.rule ? look(*unit.rule, view)
                : majority(view.votes.package_yes.col(u).data(), cast, open, n),
      u, n, view.units);
  for (int i = 0; i < n; ++i) {
    view.units.can_vote(i, u) = cast[i] + open[i] > 0;
    view.units.voted(i, u) = cast[i] > 0 || (open[i] > 0 && view.is_forced(u));
    if (open[i] > 0 && view.can_be_late(u)) view.units.can_be_absent(view.absent(), i, u);
  }
}

void look_at_contract(int u, View& view) {
  const int n = view.n;
  const Unit& unit = view.model.units[static_cast<std::size_t>(u)];
  const std::int32_t* cast = view.votes.cast.col(u).data();
  const std::int32_t* open = view.open.col(u).data();
  const auto ballots = [&] {
    return majority(view.votes.contract_yes.col(u).data(), cast, open, n);
  };
  set(!unit.votes_on_contract() ? constant(n, 0)
      : unit.contract_rule      ? look(*unit.contract_rule, view)
                                : ballots(),
      u, n, view.contracts);
  for (int i = 0; i < n; ++i) {
    view.contracts.can_vote(i, u) = cast[i] + open[i] > 0;
    view.contracts.voted(i, u) = cast[i] > 0 || (open[i] > 0 && view.is_forced(u));
    if (open[i] > 0 && view.can_be_late(u)) view.contracts.can_be_absent(view.absent(), i, u);
  }
}

// The contract of a divided unit is one for its locals.
void look_at_common_contract(const DividedUnit& unit, View& view) {
  const int n = view.n;
  Counts yes = Counts::Zero(n), cast = yes, open = yes;
  for (int local : unit.locals) {
    if (!view.model.units[static_cast<std::size_t>(local)].votes_on_contract()) continue;
    yes += view.votes.contract_yes.col(local).head(n);
    cast += view.votes.cast.col(local).head(n);
    open += view.open.col(local).head(n);
  }
  const Outlook found = unit.contract_rule ? look(*unit.contract_rule, view)
                                           : majority(yes.data(), cast.data(), open.data(), n);
  for (int local : unit.locals) {
    if (view.model.units[static_cast<std::size_t>(local)].votes_on_contract())
      set(found, local, n, view.contracts);
  }
}

void look_at_union(int index, View& view) {
  const int n = view.n;
  const Union& body = view.model.unions[static_cast<std::size_t>(index)];
  Counts yes = Counts::Zero(n), cast = yes, open = yes, forced = yes, may_miss = yes;
  for (int unit : body.units) {
    const auto to_come = view.open.col(unit).head(n);
    yes += view.votes.package_yes.col(unit).head(n);
    cast += view.votes.cast.col(unit).head(n);
    open += to_come;
    if (view.is_forced(unit)) forced += to_come;
    if (view.can_be_late(unit)) may_miss += (to_come > 0).cast<std::int32_t>();
  }
  if (body.rule) {
    set(look(*body.rule, view), index, n, view.unions);
  } else if (body.units.size() == 1) {
    view.unions.yes.col(index) = view.units.yes.col(body.units[0]);
    view.unions.no.col(index) = view.units.no.col(body.units[0]);
  } else {
    set(majority(yes.data(), cast.data(), open.data(), n), index, n, view.unions);
  }
  const auto enough =
      view.model.calendar->union_waits ? 1 : static_cast<std::int32_t>(body.units.size());
  for (int i = 0; i < n; ++i) {
    view.unions.can_vote(i, index) = cast[i] + open[i] > 0;
    view.unions.voted(i, index) = cast[i] + forced[i] > 0;
    if (may_miss[i] >= enough) view.unions.can_be_absent(view.absent(), i, index);
  }
}

}  // namespace

Outlook outlook(const Model& model, const Votes& votes, const CountColumns& open, int size) {
  View view{model,
            votes,
            open,
            size,
            Bodies(size, model.units.size()),
            Bodies(size, model.units.size()),
            Bodies(size, model.unions.size())};
  for (const Verdict& verdict : model.verdicts) {  // each after those that its rule asks
    switch (verdict.of) {
      case Verdict::Of::package_of_unit:
        look_at_unit(verdict.index, view);
        break;
      case Verdict::Of::contract_of_unit:
        look_at_contract(verdict.index, view);
        break;
      case Verdict::Of::package_of_union:
        look_at_union(verdict.index, view);
    }
  }
  for (const DividedUnit& unit : model.divided_units) look_at_common_contract(unit, view);
  return look(model.rule.rule, view);
}

}  // namespace ayes
