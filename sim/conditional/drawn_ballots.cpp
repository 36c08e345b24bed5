#include "sim/conditional/drawn_ballots.h"

#include "models/numerics/binomial.h"

#include <algorithm>

namespace ayes::conditional {
namespace {

constexpr double farthest = 8;  // of z*: beyond it the normal law has no mass to speak of
// Steps towards z*: the fewest, and the most while one is longer than `short_step`.
constexpr int fewest_steps = 3, most_steps = 12;
constexpr double short_step = 0.1, longest_step = 2;

// A share of ballots, kept off 0 and 1 so that it has a probit; of no ballots as good as none.
double inner_share(double yes, double ballots) {
  constexpr double edge = 1e-6;
  const double share = ballots > 0 ? yes / ballots : 0;
  return share < edge ? edge : share > 1 - edge ? 1 - edge : share;
}

// A uniform number that the counts take: not 0 or 1.
double inner_uniform(double u) { return u < 0x1p-53 ? 0x1p-53 : u > 1 - 0x1p-53 ? 1 - 0x1p-53 : u; }

const Unit& unit_of(const Model& model, const DrawnUnit& drawn) {
  return model.units[static_cast<std::size_t>(drawn.unit)];
}

const BundledBallot* bundled(const Unit& unit) {
  return unit.outside ? nullptr : std::get_if<BundledBallot>(&unit.ballot);
}

// The quantile at z of a noise of spread 1, or of a law.
void heavy(const Model& model, const Block& block, const double* z, double* t) {
  if (model.t_quantile) {
    block.kernels->curves(model.t_quantile->kernel(), block.size, z, t);
  } else if (t != z) {
    std::copy_n(z, block.size, t);
  }
}

// Computes a unit's own noise from the normal behind it.
void noise_at(const Model& model, const OwnNoise& noise, const Block& block, const double* z,
              double* out) {
  const int n = block.size;
  if (const auto* spread = std::get_if<SpreadNoise>(&noise)) {
    heavy(model, block, z, out);
    const double* sd = block.shared.col(spread->spread).data();
    for (int i = 0; i < n; ++i) out[i] *= sd[i];
  } else if (const auto* law = std::get_if<LawNoise>(&noise)) {
    if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) {
      for (int i = 0; i < n; ++i) out[i] = normal->mean + normal->sd * z[i];
    } else {
      const auto& curve = std::get<numerics::QuantileCurve>(law->quantile);
      block.kernels->curves(curve.kernel(), n, z, out);
    }
  } else {
    std::fill(out, out + n, 0.0);
  }
}

// A unit's turnout has normal noise, unless it has a law.
void noise_of_turnout(const OwnNoise& noise, const Block& block, const double* z, double* out) {
  const int n = block.size;
  if (const auto* spread = std::get_if<SpreadNoise>(&noise)) {
    const double* sd = block.shared.col(spread->spread).data();
    for (int i = 0; i < n; ++i) out[i] = sd[i] * z[i];
  } else if (const auto* law = std::get_if<LawNoise>(&noise)) {
    if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) {
      for (int i = 0; i < n; ++i) out[i] = normal->mean + normal->sd * z[i];
    } else {
      const auto& curve = std::get<numerics::QuantileCurve>(law->quantile);
      block.kernels->curves(curve.kernel(), n, z, out);
    }
  }
}

}  // namespace

void DrawnBallots::Term::at(int column, int n, const double* z, double* out) const {
  const double* base = fixed.col(column).data();
  const double along = rate[static_cast<std::size_t>(column)];
  for (int i = 0; i < n; ++i) out[i] = base[i] + along * z[i];
}

DrawnBallots::DrawnBallots(int most_units) {
  for (Columns* columns :
       {&noise_.fixed, &split_.fixed, &count_.fixed, &turnout_normal_, &cast_normal_,
        &cast_uniform_, &package_, &contract_, &turnout_, &of_union_, &of_noise_, &of_split_}) {
    *columns = Columns::Zero(most_points, most_units);
  }
  support_.fixed = Columns::Zero(most_points, 1);
  support_.rate = {0};
  for (Term* term : {&noise_, &split_, &count_}) {
    term->rate.assign(static_cast<std::size_t>(most_units), 0.0);
  }
  for (Column* column : {&along_,
                         &union_turnout_normal_,
                         &moved_,
                         &moved_turnout_,
                         &share_,
                         &turnout_share_,
                         &scratch_,
                         &other_,
                         &normal_,
                         &yes_,
                         &returned_,
                         &needed_,
                         &z_,
                         &turn_,
                         &spread_,
                         &last_,
                         &slope_,
                         &excess_,
                         &last_excess_,
                         &weight_,
                         &largest_share_}) {
    *column = Column::Zero(most_points);
  }
  for (Counts* counts : {&eligible_, &cast_, &given_, &largest_cast_}) {
    *counts = Counts::Zero(most_points);
  }
  counted_ = total_ = Sums::Zero(most_points);
}

// Draws the normals of all terms, and takes their part along the direction off them.
void DrawnBallots::draw_normals(const DrawnUnion& body, Block& block) {
  const int n = block.size;
  const auto units = static_cast<int>(body.units.size());
  along_.head(n).setZero();
  const auto draw = [&](const DrawnTerm& term, Term& out, int column) {
    out.rate[static_cast<std::size_t>(column)] = term.along;
    if (term.coordinate == none) return;
    block.normals(term.coordinate, out.fixed.col(column).data());
    along_.head(n) += term.along * out.fixed.col(column).head(n);
  };
  const auto level = [&](const DrawnTerm& term, Term& out, int column) {
    if (term.coordinate == none) return;
    out.fixed.col(column).head(n) -= term.along * along_.head(n);
  };
  draw(body.support, support_, 0);
  for (int k = 0; k < units; ++k) {
    const DrawnUnit& unit = body.units[static_cast<std::size_t>(k)];
    draw(unit.noise, noise_, k);
    draw(unit.split, split_, k);
    draw(unit.yes, count_, k);
    if (unit.turnout != none) block.normals(unit.turnout, turnout_normal_.col(k).data());
    block.points->fill(block.scramble, unit.cast, block.first, n, cast_uniform_.col(k).data());
    block.kernels->normal_quantiles(n, cast_uniform_.col(k).data(), cast_normal_.col(k).data());
  }
  if (body.turnout != none) block.normals(body.turnout, union_turnout_normal_.data());
  level(body.support, support_, 0);
  for (int k = 0; k < units; ++k) {
    const DrawnUnit& unit = body.units[static_cast<std::size_t>(k)];
    level(unit.noise, noise_, k);
    level(unit.split, split_, k);
    level(unit.yes, count_, k);
  }
}

// Finds where a unit's voters stand without this union's noise.
void DrawnBallots::prepare_unit(const Model& model, const DrawnUnit& drawn, int k, Block& block) {
  const Unit& unit = unit_of(model, drawn);
  const int n = block.size;
  double* package = package_.col(k).data();
  double* contract = contract_.col(k).data();
  evaluate(unit.package, block, package);
  evaluate(unit.turnout, block, turnout_.col(k).data());
  const BundledBallot* ballot = bundled(unit);
  if (!ballot) return;

  // One question about both: a weighted sum of the two opinions, or both of them.
  evaluate(unit.contract, block, contract);
  const double* penalty = block.shared.col(ballot->penalty).data();
  const double* w = block.shared.col(ballot->weight).data();
  const double* r = block.shared.col(model.shared.same_voter).data();
  for (int i = 0; i < n; ++i) {
    if (ballot->yes_if != BundledYesIf::balance) {
      package[i] -= penalty[i];
      contract[i] -= penalty[i];
      continue;
    }
    const double rest = 1 - w[i];
    const double square = w[i] * w[i] + rest * rest + 2 * w[i] * rest * r[i];
    const double inverse = square > 1e-24 ? 1 / __builtin_sqrt(square) : 1e100;
    package[i] = (w[i] * package[i] + rest * contract[i] - penalty[i]) * inverse;
    of_union_(i, k) = (w[i] * drawn.union_in_package + rest * drawn.union_in_contract) * inverse;
    of_noise_(i, k) = (w[i] + (unit.contract_has_own_law ? 0 : rest)) * inverse;
    of_split_(i, k) = rest * inverse;
  }
}

void DrawnBallots::prepare(const Model& model, const DrawnUnion& body, Block& block) {
  const Union& stated = model.unions[static_cast<std::size_t>(body.union_index)];
  draw_normals(body, block);
  block.shared.col(stated.support).head(block.size).setZero();
  block.shared.col(stated.turnout).head(block.size).setZero();
  for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
    prepare_unit(model, body.units[static_cast<std::size_t>(k)], k, block);
  }
}

// The union's terms at z, into moved_ and moved_turnout_.
void DrawnBallots::move_union(const Model& model, const DrawnUnion& body, const Block& block,
                              const double* z) {
  const int n = block.size;
  moved_.head(n).setZero();
  moved_turnout_.head(n).setZero();
  const bool support = body.support.coordinate != none;
  if (support) support_.at(0, n, z, normal_.data());
  if (body.turnout != none) {
    moved_turnout_.head(n) = union_turnout_normal_.head(n);
    if (support) block.correlate(model, normal_.data(), moved_turnout_.data());
    moved_turnout_.head(n) *= block.input(model.shared.turnout_union_spread);
  }
  if (support) {
    heavy(model, block, normal_.data(), moved_.data());
    moved_.head(n) *= block.input(model.shared.union_spread);
  }
}

// A unit's shares of turnout and of yes at z, the union having been moved.
void DrawnBallots::shares_at(const Model& model, const DrawnUnit& drawn, int k, const Block& block,
                             const double* z) {
  const Unit& unit = unit_of(model, drawn);
  const int n = block.size;
  const bool noisy = drawn.noise.coordinate != none;
  if (noisy) noise_.at(k, n, z, normal_.data());

  // Turnout goes with the unit's support.
  turnout_share_.head(n) = turnout_.col(k).head(n);
  if (drawn.union_in_turnout) turnout_share_.head(n) += moved_turnout_.head(n);
  if (drawn.turnout != none) {
    scratch_.head(n) = turnout_normal_.col(k).head(n);
    if (noisy) block.correlate(model, normal_.data(), scratch_.data());
    noise_of_turnout(unit.turnout_noise, block, scratch_.data(), scratch_.data());
    turnout_share_.head(n) += scratch_.head(n);
  }
  block.kernels->normal_cdfs(n, turnout_share_.data(), turnout_share_.data());

  scratch_.head(n).setZero();
  if (noisy) noise_at(model, unit.package_noise, block, normal_.data(), scratch_.data());
  answer_at(model, drawn, k, block, z);
}

// The share of yes, the unit's own noise being in scratch_.
void DrawnBallots::answer_at(const Model& model, const DrawnUnit& drawn, int k, const Block& block,
                             const double* z) {
  const Unit& unit = unit_of(model, drawn);
  const int n = block.size;
  const double* package = package_.col(k).data();
  double* share = share_.data();
  const BundledBallot* ballot = bundled(unit);
  if (!ballot) {
    const double of_union = drawn.union_in_package;
    for (int i = 0; i < n; ++i) share[i] = package[i] + of_union * moved_[i] + scratch_[i];
    block.kernels->normal_cdfs(n, share, share);
    return;
  }
  other_.head(n).setZero();
  if (drawn.split.coordinate != none) {
    split_.at(k, n, z, normal_.data());
    noise_at(model, unit.contract_noise, block, normal_.data(), other_.data());
  }
  if (ballot->yes_if == BundledYesIf::balance) {
    for (int i = 0; i < n; ++i) {
      share[i] = package[i] + of_union_(i, k) * moved_[i] + of_noise_(i, k) * scratch_[i] +
                 of_split_(i, k) * other_[i];
    }
    block.kernels->normal_cdfs(n, share, share);
    return;
  }
  const double sign = ballot->yes_if == BundledYesIf::both ? 1 : -1;
  const double shared_noise = unit.contract_has_own_law ? 0 : 1;
  for (int i = 0; i < n; ++i) {
    other_[i] = sign * (contract_(i, k) + drawn.union_in_contract * moved_[i] +
                        shared_noise * scratch_[i] + other_[i]);
    scratch_[i] = sign * (package[i] + drawn.union_in_package * moved_[i] + scratch_[i]);
  }
  block.kernels->bivariate_normal_cdfs(n, scratch_.data(), other_.data(),
                                       block.shared.col(model.shared.same_voter).data(), share);
  if (ballot->yes_if == BundledYesIf::either) {
    for (int i = 0; i < n; ++i) share[i] = 1 - share[i];
  }
}

// How far the probit of the pooled share of yes is above that of the share needed at z, counts
// taken as n p + normal √(n p (1 − p)).
void DrawnBallots::excess_at(const Model& model, const DrawnUnion& body, Block& block,
                             const double* z, double* excess) {
  const int n = block.size;
  move_union(model, body, block, z);
  for (Column* column : {&yes_, &returned_, &needed_}) column->head(n).setZero();
  for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
    const DrawnUnit& drawn = body.units[static_cast<std::size_t>(k)];
    const Unit& unit = unit_of(model, drawn);
    shares_at(model, drawn, k, block, z);
    count_.at(k, n, z, normal_.data());
    const double* cast_normal = cast_normal_.col(k).data();
    const auto eligible = static_cast<double>(unit.eligible);
    const bool as_yes = unit.unreturned == Unreturned::yes;
    const bool all_count = unit.unreturned != Unreturned::not_counted;
    for (int i = 0; i < n; ++i) {
      const double mean = eligible * turnout_share_[i];
      const double cast = mean + cast_normal[i] * __builtin_sqrt(mean * (1 - turnout_share_[i]));
      const double returned = cast > 0 ? cast : 0;
      const double yes = returned * share_[i];
      yes_[i] += yes + normal_[i] * __builtin_sqrt(yes * (1 - share_[i]));
      returned_[i] += returned;
      needed_[i] += 0.5 * (all_count ? eligible : returned) - (as_yes ? eligible - returned : 0);
    }
  }
  for (int i = 0; i < n; ++i) {
    yes_[i] = inner_share(yes_[i], returned_[i]);
    needed_[i] = inner_share(needed_[i] + 0.25, returned_[i]);  // a majority, or one ballot more
  }
  block.kernels->normal_quantiles(n, yes_.data(), excess);
  block.kernels->normal_quantiles(n, needed_.data(), needed_.data());
  for (int i = 0; i < n; ++i) excess[i] -= needed_[i];
}

// Finds about where the margin turns, turn_, and how far off that may be, spread_. The excess is
// nearly straight along z, so a few steps of the secant method reach its root.
void DrawnBallots::find_turn(const Model& model, const DrawnUnion& body, Block& block) {
  const int n = block.size;
  turn_.head(n).setZero();
  slope_.head(n).setConstant(body.slope);
  double longest = longest_step;
  for (int search = 0; search < fewest_steps || (search < most_steps && longest > short_step);
       ++search) {
    longest = 0;
    excess_at(model, body, block, turn_.data(), excess_.data());
    for (int i = 0; i < n; ++i) {
      const double secant = (excess_[i] - last_excess_[i]) / (turn_[i] - last_[i]);
      const bool better = search > 0 && secant > 0.25 * body.slope && secant < 4 * body.slope;
      slope_[i] = better ? secant : slope_[i];
      last_[i] = turn_[i];
      last_excess_[i] = excess_[i];
      const double step = -excess_[i] / slope_[i];
      const double next = turn_[i] + (step > longest_step    ? longest_step
                                      : step < -longest_step ? -longest_step
                                                             : step);
      turn_[i] = next > farthest ? farthest : next < -farthest ? -farthest : next;
      const double length = __builtin_fabs(turn_[i] - last_[i]);
      longest = length > longest ? length : longest;
    }
  }

  // A count is off its approximation by a ballot or so; the last step says what the search left.
  const double ballots = 0.6 + 0.3 * __builtin_sqrt(static_cast<double>(body.units.size()));
  for (int i = 0; i < n; ++i) {
    const double density = 1.6 * returned_[i] * yes_[i] * (1 - yes_[i]) * slope_[i];
    const double step = turn_[i] - last_[i];
    const double width = ballots / (density + 1e-6) + step * step;
    spread_[i] = width < 1 ? width : 1;
  }
}

// Counts the union's ballots at z. Where a count is integrated, that unit's is kept apart.
void DrawnBallots::count_at(const Model& model, const DrawnUnion& body, Block& block,
                            const double* z) {
  const int n = block.size;
  move_union(model, body, block, z);
  counted_.head(n).setZero();
  total_.head(n).setZero();
  for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
    const DrawnUnit& drawn = body.units[static_cast<std::size_t>(k)];
    const Unit& unit = unit_of(model, drawn);
    shares_at(model, drawn, k, block, z);
    const auto eligible = static_cast<std::int32_t>(unit.eligible);
    eligible_.head(n).setConstant(eligible);
    block.kernels->counts(n, eligible_.data(), turnout_share_.data(), cast_uniform_.col(k).data(),
                          cast_.data());
    if (body.counted == k) {
      largest_cast_.head(n) = cast_.head(n);
      largest_share_.head(n) = share_.head(n);
      given_.head(n).setZero();
    } else {
      count_.at(k, n, z, normal_.data());
      block.kernels->normal_cdfs(n, normal_.data(), normal_.data());
      for (int i = 0; i < n; ++i) normal_[i] = inner_uniform(normal_[i]);
      block.kernels->counts(n, cast_.data(), share_.data(), normal_.data(), given_.data());
    }
    for (int i = 0; i < n; ++i) {
      const std::int32_t unreturned = eligible - cast_[i];
      total_[i] += given_[i] + (unit.unreturned == Unreturned::yes ? unreturned : 0);
      counted_[i] += unit.unreturned == Unreturned::not_counted ? cast_[i] : eligible;
    }
  }
}

// Nothing moves the union: the chance that its largest unit gives the ballots still needed.
void DrawnBallots::integrate_count(const DrawnUnion&, double* chance, int n) const {
  for (int i = 0; i < n; ++i) {
    const std::int64_t needed = counted_[i] / 2 + 1 - total_[i];
    const std::int64_t cast = largest_cast_[i];
    chance[i] = needed <= 0     ? 1
                : needed > cast ? 0
                                : numerics::binomial_at_least(needed, cast, largest_share_[i]);
  }
}

void DrawnBallots::chances(const Model& model, const DrawnUnion& body, Block& block,
                           double* chance) {
  const int n = block.size;
  prepare(model, body, block);
  if (body.counted) {
    z_.head(n).setZero();
    count_at(model, body, block, z_.data());
    integrate_count(body, chance, n);
    return;
  }
  find_turn(model, body, block);

  // z near the turn: q(z) = 1 / (2 spread (1 + |z − turn| / spread)²), drawn by inversion.
  block.points->fill(block.scramble, body.look, block.first, n, block.uniform.data());
  for (int i = 0; i < n; ++i) {
    const double side = 2 * block.uniform[i] - 1;
    const double rest = 1 - __builtin_fabs(side);
    z_[i] = turn_[i] + spread_[i] * side / rest;
    weight_[i] = 2 * spread_[i] / (rest * rest);  // 1 / q
  }
  count_at(model, body, block, z_.data());
  for (int i = 0; i < n; ++i) {
    share_[i] = -0.5 * z_[i] * z_[i];
    scratch_[i] = -turn_[i];
  }
  block.kernels->exps(n, share_.data(), share_.data());
  block.kernels->normal_cdfs(n, scratch_.data(), chance);
  for (int i = 0; i < n; ++i) {
    const int says = 2 * total_[i] > counted_[i], taken = z_[i] > turn_[i];
    chance[i] += (says - taken) * (0.3989422804014327 * share_[i]) * weight_[i];
  }
}

}  // namespace ayes::conditional
