#include "models/consequences.h"

#include "models/decision.h"
#include "models/stream.h"

#include <algorithm>
#include <vector>

namespace ayes {
namespace {

// What the scenario leaves at 0, so that nothing need be drawn for it.
struct Absent {
  bool anyway, recall, outside_recall;
  Absent(bool anyway_, bool recall_, bool outside_recall_)
      : anyway(anyway_), recall(recall_), outside_recall(outside_recall_) {}
  Absent(const Model& model, const LayoffTerms& terms)
      : anyway(is_zero(model, terms.anyway_rate)),
        recall(is_zero(model, terms.recall)),
        outside_recall(is_zero(model, terms.outside_recall)) {}
};

// Whether there are replications in which the package is not in force for a unit, and in which it
// is.
struct Fates {
  bool rejected = false, in_force = false;
};

// Rounds x >= 0 up or down at random so that the mean is x: the whole part of x + u. The sum in
// double may round up to the next whole number, so the limit is kept as well.
std::int32_t whole(double x, double u, std::int32_t limit) {
  const auto rounded = static_cast<std::int32_t>(x + u);
  return rounded < limit ? rounded : limit;
}

const double* input(const Batch& batch, SharedColumn column) {
  return batch.shared.col(column).data();
}

// Fills what all units share, whatever the package's fate.
void fill_common(const LayoffTerms& terms, const Batch& batch, LayoffColumns& columns) {
  const double *announced = input(batch, terms.announced), *threat = input(batch, terms.threat);
  const double* vacancies = input(batch, terms.vacancies);
  const double *now = input(batch, terms.workload_now), *then = input(batch, terms.workload_then);
  const double* carried_out = input(batch, terms.carried_out);
  const double* take_effect = input(batch, terms.refuser_take_effect);
  const int n = batch.size;
  for (int i = 0; i < n; ++i)
    columns.cut[i] = announced[i] * std::max(0.0, threat[i] - vacancies[i]);
  for (int i = 0; i < n; ++i) columns.workload[i] = now[i] / then[i];
  std::copy(carried_out, carried_out + n, columns.carried_out.data());
  if (terms.hits_refusers)
    std::copy(take_effect, take_effect + n, columns.refuser_take_effect.data());
}

// Finds which fates the package has, and fills the part of the jobs ended that is called back.
Fates fill_fates(const LayoffTerms& terms, const Batch& batch, const std::int32_t* package,
                 LayoffColumns& columns) {
  const double *rejected = input(batch, terms.recall),
               *outside = input(batch, terms.outside_recall);
  const int n = batch.size;
  std::int32_t rejections = n;
  for (int i = 0; i < n; ++i) rejections -= package[i];
  for (int i = 0; i < n; ++i) columns.recall[i] = package[i] ? outside[i] : rejected[i];
  return {rejections > 0, rejections != n};
}

// Fills the part of a unit that is exposed to layoff: 1 less its leverage, how far understaffing
// protects it.
void fill_exposed(const LayoffTerms& terms, const Unit& unit, const Batch& batch,
                  LayoffColumns& columns) {
  const int n = batch.size;
  columns.exposed.head(n).setOnes();
  if (!unit.staff || !unit.staff_needed) return;
  const double* effect = input(batch, terms.effect);
  for (int i = 0; i < n; ++i) {
    const double needed = *unit.staff_needed * columns.workload[i];
    const double gap = needed > 0 ? std::max(0.0, 1 - *unit.staff / needed) : 0;
    columns.exposed[i] = 1 - std::min(1.0, effect[i] * gap);
  }
}

// Draws the uniforms that are needed, two to a block.
void draw_layoffs(const Unit& unit, const Batch& batch, const Fates& fates, const Absent& absent,
                  LayoffColumns& columns) {
  const auto draw = [&](int block, Column& even, Column& odd) {
    batch.kernels->uniform_pairs(batch.seed, unit.layoff_stream, batch.first, block, batch.size,
                                 even.data(), odd.data());
  };
  static_assert(slot::rejected == 0 && slot::hit == 1 && slot::outside == 2 && slot::anyway == 3 &&
                slot::recalled == 4);
  LayoffDraws& draws = columns.draws;
  draw(0, draws.rejected, draws.hit);
  if (fates.in_force || !absent.anyway) draw(1, draws.outside, draws.anyway);
  const bool recalls = !absent.anyway || (fates.rejected && !absent.recall) ||
                       (fates.in_force && !absent.outside_recall);
  if (recalls) {
    draw(2, draws.recalled, draws.spare);
  } else {
    draws.recalled.head(batch.size).setZero();
  }
}

// Rejected: the threat, as far as it is announced and carried out.
void lay_off_rejected(const LayoffTerms& terms, const Unit& unit, const Batch& batch,
                      LayoffColumns& columns) {
  const kernels::Threat threat{static_cast<double>(unit.employees), unit.exposure,
                               columns.cut.data(), columns.exposed.data(),
                               input(batch, terms.attrition)};
  batch.kernels->lay_off(threat, batch.size, columns.carried_out.data(),
                         columns.draws.rejected.data(), columns.notices.data(),
                         columns.separated.data());
}

// The same where unions that refuse are threatened by themselves: what hits them comes on top.
void lay_off_refusers(const LayoffTerms& terms, const Unit& unit, const Batch& batch,
                      LayoffColumns& columns) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const double employees = people;
  const double* attrition = input(batch, terms.attrition);
  const double* refuser_notices = input(batch, terms.refuser_notices);
  const std::int32_t* union_says = batch.votes.union_says.col(unit.union_index).data();
  for (int i = 0; i < batch.size; ++i) {
    const double exposed = columns.exposed[i], u = columns.draws.rejected[i];
    const double hit = columns.cut[i] * unit.exposure * exposed - attrition[i] * employees;
    const double n = std::min(std::max(hit, 0.0), employees);
    const double aimed = union_says[i] ? 0 : unit.refuser_jobs * refuser_notices[i] * exposed;
    const double more = std::min(aimed, employees - n);
    columns.notices[i] = whole(n + more, u, people);
    columns.separated[i] = whole(n * columns.carried_out[i] + more * columns.refuser_take_effect[i],
                                 u, columns.notices[i]);
  }
}

// Where the package is in force and the unit's own contract is not.
void lay_off_outside(const LayoffTerms& terms, const Unit& unit, const Batch& batch,
                     const std::int32_t* package, LayoffColumns& columns) {
  const kernels::OutsideHit outside{static_cast<double>(unit.employees),
                                    input(batch, terms.outside_chance),
                                    input(batch, terms.outside_rate), columns.exposed.data()};
  batch.kernels->lay_off_outside(outside, batch.size, package, columns.draws.hit.data(),
                                 columns.draws.outside.data(), columns.notices.data(),
                                 columns.separated.data());
}

// The same in a later vote: those whose jobs had ended before are no more to be hit, and what is
// left of the notices stands.
void lay_off_outside_later(const LayoffTerms& terms, const Unit& unit, int index,
                           const Batch& batch, const std::int32_t* package,
                           LayoffColumns& columns) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const double *chance = input(batch, terms.outside_chance),
               *rate = input(batch, terms.outside_rate);
  for (int i = 0; i < batch.size; ++i) {
    if (!package[i]) continue;
    const std::int32_t begun = batch.begun(i, index), left = people - begun;
    const double n = columns.draws.hit[i] < chance[i] ? rate[i] * left * columns.exposed[i] : 0;
    const std::int32_t hit = whole(n, columns.draws.outside[i], left);
    columns.separated[i] = begun + hit;
    columns.notices[i] = std::min(batch.noticed(i, index) + hit, people);
  }
}

// Calls some back, and adds the layoffs that come whatever the vote.
void finish(const LayoffTerms& terms, const Unit& unit, const Batch& batch, const Absent& absent,
            LayoffColumns& columns) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const int n = batch.size;
  const double *recall = columns.recall.data(), *u = columns.draws.recalled.data();
  std::int32_t *separated = columns.separated.data(), *recalled = columns.recalled.data();
  if (absent.anyway) return batch.kernels->call_back(n, separated, recall, u, recalled);
  const double* rate = input(batch, terms.anyway_rate);
  const double* anyway_recall = input(batch, terms.anyway_recall);
  for (int i = 0; i < n; ++i) {
    const double anyway = columns.draws.anyway[i];
    const std::int32_t left = people - separated[i];
    const std::int32_t more = whole(rate[i] * left, anyway, left);
    const double called_back = separated[i] * recall[i] + more * anyway_recall[i];
    separated[i] += more;
    columns.notices[i] = std::min(columns.notices[i] + more, people);
    recalled[i] = whole(called_back, u[i], separated[i]);
    const std::int32_t even_so =
        terms.anyway_hits_protected ? whole(rate[i] * people, anyway, people) : 0;
    columns.notices_with_contract[i] = columns.separated_with_contract[i] = even_so;
    columns.recalled_with_contract[i] = whole(even_so * anyway_recall[i], u[i], even_so);
  }
}

// The same in a later vote. What had begun stays with a unit that the package now covers, or its
// contract; a unit that neither covers bears the rejection whole, which had begun in the same way.
void finish_later(const LayoffTerms& terms, const Unit& unit, int index, const Batch& batch,
                  const std::int32_t* package, LayoffColumns& columns) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const double* rate = input(batch, terms.anyway_rate);
  const double* anyway_recall = input(batch, terms.anyway_recall);
  const double* begun_recall = input(batch, terms.recall);
  const auto anyway = [&](int i, std::int32_t gone) {
    const std::int32_t left = people - gone;
    return whole(rate[i] * left, columns.draws.anyway[i], left);
  };
  for (int i = 0; i < batch.size; ++i) {
    const double u = columns.draws.recalled[i];
    const std::int32_t before = batch.begun(i, index), noticed = batch.noticed(i, index);
    const std::int32_t begun = package[i] ? before : 0, ended = columns.separated[i];
    const std::int32_t more = anyway(i, ended);
    const double called_back =
        (ended - begun) * columns.recall[i] + begun * begun_recall[i] + more * anyway_recall[i];
    columns.separated[i] = ended + more;
    columns.notices[i] = std::min(columns.notices[i] + more, people);
    columns.recalled[i] = whole(called_back, u, columns.separated[i]);

    const std::int32_t even_so = terms.anyway_hits_protected ? anyway(i, before) : 0;
    columns.separated_with_contract[i] = before + even_so;
    columns.notices_with_contract[i] = std::min(noticed + even_so, people);
    columns.recalled_with_contract[i] = whole(before * begun_recall[i] + even_so * anyway_recall[i],
                                              u, columns.separated_with_contract[i]);
  }
}

// Notices taken back: those of an earlier rejection that had not ended a job when the unit came to
// be covered.
void take_back(int u, const std::int32_t* package, Batch& batch) {
  for (int i = 0; i < batch.size; ++i) {
    const bool covered = package[i] || batch.contract_in_force(i, u) != 0;
    batch.rescinded(i, u) = covered ? batch.noticed(i, u) - batch.begun(i, u) : 0;
  }
}

// Writes a unit's layoffs to the batch, as its own contract fell, and for its gamble: what a yes of
// its members brings where the contract is open to them, and what a no brings.
void store(const Model& model, int index, const std::int32_t* package, Batch& batch) {
  const LayoffColumns& columns = *batch.layoff_columns;
  const int n = batch.size;
  const std::int32_t* contract = batch.contract_in_force.col(index).data();
  const auto choose = [&](const Counts& without, const Counts& with, CountColumns& out) {
    batch.kernels->choose(n, contract, with.data(), without.data(), out.col(index).data());
  };
  choose(columns.notices, columns.notices_with_contract, batch.notices);
  choose(columns.separated, columns.separated_with_contract, batch.separated);
  choose(columns.recalled, columns.recalled_with_contract, batch.recalled);

  auto taking_part = batch.layoffs_taking_part.col(index).head(n);
  auto staying_out = batch.layoffs_staying_out.col(index).head(n);
  staying_out = columns.separated.head(n) - columns.recalled.head(n);
  taking_part = columns.separated_with_contract.head(n) - columns.recalled_with_contract.head(n);
  if (model.contract_needs_package) {
    batch.kernels->choose(n, package, taking_part.data(), staying_out.data(), taking_part.data());
  }
  if (!model.legislature) return;
  const std::int32_t* refused = batch.contract_refused.col(index).data();
  batch.kernels->choose(n, refused, staying_out.data(), taking_part.data(), taking_part.data());
}

void reject(const LayoffTerms& terms, const Unit& unit, const Batch& batch,
            LayoffColumns& columns) {
  if (terms.hits_refusers) {
    lay_off_refusers(terms, unit, batch, columns);
  } else {
    lay_off_rejected(terms, unit, batch, columns);
  }
}

void follow_layoffs(const Model& model, Batch& batch) {
  const LayoffTerms& terms = *model.layoffs;
  const bool later = model.round_shift.has_value();
  const Absent absent = later ? Absent{false, false, false} : Absent(model, terms);
  LayoffColumns& columns = *batch.layoff_columns;
  fill_common(terms, batch, columns);
  Fates fates;
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    const Unit& unit = model.units[static_cast<std::size_t>(u)];
    const std::int32_t* package = batch.package_in_force.col(u).data();

    // The package's fate is the same for all units, or for those of one union.
    const bool as_before =
        u > 0 && (!model.unions_bind_themselves() ||
                  unit.union_index == model.units[static_cast<std::size_t>(u - 1)].union_index);
    if (!as_before) fates = fill_fates(terms, batch, package, columns);
    draw_layoffs(unit, batch, fates, absent, columns);
    fill_exposed(terms, unit, batch, columns);
    if (fates.rejected) reject(terms, unit, batch, columns);
    if (later) {
      if (fates.in_force) lay_off_outside_later(terms, unit, u, batch, package, columns);
      finish_later(terms, unit, u, batch, package, columns);
      take_back(u, package, batch);
    } else {
      if (fates.in_force) lay_off_outside(terms, unit, batch, package, columns);
      finish(terms, unit, batch, absent, columns);
    }
    store(model, u, package, batch);
    batch.all_notices.head(batch.size) += batch.notices.col(u).head(batch.size);
    batch.all_separated.head(batch.size) += batch.separated.col(u).head(batch.size);
    batch.all_recalled.head(batch.size) += batch.recalled.col(u).head(batch.size);
    if (later) batch.all_rescinded.head(batch.size) += batch.rescinded.col(u).head(batch.size);
  }
}

// Pay of a member over the agreement's years: Σ_k salary · Π_{j≤k} (1 + raise_j).
void fill_pay(SharedColumn first_salary, const std::vector<SharedColumn>& raises, int years,
              const Batch& batch, double* pay) {
  Eigen::Map<Column> sum(pay, batch.size);
  Column salary = batch.input(first_salary);
  sum.setZero();
  for (int year = 0; year < years; ++year) {
    if (year < static_cast<int>(raises.size())) {
      salary *= 1 + batch.input(raises[static_cast<std::size_t>(year)]);
    }
    sum += salary;
  }
}

// Pay by a path, or by its award in the replications that bring one which is not refused.
void fill_pay(const PayPath& path, int years, const Batch& batch, double* pay) {
  fill_pay(path.salary, path.raises, years, batch, pay);
  if (!path.award) return;
  const Award& award = *path.award;
  const int n = batch.size;
  Column awarded(n), comes(n), refused(n);
  fill_pay(path.salary, award.raises, years, batch, awarded.data());
  batch.kernels->uniform_pairs(batch.seed, award.stream, batch.first, 0, n, comes.data(),
                               refused.data());
  const double* chance = batch.shared.col(award.chance).data();
  const double* refusal = batch.shared.col(award.refused).data();
  for (int i = 0; i < n; ++i) {
    if (comes[i] < chance[i] && refused[i] >= refusal[i]) pay[i] = awarded[i];
  }
}

// What a legislature does with a ratified package, and whether others impose a rejected one.
void settle(const Model& model, Batch& batch) {
  const int n = batch.size;
  Column first(n), second(n);
  if (const auto& terms = model.legislature) {
    batch.kernels->uniform_pairs(batch.seed, terms->stream, batch.first, 0, n, first.data(),
                                 second.data());
    const double* acts = batch.shared.col(terms->acts).data();
    const double* refuses = batch.shared.col(terms->refuses).data();
    for (int i = 0; i < n; ++i) {
      batch.refused_by_legislature[i] =
          first[i] < acts[i] ? second[i] < refuses[i] : !terms->silence_approves;
    }
  }
  if (const auto& terms = model.imposed) {
    batch.kernels->uniforms(batch.seed, terms->stream, batch.first, 0, n, first.data());
    const double* chance = batch.shared.col(terms->chance).data();
    for (int i = 0; i < n; ++i) {
      batch.imposed[i] = !batch.ratified[i] && batch.may_be_imposed[i] && first[i] < chance[i];
    }
  }
}

// Flags the replications in which the unit's contract, approved by its members, comes to nothing in
// the legislature.
void refuse_contract(const Model& model, int u, Batch& batch, std::int32_t* contract) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const int n = batch.size;
  Column uniform(n);
  batch.kernels->uniforms(batch.seed, unit.legislature_stream, batch.first, 0, n, uniform.data());
  const double* chance = batch.shared.col(model.legislature->refuses_contract).data();
  std::int32_t* refused = batch.contract_refused.col(u).data();
  for (int i = 0; i < n; ++i) {
    refused[i] = uniform[i] < chance[i];
    contract[i] &= 1 - refused[i];
  }
}

// The package is in force for a unit: as the coalition decided, or its union where each binds
// itself; unless a legislature refuses, and also where others impose it.
void fill_package_in_force(const Model& model, int u, Batch& batch) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const int n = batch.size;
  const std::int32_t* ratified = batch.ratified.data();
  const std::int32_t* union_says = batch.votes.union_says.col(unit.union_index).data();
  std::int32_t* package = batch.package_in_force.col(u).data();
  const std::int32_t* everyone = batch.binds_everyone.data();
  if (model.rule.each_union) {
    for (int i = 0; i < n; ++i) package[i] = union_says[i] | everyone[i];
  } else if (model.package_binds == PackageBinds::approvers) {
    for (int i = 0; i < n; ++i) package[i] = ratified[i] & (union_says[i] | everyone[i]);
  } else {
    std::copy(ratified, ratified + n, package);
  }
  if (model.gate) {
    for (int i = 0; i < n; ++i) package[i] &= batch.gate_open[i];
  }
  if (!model.has_surroundings()) return;
  for (int i = 0; i < n; ++i)
    package[i] = (package[i] & (1 - batch.refused_by_legislature[i])) | batch.imposed[i];
}

// Package and contract in force for a unit, by its own decision.
void fill_in_force(const Model& model, int u, Batch& batch) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const int n = batch.size;
  fill_package_in_force(model, u, batch);
  const std::int32_t* package = batch.package_in_force.col(u).data();
  std::int32_t* contract = batch.contract_in_force.col(u).data();
  if (unit.outside) {
    std::fill(contract, contract + n, 0);
  } else if (!unit.votes_on_contract()) {
    std::copy(package, package + n, contract);
  } else {
    const std::int32_t* says = batch.votes.unit_says_contract.col(u).data();
    const std::int32_t always = !model.contract_needs_package;
    for (int i = 0; i < n; ++i) contract[i] = says[i] & (package[i] | always);
  }
  if (model.legislature && unit.votes_on_contract()) refuse_contract(model, u, batch, contract);
}

void follow_savings(const Model& model, Batch& batch) {
  const SavingTerms& terms = *model.savings;
  const int n = batch.size;
  Counts bound = Counts::Zero(n), under_contract = Counts::Zero(n);
  for (Eigen::Index u = 0; u < static_cast<Eigen::Index>(model.units.size()); ++u) {
    const auto employees =
        static_cast<std::int32_t>(model.units[static_cast<std::size_t>(u)].employees);
    const std::int32_t* package = batch.package_in_force.col(u).data();
    const std::int32_t* contract = batch.contract_in_force.col(u).data();
    for (int i = 0; i < n; ++i) {
      bound[i] += package[i] ? employees : 0;
      under_contract[i] += package[i] & contract[i] ? employees : 0;
    }
  }
  const auto all = static_cast<double>(model.employees);
  batch.saved_claimed.head(n) =
      batch.input(terms.package) * (bound.cast<double>() / all) +
      batch.input(terms.contracts) * (under_contract.cast<double>() / all);
  batch.saved.head(n) =
      batch.input(terms.likely) * batch.saved_claimed.head(n) +
      batch.input(terms.per_layoff) *
          (batch.all_separated.head(n) - batch.all_recalled.head(n)).cast<double>();
}

}  // namespace

void follow(const Model& model, Batch& batch) {
  for (Counts* sum :
       {&batch.all_notices, &batch.all_separated, &batch.all_recalled, &batch.all_rescinded})
    sum->head(batch.size).setZero();
  if (model.gate || model.everyone_if || (model.imposed && model.imposed->only_if))
    decide_reach(model, batch);
  if (model.has_surroundings()) settle(model, batch);
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) fill_in_force(model, u, batch);
  if (model.has_surroundings()) {
    batch.in_force.head(batch.size).setOnes();
    for (Eigen::Index u = 0; u < batch.package_in_force.cols(); ++u)
      batch.in_force.head(batch.size) *= batch.package_in_force.col(u).head(batch.size);
    for (int i = 0; i < batch.size; ++i) batch.refused_by_legislature[i] &= batch.ratified[i];
  }
  if (model.layoffs) follow_layoffs(model, batch);
  for (std::size_t k = 0; k < model.pay_paths.size(); ++k) {
    fill_pay(model.pay_paths[k], model.pay_years, batch,
             batch.pay.col(static_cast<Eigen::Index>(k)).data());
  }
  if (model.savings) follow_savings(model, batch);
}

namespace {

// Whether the vote alone covers a unit, by package or contract, as far as gate and legislature let
// it. Nobody imposes a package on which there is to be another vote.
bool is_covered_by_vote(const Model& model, const Batch& batch, int u, int i) {
  const bool package = batch.package_in_force(i, u) != 0,
             contract = batch.contract_in_force(i, u) != 0;
  if (!batch.imposed[i]) return package || contract;
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const bool stands = batch.gate_open[i] && !batch.refused_by_legislature[i];
  if (model.rule.each_union && stands &&
      (batch.votes.union_says(i, unit.union_index) || batch.binds_everyone[i]))
    return true;
  return contract && unit.votes_on_contract() && !model.contract_needs_package;
}

}  // namespace

void follow_until(const Model& model, const Batch& batch, const std::vector<std::int32_t>& at,
                  SharedColumn begun, Batch& later) {
  LayoffColumns& columns = *later.layoff_columns;
  const LayoffTerms& terms = *model.layoffs;
  fill_common(terms, batch, columns);
  for (const std::int32_t i : at) {
    const double part = later.shared(i, begun);
    columns.carried_out[i] *= part;
    if (terms.hits_refusers) columns.refuser_take_effect[i] *= part;
  }
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    const Unit& unit = model.units[static_cast<std::size_t>(u)];
    draw_layoffs(unit, batch, {true, false}, {true, true, true}, columns);
    fill_exposed(terms, unit, batch, columns);
    reject(terms, unit, batch, columns);
    for (const std::int32_t i : at) {
      const bool covered = is_covered_by_vote(model, batch, u, i);
      const bool begun_before = covered && batch.noticed.cols() > 0;
      const std::int32_t noticed = begun_before ? batch.noticed(i, u) : 0;
      const std::int32_t ended = begun_before ? batch.begun(i, u) : 0;
      later.noticed(i, u) = covered ? noticed : columns.notices[i];
      later.begun(i, u) = covered ? ended : columns.separated[i];
    }
  }
}

}  // namespace ayes
