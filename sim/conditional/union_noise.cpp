#include "sim/conditional/union_noise.h"

#include "models/numerics/elementary.h"
#include "sim/conditional/scheme.h"

#include <algorithm>
#include <cmath>

namespace ayes::conditional {
namespace {

constexpr double pi = 3.141592653589793;
constexpr double node_step = 0.6;  // of the trapezoid rule over the normal of a term

const numerics::QuantileCurve* curve_of(const std::optional<numerics::QuantileCurve>& curve) {
  return curve ? &*curve : nullptr;
}

// A unit's own noise with a factor: its terms, its mean. False when its size is uncertain.
bool add_own(const Model& model, const OwnNoise& noise, double factor, double with_turnout,
             UnionNoise& sum) {
  if (factor == 0) return true;
  if (const auto* spread = std::get_if<SpreadNoise>(&noise)) {
    const auto size = fixed_value(model, spread->spread);
    if (!size) return false;
    sum.opinion.push_back({factor * *size, curve_of(model.t_quantile), with_turnout});
  } else if (const auto* law = std::get_if<LawNoise>(&noise)) {
    if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) {
      sum.opinion_mean += factor * normal->mean;
      if (normal->sd > 0) sum.opinion.push_back({factor * normal->sd, nullptr, with_turnout});
    } else {
      sum.opinion.push_back(
          {factor, &std::get<numerics::QuantileCurve>(law->quantile), with_turnout});
    }
  }
  return true;
}

// The parts that package and contract have in the one question of a ballot. None when they aren't
// fixed or the question isn't a weighted sum.
struct Parts {
  double package = 1, contract = 0;
};
std::optional<Parts> parts_of(const Model& model, const Unit& unit) {
  const auto* bundled = std::get_if<BundledBallot>(&unit.ballot);
  if (!bundled || unit.outside) return Parts{};
  const auto weight = fixed_value(model, bundled->weight);
  const auto r = fixed_value(model, model.shared.same_voter);
  if (bundled->yes_if != BundledYesIf::balance || !weight || !r) return {};
  const double w = *weight;
  const double square = w * w + (1 - w) * (1 - w) + 2 * w * (1 - w) * *r;
  if (square < 1e-6) return {};  // voters who nearly all stand on one side
  return Parts{w / __builtin_sqrt(square), (1 - w) / __builtin_sqrt(square)};
}

// How much of the turnout's noise is the union's and the unit's: weights whose squares sum to 1.
struct TurnoutParts {
  double of_union = 0, of_unit = 0;
};
std::optional<TurnoutParts> turnout_of(const Model& model, const Unit& unit, const Union& body,
                                       UnionNoise& noise) {
  const bool union_term = has_term(unit.turnout, body.turnout);
  if (const auto* law = std::get_if<LawNoise>(&unit.turnout_noise)) {
    if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) {
      noise.turnout_mean = normal->mean;
      noise.turnout.sd = normal->sd;
    } else {
      noise.turnout.curve = &std::get<numerics::QuantileCurve>(law->quantile);
    }
    return TurnoutParts{0, 1};
  }
  const auto* spread = std::get_if<SpreadNoise>(&unit.turnout_noise);
  const auto of_union =
      union_term ? fixed_value(model, model.shared.turnout_union_spread) : std::optional(0.0);
  const auto of_unit = spread ? fixed_value(model, spread->spread) : std::optional(0.0);
  if (!of_union || !of_unit) return {};
  noise.turnout.sd = __builtin_sqrt(*of_union * *of_union + *of_unit * *of_unit);
  if (noise.turnout.sd == 0) return TurnoutParts{};
  return TurnoutParts{*of_union / noise.turnout.sd, *of_unit / noise.turnout.sd};
}

// The z at which a rising curve has the value x, from a start near it: the secant method inside a
// bracket. Beyond its ends, where the curve is flat, as good as never or always.
double inverse(const numerics::QuantileCurve* curve, double x, double start) {
  constexpr double end = 8.3;
  if (!curve) return x;
  if (x <= curve->evaluate(-end)) return -40;
  if (x >= curve->evaluate(end)) return 40;
  double low = -end, high = end;
  double before = std::clamp(start - 0.01, -end, end), z = std::clamp(start, -end, end);
  double missed_before = curve->evaluate(before) - x;
  for (int step = 0; step < 80; ++step) {
    const double missed = curve->evaluate(z) - x;
    (missed < 0 ? low : high) = z;
    double next = z - missed * (z - before) / (missed - missed_before);
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    before = z;
    missed_before = missed;
    z = next;
    const double move = z - before;
    if (missed == 0 || (move < 1e-10 && move > -1e-10)) break;
  }
  return z;
}

// Points of the normals behind all terms but the largest, by the trapezoid rule.
struct Node {
  double z[2] = {0, 0};
  double moved = 0;  // what these terms add to the opinion
};
std::vector<Node> nodes_of(const std::vector<NoiseTerm>& others) {
  constexpr double reach = 7.5;
  std::vector<Node> nodes = {{}};
  for (std::size_t k = 0; k < others.size(); ++k) {
    std::vector<Node> wider;
    for (const Node& node : nodes) {
      const int most = static_cast<int>(reach / node_step);
      for (int i = -most; i <= most; ++i) {
        Node next = node;
        next.z[k] = i * node_step;
        const double square = next.z[0] * next.z[0] + next.z[1] * next.z[1];
        if (square > reach * reach) continue;
        const double t = others[k].curve ? others[k].curve->evaluate(next.z[k]) : next.z[k];
        next.moved += others[k].size * t;
        wider.push_back(next);
      }
    }
    nodes = std::move(wider);
  }
  return nodes;
}

}  // namespace

std::optional<UnionNoise> noise_of(const Model& model, int union_index) {
  const Union& body = model.unions[static_cast<std::size_t>(union_index)];
  if (body.units.size() != 1) return {};
  const Unit& unit = model.units[static_cast<std::size_t>(body.units.front())];
  if (unit.unreturned != Unreturned::not_counted) return {};
  UnionNoise noise;
  const auto turnout = turnout_of(model, unit, body, noise);
  const auto parts = parts_of(model, unit);
  if (!turnout || !parts) return {};
  double rho = 0;
  if (!noise.turnout.none()) {
    const auto correlation = fixed_value(model, model.shared.with_support);
    if (!correlation) return {};
    rho = *correlation;
  }

  // The union's term, the unit's, the split.
  const double of_union =
      (has_term(unit.package, body.support) ? parts->package : 0) +
      (parts->contract != 0 && has_term(unit.contract, body.support) ? parts->contract : 0);
  if (of_union != 0) {
    const auto size = fixed_value(model, model.shared.union_spread);
    if (!size) return {};
    noise.opinion.push_back(
        {of_union * *size, curve_of(model.t_quantile), rho * turnout->of_union});
  }
  const double of_unit = parts->package + (unit.contract_has_own_law ? 0 : parts->contract);
  if (!add_own(model, unit.package_noise, of_unit, rho * turnout->of_unit, noise)) return {};
  if (parts->contract != 0 && !add_own(model, unit.contract_noise, parts->contract, 0, noise)) {
    return {};
  }
  std::erase_if(noise.opinion, [](const NoiseTerm& term) { return term.size == 0; });

  // Support that follows turnout almost exactly leaves too little to integrate.
  double shared = 0;
  for (const NoiseTerm& term : noise.opinion) shared += term.with_turnout * term.with_turnout;
  if (shared > 0.9) return {};
  return noise;
}

std::vector<TurnoutNode> turnout_nodes(const UnionNoise& noise) {
  if (noise.turnout.none()) return {{0, 1}};
  constexpr double reach = 5.5;
  double shared = 0, sum = 0;
  for (const NoiseTerm& term : noise.opinion) shared += term.with_turnout * term.with_turnout;
  const double step = shared > 0.25 ? 0.35 : shared > 0.04 ? 0.8 : 1;
  std::vector<TurnoutNode> nodes;
  const int most = static_cast<int>(reach / step);
  for (int i = -most; i <= most; ++i) {
    nodes.push_back({i * step, numerics::normal_density(i * step)});
    sum += nodes.back().weight;
  }
  for (TurnoutNode& node : nodes) node.weight /= sum;
  return nodes;
}

double NoiseLaw::scale(const std::vector<NoiseTerm>& terms) {
  double scale = 0, shared = 0;
  for (const NoiseTerm& term : terms) {
    shared += term.with_turnout * term.with_turnout;
    // The slope at the middle of a curve: the size of a normal term of the same peak.
    const double peak =
        term.curve ? (term.curve->evaluate(0.25) - term.curve->evaluate(-0.25)) / 0.5 : 1.0;
    scale += term.size * term.size * peak * peak;
  }
  return __builtin_sqrt(scale * (1 - shared));
}

NoiseLaw::NoiseLaw(const std::vector<NoiseTerm>& terms, const std::vector<TurnoutNode>& turnouts,
                   double first, double step, int nodes, const kernels::Kernels& kernels)
    : kernels_(&kernels), first_(first), step_(step), nodes_(static_cast<std::size_t>(nodes)) {
  const bool one_for_all = std::all_of(
      terms.begin(), terms.end(), [](const NoiseTerm& term) { return term.with_turnout == 0; });
  laws_ = one_for_all ? 1 : turnouts.size();
  value_.assign(laws_ * nodes_, 0.0);

  // The largest term's chance is known; the others are summed over.
  std::vector<NoiseTerm> others = terms;
  const auto largest =
      std::max_element(others.begin(), others.end(),
                       [](const NoiseTerm& a, const NoiseTerm& b) { return a.size < b.size; });
  const NoiseTerm main = *largest;
  others.erase(largest);
  double left = 1;
  for (const NoiseTerm& term : others) left -= term.with_turnout * term.with_turnout;
  const double deviation = __builtin_sqrt(1 - main.with_turnout * main.with_turnout / left);

  std::vector<double> root(nodes_), place(nodes_), chance(nodes_);
  for (const Node& node : nodes_of(others)) {
    // X + v > 0 when the main term's normal is above root.
    double start = 0;
    for (std::size_t i = 0; i < nodes_; ++i) {
      const double v = first_ + step_ * static_cast<double>(i);
      root[i] = inverse(main.curve, -(v + node.moved) / main.size, start) / deviation;
      start = root[i] * deviation;
    }
    // The normals given y have mean a y and covariance 1 - a a': the others' density, and the mean
    // of the main one given them too.
    for (std::size_t law = 0; law < laws_; ++law) {
      const double y = one_for_all ? 0.0 : turnouts[law].y;
      double square = 0, along = 0;
      double weight = 1 / __builtin_sqrt(left);
      for (std::size_t k = 0; k < others.size(); ++k) {
        const double distance = node.z[k] - others[k].with_turnout * y;
        square += distance * distance;
        along += others[k].with_turnout * distance;
        weight *= node_step / __builtin_sqrt(2 * pi);
      }
      const double exponent = -0.5 * (square + along * along / left);
      if (exponent < -28) continue;  // 1e-12
      weight *= numerics::exp(exponent);
      const double mean = main.with_turnout * (y - along / left) / deviation;
      for (std::size_t i = 0; i < nodes_; ++i) place[i] = mean - root[i];
      kernels.normal_cdfs(static_cast<int>(nodes_), place.data(), chance.data());
      double* sum = &value_[law * nodes_];
      for (std::size_t i = 0; i < nodes_; ++i) sum[i] += weight * chance[i];
    }
  }

  // Slopes by differences of fourth order.
  std::vector<double> slope(nodes_);
  for (std::size_t law = 0; law < laws_; ++law) {
    const double* f = &value_[law * nodes_];
    for (std::size_t i = 2; i + 2 < nodes_; ++i) {
      slope[i] = ((f[i - 2] - f[i + 2]) + 8 * (f[i + 1] - f[i - 1])) / 12;
    }
    const std::vector<kernels::CurveCell> cells = numerics::hermite_cells({f, nodes_}, slope);
    cells_.insert(cells_.end(), cells.begin(), cells.end());
  }
}

void NoiseLaw::read(std::size_t law, std::span<const double> v, double* out) const {
  const kernels::Curve curve{first_, 1 / step_, static_cast<int>(nodes_), &cells_[law * nodes_]};
  kernels_->curves(curve, static_cast<int>(v.size()), v.data(), out);
}

}  // namespace ayes::conditional
