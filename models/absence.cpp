#include "models/absence.h"

#include "models/decision.h"

#include <algorithm>
#include <utility>

namespace ayes {

namespace {

// What an absent body adds to what was found of it: `found` when it looked like one that gives the
// answer.
void correct(const Absence& absence, Answer answer, bool found, std::int64_t weight,
             Correction& correction) {
  const bool gives =
      absence.counts_as == (answer == Answer::yes ? AbsentCounts::yes : AbsentCounts::no);
  correction.measured += (gives - found) * weight;
  if (absence.counts_as == AbsentCounts::left_out) correction.total -= weight;
}

const CountColumns& says_of(const CountRule& count, const Votes& votes) {
  if (count.unions) return votes.union_says;
  return count.on == Question::package ? votes.unit_says_package : votes.unit_says_contract;
}

// Among bodies of several kinds one union or unit is asked by a rule about it alone. A group is
// absent when all its units are.
bool is_absent(const GroupsRule& groups, std::size_t k, const Absence& absence, int i) {
  const auto* one = std::get_if<CountRule>(&groups.bodies[k].node);
  if (one && one->unions && one->bodies.size() == 1)
    return absence.union_absent(i, one->bodies[0]) != 0;
  return std::all_of(groups.units[k].begin(), groups.units[k].end(),
                     [&](int unit) { return absence.unit_absent(i, unit) != 0; });
}

}  // namespace

Correction correction_for_absent(const CountRule& count, const Votes& votes, int i) {
  Correction correction;
  if (!votes.absence || count.of_voted) return correction;  // who didn't vote is left out already
  const Absence& absence = *votes.absence;
  const CountColumns& absent = count.unions ? absence.union_absent : absence.unit_absent;
  const std::int32_t wanted = count.answer == Answer::yes;
  for (std::size_t k = 0; k < count.bodies.size(); ++k) {
    const int body = count.bodies[k];
    if (!absent(i, body)) continue;
    correct(absence, count.answer, says_of(count, votes)(i, body) == wanted, count.weights[k],
            correction);
  }
  return correction;
}

Correction correction_for_absent(const GroupsRule& groups, const Votes& votes, int i) {
  Correction correction;
  if (!votes.absence || groups.of_voted) return correction;
  for (std::size_t k = 0; k < groups.bodies.size(); ++k) {
    if (!is_absent(groups, k, *votes.absence, i)) continue;
    const bool yes = holds_at(groups.bodies[k], votes, i);
    correct(*votes.absence, groups.answer, yes == (groups.answer == Answer::yes), groups.weights[k],
            correction);
  }
  return correction;
}

Correction correction_for_absent(const BallotsRule& ballots, const Votes& votes, int i) {
  Correction correction;
  if (!votes.absence || votes.absence->counts_as != AbsentCounts::left_out ||
      ballots.of == BallotsWords::Of::cast)
    return correction;
  for (int unit : ballots.units) {
    if (votes.absence->unit_absent(i, unit))
      correction.total -= votes.absence->eligible[static_cast<std::size_t>(unit)];
  }
  return correction;
}

void answer_for_absent_unit(int unit, Votes& votes, int size) {
  const Absence& absence = *votes.absence;
  const std::int32_t answer = absence.counts_as == AbsentCounts::yes;
  for (int i = 0; i < size; ++i)
    if (absence.unit_absent(i, unit)) votes.unit_says_package(i, unit) = answer;
}

void exchange_late_ballots(int unit, Votes& votes, int size) {
  Absence& absence = *votes.absence;
  for (int i = 0; i < size; ++i) {
    if (!absence.unit_absent(i, unit)) continue;
    std::swap(votes.cast(i, unit), absence.cast(i, unit));
    std::swap(votes.package_yes(i, unit), absence.package_yes(i, unit));
    std::swap(votes.contract_yes(i, unit), absence.contract_yes(i, unit));
  }
}

void answer_for_absent_union(const Model& model, int index, Votes& votes, int size) {
  Absence& absence = *votes.absence;
  const Union& body = model.unions[static_cast<std::size_t>(index)];
  const std::int32_t answer = absence.counts_as == AbsentCounts::yes;
  const auto units = static_cast<std::int32_t>(body.units.size());
  const std::int32_t enough = model.calendar->union_waits ? 1 : units;
  for (int i = 0; i < size; ++i) {
    std::int32_t missing = 0;
    for (int unit : body.units) missing += absence.unit_absent(i, unit);
    const bool absent = missing >= enough;
    absence.union_absent(i, index) = absent;
    if (!absent) continue;
    votes.union_says(i, index) = answer;
    votes.union_cast(i, index) = votes.union_package_yes(i, index) = 0;
  }
}

}  // namespace ayes
