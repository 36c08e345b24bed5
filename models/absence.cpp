#include "models/absence.h"

namespace ayes {

Correction correction_for_absent(const CountRule& count, const Votes& votes, int i) {
  Correction correction;
  if (!votes.absence || count.of_voted) return correction;  // who didn't vote is left out already
  const Absence& absence = *votes.absence;
  const CountColumns& absent = count.unions ? absence.union_absent : absence.unit_absent;
  const CountColumns& says = count.unions                    ? votes.union_says
                             : count.on == Question::package ? votes.unit_says_package
                                                             : votes.unit_says_contract;
  const bool wants_yes = count.answer == Answer::yes;
  const bool gives = absence.counts_as == (wants_yes ? AbsentCounts::yes : AbsentCounts::no);
  for (std::size_t k = 0; k < count.bodies.size(); ++k) {
    const int body = count.bodies[k];
    if (!absent(i, body)) continue;
    const bool found = (says(i, body) == 1) == wants_yes;
    correction.measured += (gives - found) * count.weights[k];
    if (absence.counts_as == AbsentCounts::left_out) correction.total -= count.weights[k];
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
  for (int i = 0; i < size; ++i) {
    if (!absence.unit_absent(i, unit)) continue;
    votes.unit_says_package(i, unit) = answer;
  }
}

void answer_for_absent_contract(int unit, Votes& votes, int size) {
  const Absence& absence = *votes.absence;
  for (int i = 0; i < size; ++i) {
    if (!absence.unit_absent(i, unit)) continue;
    const std::int32_t yes = absence.contract_yes(i, unit);
    votes.unit_says_contract(i, unit) = yes > absence.cast(i, unit) - yes;
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
