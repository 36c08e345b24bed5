#include "sim/conditional/drawn_ballots.h"

#include <algorithm>

namespace ayes::conditional {
namespace {

constexpr double farthest = 8;  // of z*: beyond it the normal law has no mass to speak of
// Steps towards z*: at most this many, and no more once few points take long ones.
constexpr int most_steps = 6;
constexpr double short_step = 0.4, longest_step = 2;
// The standard normal density at 0, and the deviation of a count of yes in ballots' opinions, √(p
// q) over that density at one half.
constexpr double peak = 0.3989422804014327, count_deviation = 0.5 / peak;

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
    model.t_quantile->evaluate(*block.kernels, block.size, z, t);
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
      curve.evaluate(*block.kernels, n, z, out);
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
      curve.evaluate(*block.kernels, n, z, out);
    }
  }
}

// The usual size of a unit's noise: a column, or one number.
void size_of(const OwnNoise& noise, const Block& block, double* out) {
  const int n = block.size;
  if (const auto* spread = std::get_if<SpreadNoise>(&noise)) {
    std::copy_n(block.shared.col(spread->spread).data(), n, out);
    return;
  }
  double size = 0;
  if (const auto* law = std::get_if<LawNoise>(&noise)) {
    if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) {
      size = normal->sd;
    } else {
      const auto& curve = std::get<numerics::QuantileCurve>(law->quantile);
      size = curve.evaluate(0.5) - curve.evaluate(-0.5);
    }
  }
  std::fill(out, out + n, size);
}

}  // namespace

void DrawnBallots::Term::at(int column, int n, const double* z, double* out) const {
  const double* base = fixed.col(column).data();
  const double* along = rate.col(column).data();
  for (int i = 0; i < n; ++i) out[i] = base[i] + along[i] * z[i];
}

DrawnBallots::DrawnBallots(int most_units) {
  for (Columns* columns : {&noise_.fixed, &noise_.rate, &split_.fixed, &split_.rate, &yes_.fixed,
                           &yes_.rate, &package_, &contract_, &turnout_, &of_union_, &of_noise_,
                           &of_split_, &turnout_normal_, &voters_}) {
    *columns = Columns::Zero(most_points, most_units);
  }
  support_.fixed = support_.rate = Columns::Zero(most_points, 1);
  for (Column* column :
       {&centre_, &union_turnout_, &moved_,  &moved_turnout_, &share_,  &scratch_,     &other_,
        &normal_, &all_voters_,    &needed_, &counted_yes_,   &along_,  &z_,           &turn_,
        &spread_, &last_,          &slope_,  &steepness_,     &excess_, &last_excess_, &weight_}) {
    *column = Column::Zero(most_points);
  }
  for (Counts* counts : {&eligible_, &cast_, &given_}) *counts = Counts::Zero(most_points);
  counted_ = total_ = Sums::Zero(most_points);
}

// Finds where a unit's voters stand without this union's noise, and what each term adds.
void DrawnBallots::place_unit(const Model& model, const DrawnUnit& drawn, int k, Block& block) {
  const Unit& unit = unit_of(model, drawn);
  const int n = block.size;
  double* package = package_.col(k).data();
  double* contract = contract_.col(k).data();
  evaluate(unit.package, block, package);
  evaluate(unit.turnout, block, turnout_.col(k).data());
  of_union_.col(k).head(n).setConstant(drawn.union_in_package);
  of_noise_.col(k).head(n).setOnes();
  of_split_.col(k).head(n).setZero();
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
      of_split_(i, k) = 0.5;
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

// Draws the part of turnout that doesn't go with support, and finds the ballots expected from it.
void DrawnBallots::draw_turnout(const Model& model, const DrawnUnion& body, Block& block) {
  const int n = block.size;
  moved_turnout_.head(n).setZero();
  if (body.turnout != none) {
    block.normals(body.turnout, union_turnout_.data());
    moved_turnout_.head(n) = union_turnout_.head(n) * block.rest.head(n) *
                             block.input(model.shared.turnout_union_spread);
  }
  for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
    const DrawnUnit& drawn = body.units[static_cast<std::size_t>(k)];
    if (drawn.turnout != none) block.normals(drawn.turnout, turnout_normal_.col(k).data());
    normal_.head(n).setZero();
    turnout_at(model, drawn, k, block);
    block.kernels->rough_normal_cdfs(n, share_.data(), share_.data());
    voters_.col(k).head(n) = static_cast<double>(unit_of(model, drawn).eligible) * share_.head(n);
  }
}

// Each term moves the margin by its size times the voters it moves, those near one half counting
// most; the counts of yes by their own deviation. The direction is this, as a unit vector.
void DrawnBallots::choose_direction(const Model& model, const DrawnUnion& body,
                                    const Block& block) {
  const int n = block.size;
  const int units = static_cast<int>(body.units.size());
  all_voters_.head(n).setConstant(1e-300);
  centre_.head(n).setZero();
  for (int k = 0; k < units; ++k) {
    all_voters_.head(n) += voters_.col(k).head(n);
    centre_.head(n) += voters_.col(k).head(n) * package_.col(k).head(n);
  }
  centre_.head(n) /= all_voters_.head(n);
  Column& square = along_;
  square.head(n).setZero();
  support_.rate.topRows(n).setZero();
  double* of_support = support_.rate.data();
  for (int k = 0; k < units; ++k) {
    const DrawnUnit& drawn = body.units[static_cast<std::size_t>(k)];
    const Unit& unit = unit_of(model, drawn);
    // The counts' own deviation, where 7 in 10 vote.
    const double count = count_deviation * __builtin_sqrt(0.7 * static_cast<double>(unit.eligible));
    yes_.rate.col(k).head(n).setConstant(count);
    Column& pull = scratch_;
    const double* voters = voters_.col(k).data();
    const double* package = package_.col(k).data();
    for (int i = 0; i < n; ++i) {
      const double away = package[i] - centre_[i];
      const double falling = 1 - 0.4 * away * away;  // the density, roughly
      pull[i] = voters[i] * (falling > 0.2 ? falling : 0.2);
    }
    size_of(unit.package_noise, block, normal_.data());
    double* noise = noise_.rate.col(k).data();
    const double* of_noise = of_noise_.col(k).data();
    const double* of_union = of_union_.col(k).data();
    for (int i = 0; i < n; ++i) {
      noise[i] = pull[i] * of_noise[i] * normal_[i];
      of_support[i] += pull[i] * of_union[i];
      square[i] += noise[i] * noise[i] + count * count;
    }
    if (drawn.split == none) continue;
    size_of(unit.contract_noise, block, other_.data());
    double* split = split_.rate.col(k).data();
    const double* of_split = of_split_.col(k).data();
    for (int i = 0; i < n; ++i) {
      split[i] = pull[i] * of_split[i] * other_[i];
      square[i] += split[i] * split[i];
    }
  }
  if (body.support == none) support_.rate.topRows(n).setZero();
  const double* spread = block.shared.col(model.shared.union_spread).data();
  for (int i = 0; i < n; ++i) {
    const double support = support_.rate(i, 0) * spread[i];
    const double length = __builtin_sqrt(square[i] + support * support + 1e-300);
    support_.rate(i, 0) = support / length;
    steepness_[i] = length / all_voters_[i];
    scratch_[i] = 1 / length;
  }
  for (int k = 0; k < units; ++k) {
    noise_.rate.col(k).head(n) *= scratch_.head(n);
    yes_.rate.col(k).head(n) *= scratch_.head(n);
    const bool split = body.units[static_cast<std::size_t>(k)].split != none;
    if (split) split_.rate.col(k).head(n) *= scratch_.head(n);
  }
}

// Draws the normals of all terms, and takes their part along the direction off them.
void DrawnBallots::draw_support(const DrawnUnion& body, Block& block) {
  const int n = block.size;
  along_.head(n).setZero();
  const auto draw = [&](Coordinate coordinate, Term& term, int column) {
    if (coordinate == none) return;
    block.normals(coordinate, term.fixed.col(column).data());
    along_.head(n) += term.rate.col(column).head(n) * term.fixed.col(column).head(n);
  };
  const auto level = [&](Coordinate coordinate, Term& term, int column) {
    if (coordinate == none) return;
    term.fixed.col(column).head(n) -= term.rate.col(column).head(n) * along_.head(n);
  };
  const auto for_each = [&](const auto& what) {
    what(body.support, support_, 0);
    for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
      const DrawnUnit& unit = body.units[static_cast<std::size_t>(k)];
      what(unit.noise, noise_, k);
      what(unit.split, split_, k);
      what(unit.yes, yes_, k);
    }
  };
  for_each(draw);
  for_each(level);
}

// The union's terms at z, into moved_ and moved_turnout_.
void DrawnBallots::move_union(const Model& model, const DrawnUnion& body, const Block& block,
                              const double* z) {
  const int n = block.size;
  normal_.head(n).setZero();
  if (body.support != none) support_.at(0, n, z, normal_.data());
  if (body.turnout != none) {
    moved_turnout_.head(n) = union_turnout_.head(n);
    block.correlate(model, normal_.data(), moved_turnout_.data());
    moved_turnout_.head(n) *= block.input(model.shared.turnout_union_spread);
  }
  moved_.head(n).setZero();
  if (body.support != none) {
    heavy(model, block, normal_.data(), moved_.data());
    moved_.head(n) *= block.input(model.shared.union_spread);
  }
}

// Where a unit's turnout lies, into share_, the normal of its support being in normal_.
void DrawnBallots::turnout_at(const Model& model, const DrawnUnit& drawn, int k,
                              const Block& block) {
  const int n = block.size;
  share_.head(n) = turnout_.col(k).head(n);
  if (drawn.union_in_turnout) share_.head(n) += moved_turnout_.head(n);
  if (drawn.turnout != none) {
    scratch_.head(n) = turnout_normal_.col(k).head(n);
    block.correlate(model, normal_.data(), scratch_.data());
    noise_of_turnout(unit_of(model, drawn).turnout_noise, block, scratch_.data(), scratch_.data());
    share_.head(n) += scratch_.head(n);
  }
}

// The normal of a unit's support at z, into normal_.
void DrawnBallots::noise_of_unit(const Model&, const DrawnUnit& drawn, int k, const Block& block,
                                 const double* z) {
  if (drawn.noise == none) {
    normal_.head(block.size).setZero();
  } else {
    noise_.at(k, block.size, z, normal_.data());
  }
}

// Where the voters of a unit stand on what they are asked, into share_, the union having been moved
// and the normal of the unit's support being in normal_.
bool DrawnBallots::opinion_of_yes(const Model& model, const DrawnUnit& drawn, int k,
                                  const Block& block, const double* z) {
  const Unit& unit = unit_of(model, drawn);
  const int n = block.size;
  const double* package = package_.col(k).data();
  double* share = share_.data();
  double* noise = scratch_.data();
  noise_at(model, unit.package_noise, block, normal_.data(), noise);
  const BundledBallot* ballot = bundled(unit);
  if (!ballot) {
    const double of_union = drawn.union_in_package;
    for (int i = 0; i < n; ++i) share[i] = package[i] + of_union * moved_[i] + noise[i];
    return true;
  }
  double* split = other_.data();
  std::fill(split, split + n, 0.0);
  if (drawn.split != none) {
    split_.at(k, n, z, split);
    noise_at(model, unit.contract_noise, block, split, split);
  }
  if (ballot->yes_if == BundledYesIf::balance) {
    for (int i = 0; i < n; ++i) {
      share[i] = package[i] + of_union_(i, k) * moved_[i] + of_noise_(i, k) * noise[i] +
                 of_split_(i, k) * split[i];
    }
    return true;
  }
  const double sign = ballot->yes_if == BundledYesIf::both ? 1 : -1;
  const double shared_noise = unit.contract_has_own_law ? 0 : 1;
  for (int i = 0; i < n; ++i) {
    split[i] = sign * (contract_(i, k) + drawn.union_in_contract * moved_[i] +
                       shared_noise * noise[i] + split[i]);
    noise[i] = sign * (package[i] + drawn.union_in_package * moved_[i] + noise[i]);
  }
  block.kernels->bivariate_normal_cdfs(n, noise, split,
                                       block.shared.col(model.shared.same_voter).data(), share);
  if (ballot->yes_if == BundledYesIf::either) {
    for (int i = 0; i < n; ++i) share[i] = 1 - share[i];
  }
  return false;
}

// The same at z, the normal of the unit's support not being needed besides.
bool DrawnBallots::opinion_along(const Model& model, const DrawnUnit& drawn, int k,
                                 const Block& block, const double* z) {
  const Unit& unit = unit_of(model, drawn);
  const auto* spread = std::get_if<SpreadNoise>(&unit.package_noise);
  if (bundled(unit) || !spread || !model.t_quantile) {
    noise_of_unit(model, drawn, k, block, z);
    return opinion_of_yes(model, drawn, k, block, z);
  }
  const int n = block.size;
  share_.head(n) = package_.col(k).head(n);
  if (drawn.union_in_package) share_.head(n) += moved_.head(n);
  block.kernels->add_curves(model.t_quantile->kernel(), n, noise_.fixed.col(k).data(),
                            noise_.rate.col(k).data(), z, block.shared.col(spread->spread).data(),
                            share_.data());
  return true;
}

// How far the probit of the pooled share of yes is above that of the share needed, at turn_.
// Ballots cast are those expected at z = 0, counts of yes n p + normal √(n p (1 − p)).
void DrawnBallots::excess_at(const Model& model, const DrawnUnion& body, Block& block) {
  const int n = block.size;
  const double* z = turn_.data();
  move_union(model, body, block, z);
  counted_yes_.head(n).setZero();
  for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
    const DrawnUnit& drawn = body.units[static_cast<std::size_t>(k)];
    const bool opinion = opinion_along(model, drawn, k, block, z);
    yes_.at(k, n, z, normal_.data());
    const double* voters = voters_.col(k).data();
    if (opinion) {
      block.kernels->add_rough_counts(n, voters, share_.data(), normal_.data(),
                                      counted_yes_.data());
      continue;
    }
    for (int i = 0; i < n; ++i) {
      const double mean = voters[i] * share_[i];
      counted_yes_[i] += mean + normal_[i] * __builtin_sqrt(mean * (1 - share_[i]));
    }
  }
  for (int i = 0; i < n; ++i) counted_yes_[i] = inner_share(counted_yes_[i], all_voters_[i]);
  block.kernels->normal_quantiles(n, counted_yes_.data(), excess_.data());
  excess_.head(n) -= needed_.head(n);
}

// Finds about where the margin turns, turn_, and how far off that may be, spread_. The excess is
// nearly straight along z, so a few steps of the secant method come near its root.
void DrawnBallots::find_turn(const Model& model, const DrawnUnion& body, Block& block) {
  const int n = block.size;

  // The share of yes among voters that makes more than half of the ballots that count: a majority,
  // or one ballot more.
  needed_.head(n).setConstant(0.25);
  for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
    const Unit& unit = unit_of(model, body.units[static_cast<std::size_t>(k)]);
    const auto eligible = static_cast<double>(unit.eligible);
    const double* voters = voters_.col(k).data();
    for (int i = 0; i < n; ++i) {
      const double counted = unit.unreturned == Unreturned::not_counted ? voters[i] : eligible;
      needed_[i] += 0.5 * counted;
      if (unit.unreturned == Unreturned::yes) needed_[i] -= eligible - voters[i];
    }
  }
  for (int i = 0; i < n; ++i) needed_[i] = inner_share(needed_[i], all_voters_[i]);
  block.kernels->normal_quantiles(n, needed_.data(), needed_.data());

  // A first guess: the rest is orthogonal to the direction, so it moves no mean opinion.
  slope_.head(n) = steepness_.head(n);
  for (int i = 0; i < n; ++i) {
    const double guess = (needed_[i] - centre_[i]) / steepness_[i];
    turn_[i] = guess > farthest ? farthest : guess < -farthest ? -farthest : guess;
  }
  int unsettled = n;
  for (int search = 0; search < most_steps && 32 * unsettled > n; ++search) {
    excess_at(model, body, block);
    unsettled = 0;
    for (int i = 0; i < n; ++i) {
      const double secant = (excess_[i] - last_excess_[i]) / (turn_[i] - last_[i]);
      const bool better = search > 0 && secant > 0.25 * steepness_[i] && secant < 4 * steepness_[i];
      slope_[i] = better ? secant : slope_[i];
      last_[i] = turn_[i];
      last_excess_[i] = excess_[i];
      const double step = -excess_[i] / slope_[i];
      const double bounded = step > longest_step    ? longest_step
                             : step < -longest_step ? -longest_step
                                                    : step;
      const double next = turn_[i] + bounded;
      turn_[i] = next > farthest ? farthest : next < -farthest ? -farthest : next;
      // Far out, where z hardly ever lies, it need not be found well.
      const double square = turn_[i] * turn_[i];
      unsettled += __builtin_fabs(turn_[i] - last_[i]) > short_step + 0.1 * square;
    }
  }

  // What the approximation leaves: a few ballots, turnout that moves with z, an unfinished search.
  const double ballots = 1 + 0.5 * __builtin_sqrt(static_cast<double>(body.units.size()));
  const double* rho = block.shared.col(model.shared.with_support).data();
  for (int i = 0; i < n; ++i) {
    const double step = __builtin_fabs(turn_[i] - last_[i]);
    const double ballots_along = peak * all_voters_[i] * steepness_[i];
    const double width = ballots / (ballots_along + 1e-6) +
                         0.02 * __builtin_fabs(rho[i] * turn_[i]) + 0.1 * step * (1 + step);
    spread_[i] = width < 1 ? width : 1;
  }
}

// Counts the union's ballots at z_.
void DrawnBallots::count_at(const Model& model, const DrawnUnion& body, Block& block) {
  const int n = block.size;
  const double* z = z_.data();
  move_union(model, body, block, z);
  counted_.head(n).setZero();
  total_.head(n).setZero();
  for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
    const DrawnUnit& drawn = body.units[static_cast<std::size_t>(k)];
    const Unit& unit = unit_of(model, drawn);
    const auto eligible = static_cast<std::int32_t>(unit.eligible);
    noise_of_unit(model, drawn, k, block, z);
    turnout_at(model, drawn, k, block);
    eligible_.head(n).setConstant(eligible);
    block.points->fill(block.scramble, drawn.cast, block.first, n, block.uniform.data());
    block.kernels->counts_of_opinions(n, eligible_.data(), share_.data(), block.uniform.data(),
                                      cast_.data());

    const bool opinion = opinion_of_yes(model, drawn, k, block, z);
    yes_.at(k, n, z, normal_.data());
    if (opinion) {
      block.kernels->counts_at_normals(n, cast_.data(), share_.data(), normal_.data(),
                                       given_.data());
    } else {
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

void DrawnBallots::chances(const Model& model, const DrawnUnion& body, Block& block,
                           double* chance) {
  const Union& stated = model.unions[static_cast<std::size_t>(body.union_index)];
  const int n = block.size;
  block.shared.col(stated.support).head(n).setZero();
  block.shared.col(stated.turnout).head(n).setZero();
  for (int k = 0; k < static_cast<int>(body.units.size()); ++k) {
    place_unit(model, body.units[static_cast<std::size_t>(k)], k, block);
  }
  draw_turnout(model, body, block);
  choose_direction(model, body, block);
  draw_support(body, block);
  find_turn(model, body, block);

  // z near the turn: q(z) = 1 / (2 spread (1 + |z − turn| / spread)²), drawn by inversion.
  block.points->fill(block.scramble, body.look, block.first, n, block.uniform.data());
  for (int i = 0; i < n; ++i) {
    const double side = 2 * block.uniform[i] - 1;
    const double rest = 1 - __builtin_fabs(side);
    z_[i] = turn_[i] + spread_[i] * side / rest;
    weight_[i] = 2 * spread_[i] / (rest * rest);  // 1 / q
  }
  count_at(model, body, block);
  for (int i = 0; i < n; ++i) {
    share_[i] = -0.5 * z_[i] * z_[i];
    scratch_[i] = -turn_[i];
  }
  block.kernels->exps(n, share_.data(), share_.data());
  block.kernels->normal_cdfs(n, scratch_.data(), chance);
  for (int i = 0; i < n; ++i) {
    const int says = 2 * total_[i] > counted_[i], taken = z_[i] > turn_[i];
    chance[i] += (says - taken) * (peak * share_[i]) * weight_[i];
  }
}

}  // namespace ayes::conditional
