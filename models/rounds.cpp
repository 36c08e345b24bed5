#include "models/rounds.h"

#include "models/consequences.h"
#include "models/decision.h"
#include "models/replication.h"

#include <vector>

namespace ayes {
namespace {

// The votes of the process up to now: 0 the first, k + 1 round k.
const Batch& held_vote(const Batch& batch, int number) {
  return number == 0 ? batch : batch.later[static_cast<std::size_t>(number - 1)];
}
const Model& model_of_vote(const Model& model, int number) {
  return number == 0 ? model : model.rounds[static_cast<std::size_t>(number - 1)].model;
}

void start(Batch& batch) {
  const int n = batch.size;
  Process& process = batch.process;
  process.last.head(n).setZero();
  process.ratified.head(n) = batch.ratified.head(n);
  process.votes = batch.votes;
}

// Flags the replications in which the vote is held: the one before it decided as it must have, the
// chance fell so, and the offer still stands.
void fill_held(const Round& round, const Batch& later, Process& process, int k) {
  const int n = later.size;
  Column uniform(n);
  later.kernels->uniforms(later.seed, round.stream, later.first, 0, n, uniform.data());
  const double* chance = later.shared.col(round.chance).data();
  const double* late = later.shared.col(round.late).data();
  const std::int32_t wanted = round.after == RoundAfter::ratified;
  std::int32_t* held = process.held.col(k).data();
  for (int i = 0; i < n; ++i) {
    const bool stands = !round.days_open || late[i] <= *round.days_open;
    held[i] = process.ratified[i] == wanted && uniform[i] < chance[i] && stands;
  }
}

// Whether a unit said no to a question that is asked again.
bool refused(const Unit& unit, int u, int i, const Round& round, const Votes& votes) {
  if (round.asks_package && !votes.unit_says_package(i, u)) return true;
  return round.asks_contract && unit.votes_on_contract() && !votes.unit_says_contract(i, u);
}

// Whether a union said no to the package, or to its units' contracts if those alone are asked.
bool union_refused(int body, int i, const Round& round, const Votes& votes) {
  if (round.asks_package) return !votes.union_says(i, body);
  for (int u : round.model.unions[static_cast<std::size_t>(body)].units) {
    if (refused(round.model.units[static_cast<std::size_t>(u)], u, i, round, votes)) return true;
  }
  return false;
}

// Takes over a column where the flag is 0.
void keep(const std::int32_t* asked, const CountColumns& earlier, CountColumns& now, int u, int n) {
  const std::int32_t* from = earlier.col(u).data();
  std::int32_t* to = now.col(u).data();
  for (int i = 0; i < n; ++i) to[i] = asked[i] ? to[i] : from[i];
}

// Flags the replications in which a local of the divided unit votes again.
Counts any_local_asked(const Model& model, int divided, const CountColumns& asked, int n) {
  Counts any = Counts::Zero(n);
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    if (model.units[static_cast<std::size_t>(u)].part_of != divided) continue;
    for (int i = 0; i < n; ++i) any[i] |= asked(i, u);
  }
  return any;
}

// Puts earlier answers in the place of those that were not asked for, and decides on what stands.
void decide_with_kept_answers(const Round& round, const Votes& earlier, Batch& later) {
  if (round.who == RoundVoters::all && round.asks_package && round.asks_contract) return;
  const int n = later.size;
  const CountColumns asked = voters(round, earlier, n);
  const Counts nobody = Counts::Zero(n);
  CountColumns says_contract = later.votes.unit_says_contract;
  Votes& votes = later.votes;
  for (int u = 0; u < static_cast<int>(round.model.units.size()); ++u) {
    const std::int32_t* voted = asked.col(u).data();
    const std::int32_t* package = round.asks_package ? voted : nobody.data();
    const std::int32_t* contract = round.asks_contract ? voted : nobody.data();
    for (CountColumns Votes::*ballots : {&Votes::returned, &Votes::cast, &Votes::package_yes})
      keep(package, earlier.*ballots, votes.*ballots, u, n);
    keep(contract, earlier.contract_yes, votes.contract_yes, u, n);
    keep(contract, earlier.unit_says_contract, says_contract, u, n);
  }
  decide(round.model, later);
  // A contract kept, or voted on alone, was decided among the ballots of its own day. (That of a
  // unit divided into locals is decided by all of them together, as what stands has it, once one of
  // them was asked again.)
  for (int u = 0; u < static_cast<int>(round.model.units.size()); ++u) {
    const int divided = round.model.units[static_cast<std::size_t>(u)].part_of;
    if (divided < 0) {
      votes.unit_says_contract.col(u) = says_contract.col(u);
      continue;
    }
    const Counts again =
        round.asks_contract ? any_local_asked(round.model, divided, asked, n) : nobody;
    keep(again.data(), earlier.unit_says_contract, votes.unit_says_contract, u, n);
  }
}

// Works out what the votes before this one had begun in the replications that it is held in.
void follow_earlier_votes(const Model& model, int k, Batch& batch) {
  Batch& later = batch.later[static_cast<std::size_t>(k)];
  later.noticed.topRows(later.size).setZero();
  later.begun.topRows(later.size).setZero();
  if (!model.layoffs) return;
  const std::int32_t* held = batch.process.held.col(k).data();
  for (int before = 0; before <= k; ++before) {
    std::vector<std::int32_t> rows;
    for (int i = 0; i < batch.size; ++i) {
      if (held[i] && batch.process.last[i] == before) rows.push_back(i);
    }
    if (rows.empty()) continue;
    follow_until(model_of_vote(model, before), held_vote(batch, before), rows,
                 model.rounds[static_cast<std::size_t>(k)].begun, later);
  }
}

// Lets the answers of this vote stand where it was held.
void take_over(const Batch& later, int k, Process& process) {
  const int n = later.size;
  const std::int32_t* held = process.held.col(k).data();
  for (CountColumns Votes::*columns :
       {&Votes::returned, &Votes::cast, &Votes::package_yes, &Votes::contract_yes,
        &Votes::unit_says_package, &Votes::unit_says_contract, &Votes::union_cast,
        &Votes::union_package_yes, &Votes::union_says}) {
    const CountColumns& from = later.votes.*columns;
    CountColumns& to = process.votes.*columns;
    for (Eigen::Index c = 0; c < from.cols(); ++c) {
      for (int i = 0; i < n; ++i) to(i, c) = held[i] ? from(i, c) : to(i, c);
    }
  }
  for (int i = 0; i < n; ++i) {
    process.said_yes(i, k) = held[i] & later.ratified[i];
    if (!held[i]) continue;
    process.last[i] = k + 1;
    process.ratified[i] = later.ratified[i];
  }
}

// Sums over the units as the last vote held left them.
void conclude_process(const Model& model, Batch& batch) {
  Process& process = batch.process;
  for (int i = 0; i < batch.size; ++i) {
    const Batch& last = held_vote(batch, process.last[i]);
    std::int32_t outside = 0, kept = 0;
    for (Eigen::Index u = 0; u < static_cast<Eigen::Index>(model.units.size()); ++u) {
      const bool contract = last.contract_in_force(i, u) != 0;
      outside += last.package_in_force(i, u) && !contract;
      if (!contract)
        kept += static_cast<std::int32_t>(model.units[static_cast<std::size_t>(u)].members);
    }
    process.units_outside[i] = outside;
    process.members_with_old_raises[i] = kept;
    if (process.last[i] == 0) continue;
    batch.in_force[i] = last.in_force[i];
    batch.refused_by_legislature[i] = last.refused_by_legislature[i];
    batch.imposed[i] = last.imposed[i];
    batch.all_notices[i] = last.all_notices[i];
    batch.all_separated[i] = last.all_separated[i];
    batch.all_recalled[i] = last.all_recalled[i];
    batch.all_rescinded[i] = last.all_rescinded[i];
    if (!model.savings) continue;
    batch.saved[i] = last.saved[i];
    batch.saved_claimed[i] = last.saved_claimed[i];
  }
}

}  // namespace

CountColumns voters(const Round& round, const Votes& votes, int n) {
  const auto units = static_cast<int>(round.model.units.size());
  CountColumns asked = CountColumns::Ones(n, units);
  if (round.who == RoundVoters::all) return asked;
  for (int u = 0; u < units; ++u) {
    const Unit& unit = round.model.units[static_cast<std::size_t>(u)];
    for (int i = 0; i < n; ++i) {
      asked(i, u) = round.who == RoundVoters::refusing_units
                        ? refused(unit, u, i, round, votes)
                        : union_refused(unit.union_index, i, round, votes);
    }
  }
  return asked;
}

void hold_rounds(const Model& model, Batch& batch) {
  start(batch);
  for (int k = 0; k < static_cast<int>(model.rounds.size()); ++k) {
    const Round& round = model.rounds[static_cast<std::size_t>(k)];
    Batch& later = batch.later[static_cast<std::size_t>(k)];
    later.first = batch.first;
    later.size = batch.size;
    later.given = batch.given;
    hold_vote(round.model, later, Questions::both);
    fill_held(round, later, batch.process, k);
    decide_with_kept_answers(round, batch.process.votes, later);
    follow_earlier_votes(model, k, batch);
    follow(round.model, later);
    take_over(later, k, batch.process);
  }
  conclude_process(model, batch);
}

}  // namespace ayes
