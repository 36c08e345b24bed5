#include "models/consequences.h"

#include "models/stream.h"

#include <algorithm>

namespace ayes {
namespace {

// The five uniforms of a unit's layoffs, and its leverage, the same whatever the unit decides.
struct LayoffDraws {
  Column rejected, hit, outside, anyway, recalled, leverage;
};

struct Layoffs {
  std::int32_t notices = 0, separated = 0, recalled = 0;
};

// Rounds x >= 0 up or down at random so that the mean is x: the whole part of x + u. The sum in
// double may round up to the next whole number, so the limit is kept as well.
std::int32_t whole(double x, double u, std::int32_t limit) {
  return std::min(static_cast<std::int32_t>(x + u), limit);
}

// Leverage: how far understaffing protects, 0 to 1.
void fill_leverage(const LayoffTerms& terms, const Unit& unit, const Batch& batch,
                   Column& leverage) {
  const int n = batch.size;
  leverage.head(n).setZero();
  if (!unit.staff || !unit.staff_needed) return;
  const double* now = batch.shared.col(terms.workload_now).data();
  const double* then = batch.shared.col(terms.workload_then).data();
  const double* effect = batch.shared.col(terms.effect).data();
  for (int i = 0; i < n; ++i) {
    const double needed = *unit.staff_needed * (now[i] / then[i]);
    const double gap = needed > 0 ? std::max(0.0, 1 - *unit.staff / needed) : 0;
    leverage[i] = std::min(1.0, effect[i] * gap);
  }
}

void draw_layoffs(const LayoffTerms& terms, const Unit& unit, Batch& batch, LayoffDraws& draws) {
  const auto draw = [&](int slot, Column& uniform) {
    batch.kernels->uniforms(batch.seed, unit.layoff_stream, batch.first, slot, batch.size,
                            uniform.data());
  };
  draw(slot::rejected, draws.rejected);
  draw(slot::hit, draws.hit);
  draw(slot::outside, draws.outside);
  draw(slot::anyway, draws.anyway);
  draw(slot::recalled, draws.recalled);
  fill_leverage(terms, unit, batch, draws.leverage);
}

// Layoffs of one unit in replication i, given whether package and contract are in force for it.
Layoffs lay_off(const LayoffTerms& terms, const Unit& unit, const Batch& batch,
                const LayoffDraws& draws, int i, bool package, bool contract) {
  const auto value = [&](SharedColumn column) { return batch.shared(i, column); };
  const auto people = static_cast<std::int32_t>(unit.employees);
  const double employees = people;
  const double exposed = 1 - draws.leverage[i];
  Layoffs result;
  double recall = 0;

  // Rejected: the threat, as far as it is announced and carried out.
  if (!package && !contract) {
    const double cut = std::max(0.0, value(terms.threat) - value(terms.vacancies)) * unit.exposure;
    const double hit = cut * value(terms.announced) * exposed - value(terms.attrition) * employees;
    const double n = std::min(employees, std::max(0.0, hit));
    result.notices = whole(n, draws.rejected[i], people);
    result.separated = whole(n * value(terms.carried_out), draws.rejected[i], result.notices);
    recall = value(terms.recall);
  }

  // Outside: the package is in force and the unit's own contract is not.
  if (package && !contract) {
    const bool hit = draws.hit[i] < value(terms.outside_chance);
    const double n = hit ? value(terms.outside_rate) * employees * exposed : 0;
    result.notices = result.separated = whole(n, draws.outside[i], people);
    recall = value(terms.outside_recall);
  }

  // Anyway: layoffs that come whatever the vote.
  std::int32_t more = 0;
  if (!contract || terms.anyway_hits_protected) {
    const std::int32_t left = people - result.separated;
    more = whole(value(terms.anyway_rate) * left, draws.anyway[i], left);
  }

  // Some are called back.
  const double called_back = result.separated * recall + more * value(terms.anyway_recall);
  result.separated += more;
  result.notices = std::min(result.notices + more, people);
  result.recalled = whole(called_back, draws.recalled[i], result.separated);
  return result;
}

// Pay of a member over the agreement's years: Σ_k salary · Π_{j≤k} (1 + raise_j).
void fill_pay(const PayPath& path, int years, const Batch& batch, Column& pay) {
  const int n = batch.size;
  Column salary = batch.input(path.salary);
  pay.head(n).setZero();
  for (int year = 0; year < years; ++year) {
    if (year < static_cast<int>(path.raises.size())) {
      salary *= 1 + batch.input(path.raises[static_cast<std::size_t>(year)]);
    }
    pay.head(n) += salary;
  }
}

// Package and contract in force for a unit, by its own decision.
void fill_in_force(const Model& model, int u, Batch& batch) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const bool own_union_decides =
      model.rule.each_union || model.package_binds == PackageBinds::approvers;
  for (int i = 0; i < batch.size; ++i) {
    const bool ratified = model.rule.each_union || batch.ratified[i];
    const bool bound = !own_union_decides || batch.votes.union_says(i, unit.union_index);
    const bool package = ratified && bound;
    const bool allowed = package || !model.contract_needs_package;
    bool contract = false;
    if (!unit.outside) {
      contract =
          unit.votes_on_contract() ? allowed && batch.votes.unit_says_contract(i, u) : package;
    }
    batch.package_in_force(i, u) = package;
    batch.contract_in_force(i, u) = contract;
  }
}

void follow_layoffs(const Model& model, int u, Batch& batch, LayoffDraws& draws) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const LayoffTerms& terms = *model.layoffs;
  draw_layoffs(terms, unit, batch, draws);
  for (int i = 0; i < batch.size; ++i) {
    const bool package = batch.package_in_force(i, u);
    const bool contract = batch.contract_in_force(i, u);
    const bool could = package || !model.contract_needs_package;
    const Layoffs in = lay_off(terms, unit, batch, draws, i, package, could);
    const Layoffs out = lay_off(terms, unit, batch, draws, i, package, false);
    const Layoffs& actual = contract ? in : out;
    batch.notices(i, u) = actual.notices;
    batch.separated(i, u) = actual.separated;
    batch.recalled(i, u) = actual.recalled;
    batch.layoffs_taking_part(i, u) = in.separated - in.recalled;
    batch.layoffs_staying_out(i, u) = out.separated - out.recalled;
  }
}

void follow_pay(const Model& model, int u, Batch& batch) {
  const Unit& unit = model.units[static_cast<std::size_t>(u)];
  const int n = batch.size;
  fill_pay(unit.pay_agreed, model.pay_years, batch, batch.share);
  fill_pay(unit.pay_outside, model.pay_years, batch, batch.second_share);
  for (int i = 0; i < n; ++i) {
    const bool could = batch.package_in_force(i, u) || !model.contract_needs_package;
    const double agreed = batch.share[i], kept = batch.second_share[i];
    batch.pay(i, u) = batch.contract_in_force(i, u) ? agreed : kept;
    batch.pay_taking_part(i, u) = could ? agreed : kept;
    batch.pay_staying_out(i, u) = kept;
  }
}

void follow_savings(const Model& model, Batch& batch) {
  const SavingTerms& terms = *model.savings;
  const int n = batch.size;
  Sums bound = Sums::Zero(n), under_contract = Sums::Zero(n), laid_off = Sums::Zero(n);
  for (Eigen::Index u = 0; u < static_cast<Eigen::Index>(model.units.size()); ++u) {
    const std::int64_t employees = model.units[static_cast<std::size_t>(u)].employees;
    const auto package = batch.package_in_force.col(u).head(n).cast<std::int64_t>();
    bound += employees * package;
    under_contract +=
        employees * package * batch.contract_in_force.col(u).head(n).cast<std::int64_t>();
    laid_off +=
        (batch.separated.col(u).head(n) - batch.recalled.col(u).head(n)).cast<std::int64_t>();
  }
  const auto all = static_cast<double>(model.employees);
  batch.saved_claimed.head(n) =
      batch.input(terms.package) * (bound.cast<double>() / all) +
      batch.input(terms.contracts) * (under_contract.cast<double>() / all);
  batch.saved.head(n) = batch.input(terms.likely) * batch.saved_claimed.head(n) +
                        batch.input(terms.per_layoff) * laid_off.cast<double>();
}

}  // namespace

void follow(const Model& model, Batch& batch) {
  const Eigen::Index capacity = batch.shared.rows();
  LayoffDraws draws{Column(capacity), Column(capacity), Column(capacity),
                    Column(capacity), Column(capacity), Column(capacity)};
  for (int u = 0; u < static_cast<int>(model.units.size()); ++u) {
    fill_in_force(model, u, batch);
    if (model.layoffs) follow_layoffs(model, u, batch, draws);
    if (model.has_pay) follow_pay(model, u, batch);
  }
  if (model.savings) follow_savings(model, batch);
}

}  // namespace ayes
