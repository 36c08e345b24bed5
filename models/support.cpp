#include "models/support.h"

#include "models/at.h"
#include "models/stream.h"

#include <algorithm>

namespace ayes {
namespace {

// Puts draws that are given in place of those drawn; tells whether there are any.
bool take_given(const Batch& batch, std::uint64_t stream, int draw, double* z) {
  const double* given = batch.given ? batch.given->find(stream, draw) : nullptr;
  if (given) std::copy(given, given + batch.size, z);
  return given != nullptr;
}

}  // namespace

void draw_normals(Batch& batch, std::uint64_t stream, int draw, double* z) {
  if (take_given(batch, stream, draw, z)) return;
  batch.kernels->uniforms(batch.seed, stream, batch.first, draw, batch.size, batch.uniform.data());
  batch.kernels->normal_quantiles(batch.size, batch.uniform.data(), z);
}

namespace {

// Draws both normals of a block: slots 2 block and 2 block + 1.
void draw_normal_pairs(Batch& batch, std::uint64_t stream, int block, double* even, double* odd) {
  batch.kernels->uniform_pairs(batch.seed, stream, batch.first, block, batch.size,
                               batch.uniform.data(), batch.second_uniform.data());
  batch.kernels->normal_quantiles(batch.size, batch.uniform.data(), even);
  batch.kernels->normal_quantiles(batch.size, batch.second_uniform.data(), odd);
  take_given(batch, stream, 2 * block, even);
  take_given(batch, stream, 2 * block + 1, odd);
}

// t = the quantile curve at z; z itself when there is no curve, which means normal.
void apply_tails(const std::optional<numerics::QuantileCurve>& curve, Batch& batch, const double* z,
                 double* t) {
  if (curve) {
    curve->evaluate(*batch.kernels, batch.size, z, t);
  } else {
    std::copy(z, z + batch.size, t);
  }
}

// Correlates the normal z of a turnout term with the normal `with` of the support's term.
void correlate_turnout(const Model& model, const Batch& batch, const double* with, double* z) {
  const int n = batch.size;
  const SharedColumn correlation = model.shared.with_support;
  if (is_zero(model, correlation)) return;
  const double* rho = batch.shared.col(correlation).data();
  if (n > 0 && model.inputs[at(correlation)].fixed()) {
    const double own = __builtin_sqrt(1 - rho[0] * rho[0]);
    for (int i = 0; i < n; ++i) z[i] = rho[0] * with[i] + own * z[i];
    return;
  }
  for (int i = 0; i < n; ++i) {
    z[i] = rho[i] * with[i] + __builtin_sqrt(1 - rho[i] * rho[i]) * z[i];
  }
}

// Draws the normal of a turnout term, correlated with the normal `with` of the support's term.
void draw_turnout_normal(const Model& model, Batch& batch, std::uint64_t stream, int draw,
                         const double* with, double* z) {
  draw_normals(batch, stream, draw, z);
  correlate_turnout(model, batch, with, z);
}

// Draws the normals of a term that units share: of their support and, if it varies, of their
// turnout, from one block of draws.
void draw_shared_normals(const Model& model, Batch& batch, std::uint64_t stream,
                         bool turnout_varies, double* support, double* turnout) {
  static_assert(slot::support == 0 && slot::turnout_of_term == 1);
  if (!turnout_varies) return draw_normals(batch, stream, slot::support, support);
  draw_normal_pairs(batch, stream, 0, support, turnout);
  correlate_turnout(model, batch, support, turnout);
}

void fill_input(const Input& input, Batch& batch, double* z, double* value) {
  using namespace input;
  const int n = batch.size;
  draw_normals(batch, input.stream, 0, z);
  if (const auto* normal = std::get_if<Normal>(&input.source)) {
    for (int i = 0; i < n; ++i) value[i] = normal->mean + normal->sd * z[i];
  } else if (const auto* log_normal = std::get_if<LogNormal>(&input.source)) {
    for (int i = 0; i < n; ++i) value[i] = log_normal->mean + log_normal->sd * z[i];
    batch.kernels->exps(n, value, value);
  } else if (const auto* table = std::get_if<Tabulated>(&input.source)) {
    table->curve.evaluate(*batch.kernels, n, z, value);
  } else if (const auto* discrete = std::get_if<Discrete>(&input.source)) {
    for (int i = 0; i < n; ++i) {
      std::size_t k = 0;
      while (batch.uniform[i] > discrete->cumulative[k]) ++k;
      value[i] = discrete->values[k];
    }
  }
}

void evaluate(const LinearForm& form, const Batch& batch, Column& out) {
  batch.kernels->weighted_sums(form.constant, form.terms, batch.shared.data(),
                               batch.shared.outerStride(), batch.size, out.data());
}

// Adds a unit's own noise, given the normal z behind it and its t.
void add_noise(const OwnNoise& noise, Batch& batch, const double* z, const double* t, Column& out) {
  const int n = batch.size;
  if (const auto* spread = std::get_if<SpreadNoise>(&noise)) {
    batch.kernels->add_products(n, batch.shared.col(spread->spread).data(), t, out.data());
  } else if (const auto* law = std::get_if<LawNoise>(&noise)) {
    if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) {
      for (int i = 0; i < n; ++i) out[i] += normal->mean + normal->sd * z[i];
    } else {
      const auto& curve = std::get<numerics::QuantileCurve>(law->quantile);
      curve.evaluate(*batch.kernels, n, z, batch.noise.data());
      out.head(n) += batch.noise.head(n);
    }
  }
}

}  // namespace

void add_own_noise(const OwnNoise& noise, const std::optional<numerics::QuantileCurve>& tails,
                   Batch& batch, const double* z, Column& out) {
  double* t = batch.heavy.data();
  apply_tails(tails, batch, z, t);
  add_noise(noise, batch, z, t, out);
}

void draw_inputs(const Model& model, Batch& batch) {
  if (batch.inputs_given) return;
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (model.inputs[i].fixed()) continue;
    const auto column = static_cast<Eigen::Index>(i);
    fill_input(model.inputs[i], batch, batch.input_normal.col(column).data(),
               batch.shared.col(column).data());
  }
}

void draw_shared_terms(const Model& model, Batch& batch) {
  const SharedTerms& shared = model.shared;
  const int n = batch.size;
  double* t = batch.noise.data();

  // The swing moves all units together; its turnout twin may be correlated with it.
  double* swing = batch.shared_normal.col(0).data();
  const bool turnout_swings = !is_zero(model, shared.turnout_swing_spread);
  if (turnout_swings || !is_zero(model, shared.swing_spread)) {
    draw_shared_normals(model, batch, shared.swing_stream, turnout_swings, swing,
                        batch.normal.data());
    apply_tails(model.swing_t_quantile, batch, swing, t);
    batch.shared.col(shared.swing).head(n) = batch.input(shared.swing_spread) * batch.noise.head(n);
  }
  if (turnout_swings) {
    batch.shared.col(shared.swing_turnout).head(n) =
        batch.input(shared.turnout_swing_spread) * batch.normal.head(n);
  }

  // What has moved all opinions since the first vote.
  if (model.round_shift) {
    const RoundShift& shift = *model.round_shift;
    auto term = batch.shared.col(shift.term).head(n);
    term = batch.input(shift.mean);
    if (!is_zero(model, shift.sd)) {
      draw_normals(batch, shift.stream, slot::support, batch.normal.data());
      term += batch.input(shift.sd) * batch.normal.head(n);
    }
  }

  // A driver that grows with a quantity of the scenario, such as the size of a threat.
  for (const GrowingDriver& driver : shared.growing) {
    batch.shared.col(driver.product).head(n) =
        batch.input(driver.coefficient) * (batch.input(driver.quantity) / driver.at);
  }

  // Groups cut across unions: units with the same text in a column.
  for (const Group& group : shared.groups) {
    draw_normals(batch, group.stream, slot::support, batch.normal.data());
    batch.shared.col(group.support).head(n) = batch.input(group.spread) * batch.normal.head(n);
  }

  // A union's term is common to its units. A given correlation takes the place of support's.
  const bool turnout_varies = !is_zero(model, shared.turnout_union_spread);
  const bool support_varies = !model.correlation && !is_zero(model, shared.union_spread);
  for (std::size_t u = 0; u < model.unions.size(); ++u) {
    if (!turnout_varies && !support_varies) break;
    const Union& body = model.unions[u];
    double* z = batch.shared_normal.col(static_cast<Eigen::Index>(1 + u)).data();
    draw_shared_normals(model, batch, body.stream, turnout_varies, z, batch.normal.data());
    if (support_varies) {
      apply_tails(model.t_quantile, batch, z, t);
      batch.shared.col(body.support).head(n) =
          batch.input(shared.union_spread) * batch.noise.head(n);
    }
    if (turnout_varies) {
      batch.shared.col(body.turnout).head(n) =
          batch.input(shared.turnout_union_spread) * batch.normal.head(n);
    }
  }

  // With a given correlation each unit's normal is a row of the factor times independent normals,
  // summed in the order of the units.
  if (model.correlation) {
    const Eigen::MatrixXd& factor = model.correlation->factor;
    batch.unit_normal.topRows(n).setZero();
    for (Eigen::Index v = 0; v < factor.cols(); ++v) {
      draw_normals(batch, model.units[static_cast<std::size_t>(v)].vote_stream, slot::unit,
                   batch.normal.data());
      for (Eigen::Index u = v; u < factor.rows(); ++u) {
        batch.unit_normal.col(u).head(n) += factor(u, v) * batch.normal.head(n);
      }
    }
    if (model.correlation->heavy_tailed) {
      draw_normals(batch, shared.tails_stream, 0, batch.normal.data());
      model.heavy_tail_quantile->evaluate(*batch.kernels, n, batch.normal.data(),
                                          batch.shared.col(shared.heavy_tail).data());
    }
  }
}

namespace {

// Adds how the unit's own opinions have moved since the first vote, apart from all others'.
void add_own_shift(const Model& model, const Unit& unit, Batch& batch, bool contract) {
  const SharedColumn spread = model.round_shift->unit_spread;
  if (is_zero(model, spread)) return;
  const int n = batch.size;
  draw_normals(batch, unit.ballot_stream, slot::unit, batch.normal.data());
  const double* sd = batch.shared.col(spread).data();
  batch.kernels->add_products(n, sd, batch.normal.data(), batch.package_opinion.data());
  if (contract)
    batch.kernels->add_products(n, sd, batch.normal.data(), batch.contract_opinion.data());
}

// Forms the opinions as the first vote's draws have them.
void form_first_opinions(const Model& model, const Unit& unit, int index, Batch& batch,
                         bool contract) {
  const int n = batch.size;
  const bool splits = contract && !std::holds_alternative<std::monostate>(unit.contract_noise);
  const bool turnout_varies = !std::holds_alternative<std::monostate>(unit.turnout_noise);

  // z is the normal behind the unit's term, t the term at a spread of 1; the split's normal comes
  // from the same block of draws.
  double* z = batch.normal.data();
  double* split = batch.second_normal.data();
  double* t = batch.heavy.data();
  if (model.correlation) {
    batch.normal.head(n) = batch.unit_normal.col(index).head(n);
    batch.heavy.head(n) = batch.normal.head(n);
    if (model.correlation->heavy_tailed) {
      batch.heavy.head(n) *= batch.input(model.shared.heavy_tail);
    }
    if (splits) draw_normals(batch, unit.vote_stream, slot::split, split);
  } else if (!std::holds_alternative<std::monostate>(unit.package_noise) || splits ||
             (turnout_varies && !is_zero(model, model.shared.with_support))) {
    if (splits) {
      draw_normal_pairs(batch, unit.vote_stream, slot::unit / 2, z, split);
    } else {
      draw_normals(batch, unit.vote_stream, slot::unit, z);
    }
    apply_tails(model.t_quantile, batch, z, t);
  }

  // The package: what the scenario says of the unit, what it shares, its own term.
  evaluate(unit.package, batch, batch.package_opinion);
  add_noise(unit.package_noise, batch, z, t, batch.package_opinion);

  // Turnout, correlated with the unit's support if the scenario says so.
  evaluate(unit.turnout, batch, batch.turnout_opinion);
  if (turnout_varies) {
    double* turnout = batch.share.data();
    draw_turnout_normal(model, batch, unit.vote_stream, slot::turnout, z, turnout);
    add_noise(unit.turnout_noise, batch, turnout, turnout, batch.turnout_opinion);
  }

  // The contract shares the package's terms and adds the split, unless it has a law of its own.
  if (!contract) return;
  evaluate(unit.contract, batch, batch.contract_opinion);
  if (!unit.contract_has_own_law)
    add_noise(unit.package_noise, batch, z, t, batch.contract_opinion);
  if (splits) {
    apply_tails(model.t_quantile, batch, split, t);
    add_noise(unit.contract_noise, batch, split, t, batch.contract_opinion);
  }
}

}  // namespace

void form_opinions(const Model& model, int index, Batch& batch, Questions questions) {
  form_opinions(model, model.units[static_cast<std::size_t>(index)], index, batch, questions);
}

void form_opinions(const Model& model, const Unit& unit, int index, Batch& batch,
                   Questions questions) {
  const bool contract = !unit.outside && (questions == Questions::both ||
                                          std::holds_alternative<BundledBallot>(unit.ballot));
  form_first_opinions(model, unit, index, batch, contract);
  if (model.round_shift) add_own_shift(model, unit, batch, contract);
}

}  // namespace ayes
