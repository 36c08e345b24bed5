#include "models/consequences.h"

#include "models/decision.h"
#include "models/stream.h"

#include <algorithm>
#include <vector>

namespace ayes {
namespace {

// Replications for which the package has the same fate in a unit, and what they share of the
// scenario, gathered so that each unit walks over straight columns.
struct Rows {
  std::vector<std::int32_t> at;  // rows of the batch
  int size() const { return static_cast<int>(at.size()); }

  Column cut, carried_out, attrition;  // package rejected; cut: jobs announced to go, in all
  Column chance, rate;                 // package in force, unit outside
  Column recall, anyway_rate, anyway_recall;
  Column effect, workload;  // leverage; workload: now / then
};

// Layoffs of one unit in gathered rows: with its contract in force, and without.
struct Layoffs {
  Counts notices, separated, recalled, recalled_with_contract, separated_with_contract;
  explicit Layoffs(int capacity)
      : notices(capacity),
        separated(capacity),
        recalled(capacity),
        recalled_with_contract(capacity),
        separated_with_contract(capacity) {}
};

// The uniforms of a unit's layoffs in gathered rows: U1 to U5.
struct LayoffDraws {
  Column rejected, hit, outside, anyway, recalled, spare;
  explicit LayoffDraws(int capacity)
      : rejected(capacity),
        hit(capacity),
        outside(capacity),
        anyway(capacity),
        recalled(capacity),
        spare(capacity) {}
};

bool is_zero(const Model& model, SharedColumn column) {
  const auto* fixed =
      std::get_if<input::Constant>(&model.inputs[static_cast<std::size_t>(column)].source);
  return fixed && fixed->value == 0;
}

// What the scenario leaves at 0, so that nothing need be drawn for it.
struct Absent {
  bool anyway, recall, outside_recall;
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

void gather(const Batch& batch, SharedColumn column, const Rows& rows, Column& out) {
  const double* values = batch.shared.col(column).data();
  for (int j = 0; j < rows.size(); ++j) out[j] = values[rows.at[static_cast<std::size_t>(j)]];
}

// Gathers what all units share in the rows where the package is in force, or is not.
void gather_terms(const Model& model, const Batch& batch, bool package, Rows& rows) {
  const LayoffTerms& terms = *model.layoffs;
  const int n = rows.size();
  for (Column* column :
       {&rows.cut, &rows.carried_out, &rows.attrition, &rows.chance, &rows.rate, &rows.recall,
        &rows.anyway_rate, &rows.anyway_recall, &rows.effect, &rows.workload}) {
    column->resize(batch.shared.rows());
  }
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

// Fills the part of a unit that is exposed to layoff: 1 less its leverage, how far understaffing
// protects it.
void fill_exposed(const Unit& unit, const Rows& rows, Column& exposed) {
  exposed.head(rows.size()).setOnes();
  if (!unit.staff || !unit.staff_needed) return;
  for (int j = 0; j < rows.size(); ++j) {
    const double needed = *unit.staff_needed * rows.workload[j];
    const double gap = needed > 0 ? std::max(0.0, 1 - *unit.staff / needed) : 0;
    exposed[j] = 1 - std::min(1.0, rows.effect[j] * gap);
  }
}

// Draws the uniforms that the rows need, two to a block.
void draw_layoffs(const Unit& unit, const Batch& batch, const Rows& rows, bool package,
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
void lay_off_rejected(const Unit& unit, const Rows& rows, const Column& exposed,
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

// Outside: the package is in force and the unit's own contract is not.
void lay_off_outside(const Unit& unit, const Rows& rows, const Column& exposed,
                     const LayoffDraws& draws, Layoffs& layoffs) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const double employees = people;
  for (int j = 0; j < rows.size(); ++j) {
    const double n = draws.hit[j] < rows.chance[j] ? rows.rate[j] * employees * exposed[j] : 0;
    layoffs.notices[j] = layoffs.separated[j] = whole(n, draws.outside[j], people);
  }
}

// Calls some back, and adds the layoffs that come whatever the vote.
void finish(const Unit& unit, const Rows& rows, const Absent& absent, bool hits_protected,
            const LayoffDraws& draws, Layoffs& layoffs) {
  const auto people = static_cast<std::int32_t>(unit.employees);
  const int n = rows.size();
  if (absent.anyway) {
    for (int j = 0; j < n; ++j) {
      layoffs.recalled[j] =
          whole(layoffs.separated[j] * rows.recall[j], draws.recalled[j], layoffs.separated[j]);
    }
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
    layoffs.separated_with_contract[j] = even_so;
    layoffs.recalled_with_contract[j] =
        whole(even_so * rows.anyway_recall[j], draws.recalled[j], even_so);
  }
}

// Writes a unit's layoffs to the batch, as its own contract fell, and for its gamble.
void store(const Model& model, int u, const Rows& rows, bool package, const Layoffs& layoffs,
           Batch& batch) {
  const bool could = package || !model.contract_needs_package;
  const std::int32_t* contract = batch.contract_in_force.col(u).data();
  std::int32_t* notices = batch.notices.col(u).data();
  std::int32_t* separated = batch.separated.col(u).data();
  std::int32_t* recalled = batch.recalled.col(u).data();
  std::int32_t* taking_part = batch.layoffs_taking_part.col(u).data();
  std::int32_t* staying_out = batch.layoffs_staying_out.col(u).data();
  for (int j = 0; j < rows.size(); ++j) {
    const auto i = rows.at[static_cast<std::size_t>(j)];
    const bool in = contract[i] != 0;
    const std::int32_t with =
        layoffs.separated_with_contract[j] - layoffs.recalled_with_contract[j];
    const std::int32_t without = layoffs.separated[j] - layoffs.recalled[j];
    notices[i] = in ? layoffs.separated_with_contract[j] : layoffs.notices[j];
    separated[i] = in ? layoffs.separated_with_contract[j] : layoffs.separated[j];
    recalled[i] = in ? layoffs.recalled_with_contract[j] : layoffs.recalled[j];
    taking_part[i] = could ? with : without;
    staying_out[i] = without;
  }
}

void follow_layoffs(const Model& model, Batch& batch) {
  const LayoffTerms& terms = *model.layoffs;
  const Absent absent(model, terms);
  const auto capacity = static_cast<int>(batch.shared.rows());
  LayoffDraws draws(capacity);
  Layoffs layoffs(capacity);
  Column exposed(capacity);
  Rows rows[2];  // package not in force, in force
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    const Unit& unit = model.units[static_cast<std::size_t>(u)];

    // The package's fate is the same for all units, or for those of one union.
    const bool as_before =
        u > 0 && (!model.unions_bind_themselves() ||
                  unit.union_index == model.units[static_cast<std::size_t>(u - 1)].union_index);
    for (bool package : {false, true}) {
      Rows& these = rows[package];
      if (!as_before) {
        these.at.clear();
        for (int i = 0; i < batch.size; ++i) {
          if (batch.package_in_force(i, u) == package) these.at.push_back(i);
        }
        gather_terms(model, batch, package, these);
      }
      if (these.at.empty()) continue;
      draw_layoffs(unit, batch, these, package, absent, draws);
      fill_exposed(unit, these, exposed);
      if (package) {
        lay_off_outside(unit, these, exposed, draws, layoffs);
      } else {
        lay_off_rejected(unit, these, exposed, draws, layoffs);
      }
      finish(unit, these, absent, terms.anyway_hits_protected, draws, layoffs);
      store(model, u, these, package, layoffs, batch);
    }
    batch.all_notices.head(batch.size) += batch.notices.col(u).head(batch.size);
    batch.all_separated.head(batch.size) += batch.separated.col(u).head(batch.size);
    batch.all_recalled.head(batch.size) += batch.recalled.col(u).head(batch.size);
  }
}

// Pay of a member over the agreement's years: Σ_k salary · Π_{j≤k} (1 + raise_j).
void fill_pay(const PayPath& path, int years, const Batch& batch, double* pay) {
  Eigen::Map<Column> sum(pay, batch.size);
  Column salary = batch.input(path.salary);
  sum.setZero();
  for (int year = 0; year < years; ++year) {
    if (year < static_cast<int>(path.raises.size())) {
      salary *= 1 + batch.input(path.raises[static_cast<std::size_t>(year)]);
    }
    sum += salary;
  }
}

// Package and contract in force for a unit, by its own decision.
void fill_in_force(const Model& model, int u, Batch& batch) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const int n = batch.size;
  const std::int32_t* ratified = batch.ratified.data();
  const std::int32_t* union_says = batch.votes.union_says.col(unit.union_index).data();
  std::int32_t* package = batch.package_in_force.col(u).data();
  std::int32_t* contract = batch.contract_in_force.col(u).data();
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
  if (unit.outside) {
    std::fill(contract, contract + n, 0);
  } else if (!unit.votes_on_contract()) {
    std::copy(package, package + n, contract);
  } else {
    const std::int32_t* says = batch.votes.unit_says_contract.col(u).data();
    const std::int32_t always = !model.contract_needs_package;
    for (int i = 0; i < n; ++i) contract[i] = says[i] & (package[i] | always);
  }
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
  for (Counts* sum : {&batch.all_notices, &batch.all_separated, &batch.all_recalled})
    sum->head(batch.size).setZero();
  if (model.gate || model.everyone_if) decide_reach(model, batch);
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) fill_in_force(model, u, batch);
  if (model.layoffs) follow_layoffs(model, batch);
  for (std::size_t k = 0; k < model.pay_paths.size(); ++k) {
    fill_pay(model.pay_paths[k], model.pay_years, batch,
             batch.pay.col(static_cast<Eigen::Index>(k)).data());
  }
  if (model.savings) follow_savings(model, batch);
}

}  // namespace ayes
