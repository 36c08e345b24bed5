#include "models/outlook.h"

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

void set(const Outlook& outlook, Eigen::Index body, int n, Bodies& bodies) {
  bodies.yes.col(body).head(n) = outlook.possible;
  bodies.no.col(body).head(n) = 1 - outlook.sure;
}

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

// Adds one body to what a condition can find.
void add(const Bodies& bodies, Eigen::Index body, Answer answer, std::int64_t weight, bool of_voted,
         const View& view, Extremes& found) {
  const std::int64_t out_weight = view.absent() == AbsentCounts::left_out ? 0 : weight;
  const std::int32_t* wanted = (answer == Answer::yes ? bodies.yes : bodies.no).col(body).data();
  const std::int32_t* other = (answer == Answer::yes ? bodies.no : bodies.yes).col(body).data();
  const std::int32_t* out = bodies.out.col(body).data();
  const std::int32_t* voted = bodies.voted.col(body).data();
  const std::int32_t* can_vote = bodies.can_vote.col(body).data();
  for (int i = 0; i < view.n; ++i) {
    if (of_voted) {
      const bool for_it = wanted[i] && can_vote[i], against = other[i] && can_vote[i];
      found.most[i] += for_it ? weight : 0;
      found.most_total[i] += for_it || voted[i] ? weight : 0;
      found.least[i] += !against && voted[i] ? weight : 0;
      found.least_total[i] += against || voted[i] ? weight : 0;
      found.empty[i] = found.empty[i] && !voted[i];
    } else {
      found.most[i] += wanted[i] ? weight : 0;
      found.most_total[i] += wanted[i] || !out[i] ? weight : out_weight;
      found.least[i] += !other[i] && !out[i] ? weight : 0;
      found.least_total[i] += other[i] || !out[i] ? weight : out_weight;
    }
  }
}

Outlook look_at(const CountRule& count, const View& view) {
  const Bodies& bodies = count.unions                    ? view.unions
                         : count.on == Question::package ? view.units
                                                         : view.contracts;
  Extremes found(view.n);
  found.empty.setConstant(count.of_voted);
  for (std::size_t k = 0; k < count.bodies.size(); ++k)
    add(bodies, count.bodies[k], count.answer, count.weights[k], count.of_voted, view, found);
  return compare(count.bound, found, view.n);
}

// Groups and divided units: each by its rule, absent when all its units are.
void look_at_group(const Rule& rule, const std::vector<int>& units, const View& view,
                   Bodies& bodies) {
  set(look(rule, view), 0, view.n, bodies);
  for (int i = 0; i < view.n; ++i) {
    std::int64_t cast = 0, open = 0, forced = 0, may_miss = 0;
    for (int unit : units) {
      const std::int32_t to_come = view.open(i, unit);
      cast += view.votes.cast(i, unit);
      open += to_come;
      forced += view.is_forced(unit) ? to_come : 0;
      may_miss += to_come > 0 && view.can_be_late(unit);
    }
    bodies.can_vote(i, 0) = cast + open > 0;
    bodies.voted(i, 0) = cast + forced > 0;
    if (may_miss == static_cast<std::int64_t>(units.size()))
      bodies.can_be_absent(view.absent(), i, 0);
  }
}

Outlook look_at(const GroupsRule& groups, const View& view) {
  Extremes found(view.n);
  found.empty.setConstant(groups.of_voted);
  for (std::size_t k = 0; k < groups.bodies.size(); ++k) {
    const auto* one = std::get_if<CountRule>(&groups.bodies[k].node);
    if (one && one->unions && one->bodies.size() == 1) {
      add(view.unions, one->bodies[0], groups.answer, groups.weights[k], groups.of_voted, view,
          found);
      continue;
    }
    Bodies group(view.n, 1);
    look_at_group(groups.bodies[k], groups.units[k], view, group);
    add(group, 0, groups.answer, groups.weights[k], groups.of_voted, view, found);
  }
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

void look_at_package(int u, View& view) {
  const int n = view.n;
  const Unit& unit = view.model.units[static_cast<std::size_t>(u)];
  const std::int32_t* cast = view.votes.cast.col(u).data();
  const std::int32_t* open = view.open.col(u).data();
  set(unit.rule ? look(*unit.rule, view)
                : majority(view.votes.package_yes.col(u).data(), cast, open, n),
      u, n, view.units);
}

void look_at_contract(int u, View& view) {
  const int n = view.n;
  const Unit& unit = view.model.units[static_cast<std::size_t>(u)];
  const std::int32_t* cast = view.votes.cast.col(u).data();
  const std::int32_t* open = view.open.col(u).data();
  set(!unit.votes_on_contract() ? constant(n, 0)
      : unit.contract_rule      ? look(*unit.contract_rule, view)
                                : majority(view.votes.contract_yes.col(u).data(), cast, open, n),
      u, n, view.contracts);
}

// Who has voted, who still can, and who may miss the close.
void look_at_turnout(int u, Bodies& bodies, const View& view) {
  const std::int32_t* cast = view.votes.cast.col(u).data();
  const std::int32_t* open = view.open.col(u).data();
  for (int i = 0; i < view.n; ++i) {
    bodies.can_vote(i, u) = cast[i] + open[i] > 0;
    bodies.voted(i, u) = cast[i] > 0 || (open[i] > 0 && view.is_forced(u));
    if (open[i] > 0 && view.can_be_late(u)) bodies.can_be_absent(view.absent(), i, u);
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
  for (const Verdict& verdict : model.verdicts) {
    switch (verdict.of) {
      case Verdict::Of::package_of_unit:
        look_at_package(verdict.index, view);
        look_at_turnout(verdict.index, view.units, view);
        break;
      case Verdict::Of::contract_of_unit:
        look_at_contract(verdict.index, view);
        look_at_turnout(verdict.index, view.contracts, view);
        break;
      case Verdict::Of::package_of_union:
        look_at_union(verdict.index, view);
    }
  }
  for (const DividedUnit& unit : model.divided_units) look_at_common_contract(unit, view);
  return look(model.rule.rule, view);
}

}  // namespace ayes
