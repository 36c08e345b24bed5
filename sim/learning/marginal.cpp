#include "sim/learning/marginal.h"

#include "models/numerics/elementary.h"

#include <algorithm>

namespace ayes::learning {
namespace {

using numerics::log;

bool alike(const Row& one, const Row& other) {
  return one.round == other.round && one.contract == other.contract && one.columns == other.columns;
}

}  // namespace

Marginal::Marginal(const Design& design, const Priors& priors)
    : design_(design),
      priors_(priors),
      plans_(plan_of(design)),
      forms_(plans_.size()),
      ratified_(design.ratifications.size()),
      reduced_(design.ratifications.size()) {
  fixed_count_ = fixed::columns + static_cast<int>(design.columns);
}

std::vector<Marginal::UnionPlan> Marginal::plan_of(const Design& design) {
  std::vector<UnionPlan> plans;
  for (const Design::Range& each : design.unions) {
    UnionPlan plan;
    for (std::size_t u = each.first; u < each.last; ++u) {
      const Design::Range unit = design.units[u];
      for (std::size_t row = unit.first; row < unit.last; ++row) {
        plan.contracts = plan.contracts || design.rows[row].contract;
        plan.later = plan.later || design.rows[row].round > 1;
      }
      if (unit.last - unit.first > 1) {
        plan.units.push_back(u);
        continue;
      }
      const auto cell = std::ranges::find_if(plan.cells, [&](const Cell& known) {
        return alike(design.rows[known.first_row], design.rows[unit.first]);
      });
      if (cell == plan.cells.end()) {
        plan.cells.push_back({unit.first, {unit.first}});
      } else {
        cell->rows.push_back(unit.first);
      }
    }
    plans.push_back(std::move(plan));
  }
  return plans;
}

void Marginal::fill_row(const Row& row, double s, const Layout& layout, std::vector<double>& out) {
  out.assign(static_cast<std::size_t>(layout.size()), 0.0);
  for (int k = 0; k < row.round; ++k) out[static_cast<std::size_t>(k)] = 1;
  if (row.contract) out[static_cast<std::size_t>(layout.fixed_effect(fixed::contract))] = 1;
  for (std::size_t c = 0; c < row.columns.size(); ++c)
    out[static_cast<std::size_t>(layout.fixed_effect(fixed::columns)) + c] = row.columns[c];
  out[static_cast<std::size_t>(layout.one())] = -s;
}

void Marginal::look_at(const std::vector<double>& s) {
  s_ = &s;
  known_ = false;
  for (UnionPlan& plan : plans_) {
    for (Cell& cell : plan.cells) {
      cell.sum = cell.squares = 0;
      for (const std::size_t row : cell.rows) {
        cell.sum += s[row];
        cell.squares += s[row] * s[row];
      }
    }
  }
}

double Marginal::log_density(const Parameters& parameters, Kept* kept) {
  LogProduct determinants;
  const Layout all{0, fixed_count_};
  find_stale(parameters);
  total_.reset(all.size());
  if (kept) {
    kept->levels.assign(design_.ratifications.size(), {});
    kept->unions.assign(design_.unions.size(), {});
    kept->fixed.assign(static_cast<std::size_t>(fixed_count_), {});
  }
  for (std::size_t r = 0; r < design_.ratifications.size(); ++r) {
    if (kept || stale(r)) fill_reduced(r, parameters, kept);
    total_.add(reduced_[r].form);
    determinants.times(reduced_[r].determinants);
  }
  for (int f = 0; f < fixed_count_; ++f) {
    const auto [mean, sd] = f < fixed::columns ? priors_.fixed[static_cast<std::size_t>(f)]
                                               : Priors::Normal{0, priors_.coefficient};
    if (sd == 0) {
      substitute(total_, f, all.one(), mean);
    } else {
      determinants.times(eliminate(total_, f, sd * sd, all.one(), mean,
                                   kept ? &kept->fixed[static_cast<std::size_t>(f)] : nullptr));
    }
  }
  return -0.5 * (determinants.log() + total_.at(all.one(), all.one()));
}

void Marginal::fill_reduced(std::size_t r, const Parameters& parameters, Kept* kept) {
  const Layout layout{1 + design_.ratifications[r].steps, fixed_count_};
  if (kept || unions_stale(r)) fill_ratified(r, layout, parameters, kept);
  form_ = ratified_[r].form;
  LogProduct determinants = ratified_[r].determinants;
  if (kept) kept->levels[r].resize(static_cast<std::size_t>(layout.levels));
  for (int k = 0; k < layout.levels; ++k) {
    const double sd = parameters.spread[k == 0 ? spread::swing : spread::again];
    const int tied = layout.fixed_effect(k == 0 ? fixed::mean : fixed::again);
    if (sd > 0) {
      determinants.times(eliminate(form_, k, sd * sd, tied, 1,
                                   kept ? &kept->levels[r][static_cast<std::size_t>(k)] : nullptr));
    } else {
      substitute(form_, k, tied, 1);
    }
  }
  Form& reduced = reduced_[r];
  reduced.determinants = determinants;
  reduced.form.reset(fixed_count_ + 1);
  for (int i = 0; i <= fixed_count_; ++i) {
    for (int j = i; j <= fixed_count_; ++j)
      reduced.form.at(i, j) = form_.at(layout.levels + i, layout.levels + j);
  }
}

void Marginal::fill_ratified(std::size_t r, const Layout& layout, const Parameters& parameters,
                             Kept* kept) {
  const Design::Ratification& ratification = design_.ratifications[r];
  Form& filled = ratified_[r];
  filled.form.reset(layout.size());
  filled.determinants = {};
  const double union_sd = parameters.spread[spread::union_];
  for (std::size_t u = ratification.first; u < ratification.last; ++u) {
    if (stale(plans_[u])) fill_union_form(u, layout, parameters);
    filled.determinants.times(forms_[u].determinants);
    filled.form.add(forms_[u].form);
    if (union_sd > 0) {
      filled.determinants.times(eliminate_beside(forms_[u].form, 0, union_sd * union_sd,
                                                 filled.form, kept ? &kept->unions[u] : nullptr));
    }
  }
}

void Marginal::fill_union_form(std::size_t u, const Layout& layout, const Parameters& parameters) {
  Form& filled = forms_[u];
  Quadratic& form = filled.form;
  form.reset(layout.size());
  const int one = layout.one();
  filled.determinants = {};
  for (const Cell& cell : plans_[u].cells) {
    const Row& row = design_.rows[cell.first_row];
    const double variance = unit_covariance(row, row, parameters);
    const auto n = static_cast<double>(cell.rows.size());
    fill_row(row, 0, layout, row_);
    for (int i = 0; i < one; ++i) {
      const double x = row_[static_cast<std::size_t>(i)];
      if (x == 0) continue;
      for (int j = i; j < one; ++j)
        form.at(i, j) += n * x * row_[static_cast<std::size_t>(j)] / variance;
      form.at(i, one) -= x * cell.sum / variance;
    }
    form.at(one, one) += cell.squares / variance;
    if (cell.rows.size() == 1) {
      filled.determinants.times(variance);
    } else {
      filled.determinants.add(n * log(variance));
    }
  }
  for (const std::size_t unit : plans_[u].units) add_unit(unit, layout, parameters, filled);
}

void Marginal::add_unit(std::size_t u, const Layout& layout, const Parameters& parameters,
                        Form& filled) {
  const Design::Range unit = design_.units[u];
  fill_covariance(design_, unit, parameters, covariance_);
  factor(covariance_);
  const int n = covariance_.n, size = layout.size();
  white_.resize(static_cast<std::size_t>(n * size));
  for (int i = 0; i < n; ++i) {
    const std::size_t row = unit.first + static_cast<std::size_t>(i);
    fill_row(design_.rows[row], (*s_)[row], layout, row_);
    for (int c = 0; c < size; ++c) {
      double value = row_[static_cast<std::size_t>(c)];
      for (int k = 0; k < i; ++k)
        value -= covariance_.at(i, k) * white_[static_cast<std::size_t>(k * size + c)];
      white_[static_cast<std::size_t>(i * size + c)] = value / covariance_.at(i, i);
    }
    for (int a = 0; a < size; ++a) {
      const double x = white_[static_cast<std::size_t>(i * size + a)];
      if (x == 0) continue;
      for (int b = a; b < size; ++b)
        filled.form.at(a, b) += x * white_[static_cast<std::size_t>(i * size + b)];
    }
    filled.determinants.times(covariance_.at(i, i) * covariance_.at(i, i));
  }
}

void Marginal::find_stale(const Parameters& parameters) {
  const auto moved = [&](int k) {
    const auto place = static_cast<std::size_t>(k);
    return !known_ || parameters.spread[place] != last_[place];
  };
  swing_moved_ = moved(spread::swing);
  union_moved_ = moved(spread::union_);
  step_moved_ = moved(spread::again);
  unit_moved_ = moved(spread::unit);
  split_moved_ = moved(spread::split);
  again_moved_ = moved(spread::again_unit);
  last_ = parameters.spread;
  known_ = true;
}

bool Marginal::stale(std::size_t r) const {
  return swing_moved_ || (step_moved_ && design_.ratifications[r].steps > 0) || unions_stale(r);
}

bool Marginal::unions_stale(std::size_t r) const {
  const Design::Ratification& each = design_.ratifications[r];
  bool moved = union_moved_;
  for (std::size_t u = each.first; u < each.last && !moved; ++u) moved = stale(plans_[u]);
  return moved;
}

bool Marginal::stale(const UnionPlan& plan) const {
  return unit_moved_ || (split_moved_ && plan.contracts) || (again_moved_ && plan.later);
}

}  // namespace ayes::learning
