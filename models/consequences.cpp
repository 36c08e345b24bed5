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

// Rounds x >= 0 up or down at random so that the mean is x: the whole part of x + u. The sum in
// double may round up to the next whole number, so the limit is kept as well.
std::int32_t whole(double x, double u, std::int32_t limit) {
  const auto rounded = static_cast<std::int32_t>(x + u);
  return rounded < limit ? rounded : limit;
}

void gather(const Batch& batch, SharedColumn column, const LayoffRows& rows, Column& out) {
  const double* values = batch.shared.col(column).data();
  for (int j = 0; j < rows.size(); ++j) out[j] = values[rows.at[static_cast<std::size_t>(j)]];
}

// Gathers what all units share in the rows where the package is in force, or is not.
void gather_terms(const Model& model, const Batch& batch, bool package, LayoffRows& rows) {
  const LayoffTerms& terms = *model.layoffs;
  const int n = rows.size();
  if (package) {
    gather(batch, terms.outside_chance, rows, rows.chance);
    gather(batch, terms.outside_rate, rows, rows.rate);
    gather(batch, terms.outside_recall, rows, rows.recall);
  } else {
    gather(batch, terms.announced, rows, rows.cut);
    gather(batch, terms.carried_out, rows, rows.carried_out);
    gather(batch, terms.attrition, rows, rows.attrition);
    gather(batch, terms.recall, rows, rows.recall);
    const double* threat = batch.shared.col(terms.threat).data();
    const double* vacancies = batch.shared.col(terms.vacancies).data();
    for (int j = 0; j < n; ++j) {
      const auto i = rows.at[static_cast<std::size_t>(j)];
      rows.cut[j] *= std::max(0.0, threat[i] - vacancies[i]);
    }
  }
  if (model.round_shift) {
    gather(batch, terms.recall, rows, rows.begun_recall);
  }
  if (terms.hits_refusers && !package) {
    gather(batch, terms.refuser_notices, rows, rows.refuser_notices);
    gather(batch, terms.refuser_take_effect, rows, rows.refuser_take_effect);
  }
  gather(batch, terms.anyway_rate, rows, rows.anyway_rate);
  gather(batch, terms.anyway_recall, rows, rows.anyway_recall);
  gather(batch, terms.effect, rows, rows.effect);
  const double* now = batch.shared.col(terms.workload_now).data();
  const double* then = batch.shared.col(terms.workload_then).data();
  for (int j = 0; j < n; ++j) {
    const auto i = rows.at[static_cast<std::size_t>(j)];
    rows.workload[j] = now[i] / then[i];
  }
}

// Gathers what an earlier rejection had begun in one unit.
void gather_begun(int u, const Batch& batch, LayoffRows& rows) {
  for (int j = 0; j < rows.size(); ++j) {
    const auto i = rows.at[static_cast<std::size_t>(j)];
    rows.noticed[j] = batch.noticed(i, u);
    rows.begun[j] = batch.begun(i, u);
  }
}

// Fills the part of a unit that is exposed to layoff: 1 less its leverage, how far understaffing
// protects it.
void fill_exposed(const Unit& unit, const LayoffRows& rows, Column& exposed) {
  exposed.head(rows.size()).setOnes();
  if (!unit.staff || !unit.staff_needed) return;
  for (int j = 0; j < rows.size(); ++j) {
    const double needed = *unit.staff_needed * rows.workload[j];
    const double gap = needed > 0 ? std::max(0.0, 1 - *unit.staff / needed) : 0;
    exposed[j] = 1 - std::min(1.0, rows.effect[j] * gap);
  }
}

// Draws the uniforms that the rows need, two to a block.
void draw_layoffs(const Unit& unit, const Batch& batch, const LayoffRows& rows, bool package,
                  const Absent& absent, LayoffDraws& draws) {
  const auto draw = [&](int block, Column& even, Column& odd) {
    batch.kernels->uniform_pairs_at(batch.seed, unit.layoff_stream, batch.first, block, rows.size(),
                                    rows.at.data(), even.data(), odd.data());
  };
  static_assert(slot::rejected == 0 && slot::hit == 1 && slot::outside == 2 && slot::anyway == 3 &&
                slot::recalled == 4);
  draw(0, draws.rejected, draws.hit);
  if (package || !absent.anyway) draw(1, draws.outside, draws.anyway);
  const bool recalls = !absent.anyway || !(package ? absent.outside_recall : absent.recall);
  if (recalls) {
    draw(2, draws.recalled, draws.spare);
  } else {
    draws.recalled.head(rows.size()).setZero();
  }
}

// Rejected: the threat, as far as it is announced and carried out.
void lay_off_rejected(const Unit& unit, const LayoffRows& rows, const Column& exposed,
                      const LayoffDraws& draws, Layoffs& layoffs) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const double employees = people;
  for (int j = 0; j < rows.size(); ++j) {
    const double hit = rows.cut[j] * unit.exposure * exposed[j] - rows.attrition[j] * employees;
    const double above = hit > 0 ? hit : 0;
    const double n = above < employees ? above : employees;
    layoffs.notices[j] = whole(n, draws.rejected[j], people);
    layoffs.separated[j] = whole(n * rows.carried_out[j], draws.rejected[j], layoffs.notices[j]);
  }
}

// The same where unions that refuse are threatened by themselves: what hits them comes on top.
void lay_off_refusers(const Unit& unit, const LayoffRows& rows, const Column& exposed,
                      const LayoffDraws& draws, Layoffs& layoffs) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const double employees = people;
  for (int j = 0; j < rows.size(); ++j) {
    const double hit = rows.cut[j] * unit.exposure * exposed[j] - rows.attrition[j] * employees;
    const double n = std::min(std::max(hit, 0.0), employees);
    const double aimed =
        rows.union_refused[j] ? unit.refuser_jobs * rows.refuser_notices[j] * exposed[j] : 0;
    const double more = std::min(aimed, employees - n);
    layoffs.notices[j] = whole(n + more, draws.rejected[j], people);
    layoffs.separated[j] = whole(n * rows.carried_out[j] + more * rows.refuser_take_effect[j],
                                 draws.rejected[j], layoffs.notices[j]);
  }
}

// Outside: the package is in force and the unit's own contract is not.
void lay_off_outside(const Unit& unit, const LayoffRows& rows, const Column& exposed,
                     const LayoffDraws& draws, Layoffs& layoffs) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const double employees = people;
  for (int j = 0; j < rows.size(); ++j) {
    const double n = draws.hit[j] < rows.chance[j] ? rows.rate[j] * employees * exposed[j] : 0;
    layoffs.notices[j] = layoffs.separated[j] = whole(n, draws.outside[j], people);
  }
}

// The same in a later vote: those whose jobs had ended before are no more to be hit, and what is
// left of the notices stands.
void lay_off_outside_later(const Unit& unit, const LayoffRows& rows, const Column& exposed,
                           const LayoffDraws& draws, Layoffs& layoffs) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  for (int j = 0; j < rows.size(); ++j) {
    const std::int32_t left = people - rows.begun[j];
    const double n = draws.hit[j] < rows.chance[j] ? rows.rate[j] * left * exposed[j] : 0;
    const std::int32_t hit = whole(n, draws.outside[j], left);
    layoffs.separated[j] = rows.begun[j] + hit;
    layoffs.notices[j] = std::min(rows.noticed[j] + hit, people);
  }
}

// A rejection, by the threat to all and by that to those who refuse.
void reject(const LayoffTerms& terms, const Unit& unit, const Batch& batch, LayoffRows& rows,
            const Column& exposed, const LayoffDraws& draws, Layoffs& layoffs) {
  if (!terms.hits_refusers) return lay_off_rejected(unit, rows, exposed, draws, layoffs);
  for (int j = 0; j < rows.size(); ++j) {
    const auto i = rows.at[static_cast<std::size_t>(j)];
    rows.union_refused[j] = 1 - batch.votes.union_says(i, unit.union_index);
  }
  lay_off_refusers(unit, rows, exposed, draws, layoffs);
}

// Calls some back, and adds the layoffs that come whatever the vote.
void finish(const Unit& unit, const LayoffRows& rows, const Absent& absent, bool hits_protected,
            const LayoffDraws& draws, Layoffs& layoffs) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const int n = rows.size();
  if (absent.anyway) {
    for (int j = 0; j < n; ++j) {
      layoffs.recalled[j] =
          whole(layoffs.separated[j] * rows.recall[j], draws.recalled[j], layoffs.separated[j]);
    }
    layoffs.notices_with_contract.head(n).setZero();
    layoffs.separated_with_contract.head(n).setZero();
    layoffs.recalled_with_contract.head(n).setZero();
    return;
  }
  for (int j = 0; j < n; ++j) {
    const std::int32_t left = people - layoffs.separated[j];
    const std::int32_t more = whole(rows.anyway_rate[j] * left, draws.anyway[j], left);
    const double called_back = layoffs.separated[j] * rows.recall[j] + more * rows.anyway_recall[j];
    layoffs.separated[j] += more;
    layoffs.notices[j] = std::min(layoffs.notices[j] + more, people);
    layoffs.recalled[j] = whole(called_back, draws.recalled[j], layoffs.separated[j]);
    const std::int32_t even_so =
        hits_protected ? whole(rows.anyway_rate[j] * people, draws.anyway[j], people) : 0;
    layoffs.notices_with_contract[j] = layoffs.separated_with_contract[j] = even_so;
    layoffs.recalled_with_contract[j] =
        whole(even_so * rows.anyway_recall[j], draws.recalled[j], even_so);
  }
}

// The same in a later vote. What had begun stays with a unit that the package now covers, or its
// contract; a unit that neither covers bears the rejection whole, which had begun in the same way.
void finish_later(const Unit& unit, const LayoffRows& rows, bool package, bool hits_protected,
                  const LayoffDraws& draws, Layoffs& layoffs) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const auto anyway = [&](int j, std::int32_t gone) {
    const std::int32_t left = people - gone;
    return whole(rows.anyway_rate[j] * left, draws.anyway[j], left);
  };
  for (int j = 0; j < rows.size(); ++j) {
    const std::int32_t begun = package ? rows.begun[j] : 0, ended = layoffs.separated[j];
    const std::int32_t more = anyway(j, ended);
    const double called_back = (ended - begun) * rows.recall[j] + begun * rows.begun_recall[j] +
                               more * rows.anyway_recall[j];
    layoffs.separated[j] = ended + more;
    layoffs.notices[j] = std::min(layoffs.notices[j] + more, people);
    layoffs.recalled[j] = whole(called_back, draws.recalled[j], layoffs.separated[j]);

    const std::int32_t before = rows.begun[j];
    const std::int32_t even_so = hits_protected ? anyway(j, before) : 0;
    layoffs.separated_with_contract[j] = before + even_so;
    layoffs.notices_with_contract[j] = std::min(rows.noticed[j] + even_so, people);
    layoffs.recalled_with_contract[j] =
        whole(before * rows.begun_recall[j] + even_so * rows.anyway_recall[j], draws.recalled[j],
              layoffs.separated_with_contract[j]);
  }
}

// Notices taken back: those of an earlier rejection that had not ended a job when the unit came to
// be covered.
void take_back(int u, const LayoffRows& rows, bool package, Batch& batch) {
  for (const std::int32_t i : rows.at) {
    const bool covered = package || batch.contract_in_force(i, u) != 0;
    batch.rescinded(i, u) = covered ? batch.noticed(i, u) - batch.begun(i, u) : 0;
  }
}

// Writes a unit's layoffs to the batch, as its own contract fell, and for its gamble: what a yes of
// its members brings where the contract is open to them, and what a no brings.
void store(const Model& model, int u, const LayoffRows& rows, bool package, const Layoffs& layoffs,
           Batch& batch) {
  const std::int32_t* refused = model.legislature ? batch.contract_refused.col(u).data() : nullptr;
  const bool offered = package || !model.contract_needs_package;
  const std::int32_t* contract = batch.contract_in_force.col(u).data();
  std::int32_t* notices = batch.notices.col(u).data();
  std::int32_t* separated = batch.separated.col(u).data();
  std::int32_t* recalled = batch.recalled.col(u).data();
  std::int32_t* taking_part = batch.layoffs_taking_part.col(u).data();
  std::int32_t* staying_out = batch.layoffs_staying_out.col(u).data();
  const std::int32_t* row = rows.at.data();
  const int n = rows.size();
  for (int j = 0; j < n; ++j) {
    const std::int32_t i = row[j];
    const bool in = contract[i] != 0, open = offered && !(refused && refused[i]);
    const std::int32_t with =
        layoffs.separated_with_contract[j] - layoffs.recalled_with_contract[j];
    const std::int32_t without = layoffs.separated[j] - layoffs.recalled[j];
    notices[i] = in ? layoffs.notices_with_contract[j] : layoffs.notices[j];
    separated[i] = in ? layoffs.separated_with_contract[j] : layoffs.separated[j];
    recalled[i] = in ? layoffs.recalled_with_contract[j] : layoffs.recalled[j];
    taking_part[i] = open ? with : without;
    staying_out[i] = without;
  }
}

void follow_layoffs(const Model& model, Batch& batch) {
  const LayoffTerms& terms = *model.layoffs;
  const Absent absent(model, terms);
  const bool later = model.round_shift.has_value();
  auto& [draws, layoffs, exposed, rows] = *batch.layoff_columns;
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    const Unit& unit = model.units[static_cast<std::size_t>(u)];

    // The package's fate is the same for all units, or for those of one union.
    const bool as_before =
        u > 0 && (!model.unions_bind_themselves() ||
                  unit.union_index == model.units[static_cast<std::size_t>(u - 1)].union_index);
    for (bool package : {false, true}) {
      LayoffRows& these = rows[package];
      if (!as_before) {
        these.at.clear();
        for (int i = 0; i < batch.size; ++i) {
          if (batch.package_in_force(i, u) == package) these.at.push_back(i);
        }
        gather_terms(model, batch, package, these);
      }
      if (these.at.empty()) continue;
      draw_layoffs(unit, batch, these, package, later ? Absent{false, false, false} : absent,
                   draws);
      fill_exposed(unit, these, exposed);
      if (later) gather_begun(u, batch, these);
      if (!package) {
        reject(terms, unit, batch, these, exposed, draws, layoffs);
      } else if (later) {
        lay_off_outside_later(unit, these, exposed, draws, layoffs);
      } else {
        lay_off_outside(unit, these, exposed, draws, layoffs);
      }
      if (later) {
        finish_later(unit, these, package, terms.anyway_hits_protected, draws, layoffs);
        take_back(u, these, package, batch);
      } else {
        finish(unit, these, absent, terms.anyway_hits_protected, draws, layoffs);
      }
      store(model, u, these, package, layoffs, batch);
    }
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
  LayoffRows& rows = columns.rows[0];
  Layoffs& layoffs = columns.layoffs;
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    const Unit& unit = model.units[static_cast<std::size_t>(u)];
    rows.at.clear();
    for (const std::int32_t i : at) {
      const bool covered = is_covered_by_vote(model, batch, u, i);
      const bool begun_before = covered && batch.noticed.cols() > 0;
      later.noticed(i, u) = begun_before ? batch.noticed(i, u) : 0;
      later.begun(i, u) = begun_before ? batch.begun(i, u) : 0;
      if (!covered) rows.at.push_back(i);
    }
    if (rows.at.empty()) continue;
    gather_terms(model, batch, false, rows);
    for (int j = 0; j < rows.size(); ++j) {
      const double part = later.shared(rows.at[static_cast<std::size_t>(j)], begun);
      rows.carried_out[j] *= part;
      if (model.layoffs->hits_refusers) rows.refuser_take_effect[j] *= part;
    }
    draw_layoffs(unit, batch, rows, false, {true, true, true}, columns.draws);
    fill_exposed(unit, rows, columns.exposed);
    reject(*model.layoffs, unit, batch, rows, columns.exposed, columns.draws, layoffs);
    for (int j = 0; j < rows.size(); ++j) {
      const auto i = rows.at[static_cast<std::size_t>(j)];
      later.noticed(i, u) = layoffs.notices[j];
      later.begun(i, u) = layoffs.separated[j];
    }
  }
}

}  // namespace ayes
