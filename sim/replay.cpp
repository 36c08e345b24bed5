#include "sim/replay.h"

#include "models/absence.h"
#include "models/ballots.h"
#include "models/consequences.h"
#include "models/decision.h"
#include "models/int128.h"
#include "models/numerics/elementary.h"
#include "models/replication.h"
#include "models/rounds.h"
#include "models/support.h"
#include "models/walk.h"

#include <algorithm>
#include <cassert>
#include <map>

namespace ayes {
namespace {

RuleStory tell_rule(const Rule& rule, const Votes& votes);

RuleStory::Count count_of(const CountRule& rule, const Votes& votes) {
  const CountColumns& says = rule.unions                    ? votes.union_says
                             : rule.on == Question::package ? votes.unit_says_package
                                                            : votes.unit_says_contract;
  const CountColumns& cast = rule.unions ? votes.union_cast : votes.cast;
  RuleStory::Count count{0, 0, rule.bound};
  for (std::size_t k = 0; k < rule.bodies.size(); ++k) {
    if (rule.of_voted && cast(0, rule.bodies[k]) == 0) continue;
    count.total += rule.weights[k];
    const bool yes = says(0, rule.bodies[k]) == 1;
    if (yes == (rule.answer == Answer::yes)) count.measured += rule.weights[k];
  }
  const Correction absent = correction_for_absent(rule, votes, 0);
  count.measured += absent.measured;
  count.total += absent.total;
  return count;
}

RuleStory::Count count_of(const BallotsRule& rule, const Votes& votes) {
  const CountColumns& said = rule.on == Question::package ? votes.package_yes : votes.contract_yes;
  std::int64_t cast = 0, yes = 0;
  for (int unit : rule.units) {
    cast += votes.cast(0, unit);
    yes += said(0, unit);
  }
  const std::int64_t measured = rule.ballots == BallotsWords::What::yes  ? yes
                                : rule.ballots == BallotsWords::What::no ? cast - yes
                                                                         : cast;
  const std::int64_t total = rule.of == BallotsWords::Of::cast ? cast : rule.eligible;
  return {measured, total + correction_for_absent(rule, votes, 0).total, rule.bound};
}

RuleStory::Count count_of(const GroupsRule& rule, const Votes& votes) {
  RuleStory::Count count{0, 0, rule.bound};
  for (std::size_t k = 0; k < rule.bodies.size(); ++k) {
    const auto cast = [&](int unit) { return votes.cast(0, unit) > 0; };
    if (rule.of_voted && std::none_of(rule.units[k].begin(), rule.units[k].end(), cast)) continue;
    count.total += rule.weights[k];
    const bool yes = holds(rule.bodies[k], votes, 1)[0] == 1;
    if (yes == (rule.answer == Answer::yes)) count.measured += rule.weights[k];
  }
  const Correction absent = correction_for_absent(rule, votes, 0);
  count.measured += absent.measured;
  count.total += absent.total;
  return count;
}

void tell_node(const CountRule& rule, const Votes& votes, RuleStory& story) {
  story.count = count_of(rule, votes);
}
void tell_node(const BallotsRule& rule, const Votes& votes, RuleStory& story) {
  story.count = count_of(rule, votes);
}
void tell_node(const GroupsRule& rule, const Votes& votes, RuleStory& story) {
  story.count = count_of(rule, votes);
  for (const Rule& body : rule.bodies) story.parts.push_back(tell_rule(body, votes));
}
void tell_parts(const char* joined, const std::vector<Rule>& rules, const Votes& votes,
                RuleStory& story) {
  story.joined = joined;
  for (const Rule& rule : rules) story.parts.push_back(tell_rule(rule, votes));
}
void tell_node(const AllRule& rule, const Votes& votes, RuleStory& story) {
  tell_parts("all", rule.rules, votes, story);
}
void tell_node(const AnyRule& rule, const Votes& votes, RuleStory& story) {
  tell_parts("any", rule.rules, votes, story);
}
void tell_node(const NoneRule& rule, const Votes& votes, RuleStory& story) {
  tell_parts("none", rule.rules, votes, story);
}
void tell_node(const IfRule& rule, const Votes& votes, RuleStory& story) {
  tell_parts("if", rule.parts, votes, story);
}

RuleStory tell_rule(const Rule& rule, const Votes& votes) {
  RuleStory story;
  story.name = rule.name;
  story.words = rule.words;
  story.met = holds(rule, votes, 1)[0] == 1;
  std::visit([&](const auto& node) { tell_node(node, votes, story); }, rule.node);
  return story;
}

void tell_inputs(const Model& model, const Batch& batch, Story& story) {
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    const Input& input = model.inputs[i];
    if (input.fixed()) continue;
    const auto column = static_cast<Eigen::Index>(i);
    const double value = batch.shared(0, column);
    story.inputs.push_back({input.path, input.kind,
                            input.probit ? numerics::normal_cdf(value) : value,
                            numerics::normal_cdf(batch.input_normal(0, column))});
  }
}

void tell_unions(const Model& model, const Batch& batch, Story& story) {
  for (std::size_t u = 0; u < model.unions.size(); ++u) {
    const Union& body = model.unions[u];
    const auto column = static_cast<Eigen::Index>(u);
    UnionStory told;
    told.name = body.name;
    told.members = body.members;
    told.eligible = body.eligible;
    told.cast = batch.votes.union_cast(0, column);
    told.yes = batch.votes.union_package_yes(0, column);
    told.term = model.correlation ? 0 : batch.shared(0, body.support);
    told.says_yes = batch.votes.union_says(0, column) == 1;
    told.absent = batch.votes.absence && batch.votes.absence->union_absent(0, column) == 1;
    if (body.rule) told.rule = tell_rule(*body.rule, batch.votes);
    story.unions.push_back(std::move(told));
  }
}

const char* ballot_of(const Unit& unit) {
  if (unit.outside) return "outside";
  if (std::holds_alternative<BundledBallot>(unit.ballot)) return "bundled";
  if (std::holds_alternative<PackageOnlyBallot>(unit.ballot)) return "package-only";
  return "separate";
}

// The opinions are scratch of the batch, so they are formed again; the counts, too, which leaves
// the share of yes behind the package count in its scratch.
void tell_opinions(const Model& model, const Unit& unit, int u, Batch& batch, UnitStory& told) {
  form_opinions(model, unit, u, batch, Questions::both);
  if (model.calendar) move_opinions(model, u, batch);
  told.package_opinion = batch.package_opinion[0];
  told.turnout_opinion = batch.turnout_opinion[0];
  told.package_share = numerics::normal_cdf(told.package_opinion);
  told.turnout_share = numerics::normal_cdf(told.turnout_opinion);
  if (!unit.votes_on_contract()) return;
  told.contract_opinion = batch.contract_opinion[0];
  told.contract_share = numerics::normal_cdf(*told.contract_opinion);
  const auto* bundled = std::get_if<BundledBallot>(&unit.ballot);
  if (!bundled) return;
  fill_bundled_shares(model, *bundled, batch);
  told.bundled_share = batch.share[0];
}

// When it was counted; ballots that came too late are told as its own.
void tell_date(const Model& model, int u, const Batch& batch, UnitStory& told) {
  const Calendar& calendar = *model.calendar;
  const int delay = calendar.delay[static_cast<std::size_t>(u)];
  told.counted_on = date_of(batch.calendar->day(0, u));
  told.delayed = delay >= 0 && batch.calendar->delayed(0, delay);
  if (!batch.votes.absence || !batch.votes.absence->unit_absent(0, u)) return;
  told.missed = true;
  told.cast = batch.votes.absence->cast(0, u);
  told.package_yes = batch.votes.absence->package_yes(0, u);
  if (told.contract_yes) told.contract_yes = batch.votes.absence->contract_yes(0, u);
}

void tell_calendar(const Model& model, const Batch& batch, Story& story) {
  const Calendar& calendar = *model.calendar;
  CalendarStory told;
  if (calendar.deadline) told.deadline = date_of(*calendar.deadline);
  told.has_momentum = calendar.has_momentum;
  std::map<int, DayStory> days;
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    const int number = batch.calendar->day(0, u);
    DayStory& day = days[number];
    day.date = date_of(number);
    day.units.push_back(u);
    day.surprise = batch.calendar->surprise(0, u);
    day.fate = static_cast<Fate>(batch.calendar->seen(0, u));
    const auto value = [&](SharedColumn column) { return batch.shared(0, column); };
    day.move = value(calendar.momentum) * day.surprise +
               (day.fate == Fate::dead   ? value(calendar.once_dead)
                : day.fate == Fate::safe ? value(calendar.once_safe)
                                         : 0);
  }
  for (auto& [number, day] : days) told.days.push_back(std::move(day));
  story.calendar = std::move(told);
}

void tell_unit(const Model& model, int u, Batch& batch, Story& story) {
  const Unit& unit = model.calendar ? unit_as_it_votes(model, u, batch, 0)
                                    : model.units[static_cast<std::size_t>(u)];
  const Votes& votes = batch.votes;
  UnitStory told;
  told.name = unit.name;
  told.union_index = unit.union_index;
  told.members = unit.members;
  told.eligible = unit.eligible;
  told.employees = unit.employees;
  told.ballot = ballot_of(unit);
  tell_opinions(model, unit, u, batch, told);
  told.returned = votes.returned(0, u);
  told.cast = votes.cast(0, u);
  told.package_yes = votes.package_yes(0, u);
  told.says_package = votes.unit_says_package(0, u) == 1;
  if (unit.votes_on_contract()) {
    told.contract_yes = votes.contract_yes(0, u);
    told.says_contract = votes.unit_says_contract(0, u) == 1;
  }
  if (model.calendar) tell_date(model, u, batch, told);
  if (unit.challenge) {
    double uniform = 0;
    batch.kernels->uniforms(batch.seed, unit.challenge->stream, batch.first, 0, 1, &uniform);
    if (uniform < batch.shared(0, unit.challenge->chance)) told.ballot_void = unit.challenge->then;
  }
  if (unit.rule) told.rule = tell_rule(*unit.rule, votes);
  told.package_in_force = batch.package_in_force(0, u) == 1;
  told.contract_in_force = batch.contract_in_force(0, u) == 1;
  if (model.layoffs) {
    told.layoffs = LayoffStory{batch.notices(0, u), batch.separated(0, u), batch.recalled(0, u)};
  }
  if (model.has_pay()) told.pay = pay_of(model, u, told.contract_in_force, 0, batch);
  story.units.push_back(std::move(told));
}

// Why a later vote was not held.
std::string why_not(const Round& round, int k, const Batch& batch, bool ratified_before) {
  const Batch& later = batch.later[static_cast<std::size_t>(k)];
  if (ratified_before != (round.after == RoundAfter::ratified))
    return ratified_before ? "the vote before it was a yes" : "the vote before it was a no";
  if (round.days_open && later.shared(0, round.late) > *round.days_open)
    return "the offer had expired";
  return "nobody called it";
}

RoundStory tell_round(const Model& model, int k, const Batch& batch, const Votes& before,
                      bool ratified_before) {
  const Round& round = model.rounds[static_cast<std::size_t>(k)];
  const Batch& later = batch.later[static_cast<std::size_t>(k)];
  RoundStory told;
  told.name = round.name;
  told.shift = later.shared(0, round.model.round_shift->term);
  told.held = batch.process.held(0, k) == 1;
  if (!told.held) {
    told.why_not = why_not(round, k, batch, ratified_before);
    return told;
  }
  const CountColumns asked = voters(round, before, 1);
  const auto units = static_cast<Eigen::Index>(model.units.size());
  for (Eigen::Index u = 0; u < units; ++u) {
    RoundStory::Answer answer;
    answer.voted = asked(0, u) == 1;
    answer.cast = later.votes.cast(0, u);
    answer.package_yes = later.votes.package_yes(0, u);
    answer.says_package = later.votes.unit_says_package(0, u) == 1;
    if (round.model.units[static_cast<std::size_t>(u)].votes_on_contract())
      answer.says_contract = later.votes.unit_says_contract(0, u) == 1;
    answer.package_in_force = later.package_in_force(0, u) == 1;
    answer.contract_in_force = later.contract_in_force(0, u) == 1;
    told.units.push_back(answer);
  }
  for (Eigen::Index u = 0; u < later.votes.union_says.cols(); ++u)
    told.unions_yes.push_back(later.votes.union_says(0, u) == 1);
  told.rule = tell_rule(round.model.rule.rule, later.votes);
  told.ratified = later.ratified[0] == 1;
  return told;
}

ProcessStory tell_process(const Model& model, const Batch& batch) {
  ProcessStory told;
  const Votes* before = &batch.votes;
  bool ratified = batch.ratified[0] == 1;
  for (int k = 0; k < static_cast<int>(model.rounds.size()); ++k) {
    told.rounds.push_back(tell_round(model, k, batch, *before, ratified));
    if (!told.rounds.back().held) continue;
    before = &batch.later[static_cast<std::size_t>(k)].votes;
    ratified = told.rounds.back().ratified;
  }
  told.ratified = ratified;
  if (model.layoffs) {
    told.layoffs = LayoffStory{batch.all_notices[0], batch.all_separated[0], batch.all_recalled[0]};
    told.rescinded = batch.all_rescinded[0];
  }
  return told;
}

}  // namespace

std::int64_t RuleStory::Count::needed() const {
  const Int128 product = static_cast<Int128>(bound.numerator) * (bound.share ? total : 1);
  const Int128 whole = product / bound.denominator;
  const bool exact = whole * bound.denominator == product;
  if (bound.sense == Bound::Sense::at_least)
    return static_cast<std::int64_t>(exact ? whole : whole + 1);
  if (bound.sense == Bound::Sense::more_than) return static_cast<std::int64_t>(whole + 1);
  if (bound.sense == Bound::Sense::less_than)
    return static_cast<std::int64_t>(exact ? whole - 1 : whole);
  return static_cast<std::int64_t>(whole);
}

Story replay(const Model& model, std::uint64_t seed, std::int64_t replication) {
  assert(replication >= 0 && replication < (std::int64_t{1} << 48));
  Batch batch(model, seed, 1, kernels::best());
  batch.first = replication;
  batch.size = 1;
  simulate(model, batch);

  Story story;
  story.title = model.title;
  story.seed = seed;
  story.replication = replication;
  tell_inputs(model, batch, story);
  const SharedTerms& shared = model.shared;
  story.swing = batch.shared(0, shared.swing);
  story.turnout_swing = batch.shared(0, shared.swing_turnout);
  if (model.correlation && model.correlation->heavy_tailed) {
    story.heavy_tail = batch.shared(0, shared.heavy_tail);
  }
  for (const Group& group : shared.groups) {
    story.groups.push_back({group.name, batch.shared(0, group.support)});
  }
  tell_unions(model, batch, story);
  if (model.calendar) tell_calendar(model, batch, story);
  story.each_union = model.rule.each_union;
  story.rule = tell_rule(model.rule.rule, batch.votes);
  story.ratified = batch.ratified[0] == 1;
  if (model.gate) story.gate = tell_rule(*model.gate, batch.votes);
  if (model.everyone_if) story.everyone_if = tell_rule(*model.everyone_if, batch.votes);
  if (model.imposed && model.imposed->only_if)
    story.imposed_only_if = tell_rule(*model.imposed->only_if, batch.votes);
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) tell_unit(model, u, batch, story);
  if (model.savings) {
    story.saved = batch.saved[0];
    story.saved_claimed = batch.saved_claimed[0];
  }
  story.refused_by_legislature = batch.refused_by_legislature[0] == 1;
  story.imposed = batch.imposed[0] == 1;
  if (!model.rounds.empty()) story.process = tell_process(model, batch);
  return story;
}

}  // namespace ayes
