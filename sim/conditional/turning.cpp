#include "sim/conditional/turning.h"

#include "models/kernels/kernels.h"
#include "models/numerics/elementary.h"
#include "models/stream.h"

#include <algorithm>
#include <string>

namespace ayes::conditional {
namespace {

constexpr int places = 128;

// An input's value at z.
double value_at(const Input& input, double z) {
  using namespace input;
  if (const auto* law = std::get_if<Normal>(&input.source)) return law->mean + law->sd * z;
  if (const auto* law = std::get_if<LogNormal>(&input.source)) {
    return numerics::exp(law->mean + law->sd * z);
  }
  if (const auto* law = std::get_if<Tabulated>(&input.source)) return law->curve.evaluate(z);
  if (const auto* law = std::get_if<Constant>(&input.source)) return law->value;
  return std::get<Discrete>(input.source).values.front();
}

double size_of(const OwnNoise& noise, const std::vector<double>& shared) {
  if (const auto* spread = std::get_if<SpreadNoise>(&noise)) {
    return shared[static_cast<std::size_t>(spread->spread)];
  }
  if (const auto* law = std::get_if<LawNoise>(&noise)) {
    if (const auto* normal = std::get_if<input::Normal>(&law->quantile)) return normal->sd;
    const auto& curve = std::get<numerics::QuantileCurve>(law->quantile);
    return curve.evaluate(0.5) - curve.evaluate(-0.5);
  }
  return 0;
}

// P(ratified), roughly, as a function of the sources' normals.
struct Rough {
  const Model& model;
  const CommonChance& common;
  const RuleDiagram& rule;
  std::vector<double> shared, yes, opinion, square;

  double& at(SharedColumn column) { return shared[static_cast<std::size_t>(column)]; }

  double value(const LinearForm& form) {
    double sum = form.constant;
    for (const auto& [column, weight] : form.terms) sum += weight * at(column);
    return sum;
  }

  void fill(const std::vector<double>& z) {
    std::size_t source = 0;
    const double swing = common.swing != none ? z[source++] : 0;
    for (const auto& input : common.inputs) {
      const Input& stated = model.inputs[static_cast<std::size_t>(input.first)];
      const bool discrete = std::holds_alternative<input::Discrete>(stated.source);
      at(input.first) = value_at(stated, discrete ? 0 : z[source++]);
    }
    at(model.shared.swing) = at(model.shared.swing_spread) * swing;
    for (const auto& group : common.groups) {
      const Group& stated = model.shared.groups[static_cast<std::size_t>(group.first)];
      at(stated.support) = at(stated.spread) * z[source++];
    }
    for (const GrowingDriver& driver : model.shared.growing) {
      at(driver.product) = at(driver.coefficient) * at(driver.quantity) / driver.at;
    }
  }

  double operator()(const std::vector<double>& z) {
    fill(z);
    const double of_union = at(model.shared.union_spread);
    std::fill(opinion.begin(), opinion.end(), 0.0);
    std::fill(square.begin(), square.end(), of_union * of_union + 1e-4);
    for (const Unit& unit : model.units) {
      const auto u = static_cast<std::size_t>(unit.union_index);
      const double part = static_cast<double>(unit.eligible) /
                          static_cast<double>(std::max<std::int64_t>(1, model.unions[u].eligible));
      double stands = value(unit.package);
      const auto* ballot = std::get_if<BundledBallot>(&unit.ballot);
      if (ballot && !unit.outside) {
        const double w = ballot->yes_if == BundledYesIf::balance ? at(ballot->weight) : 0.5;
        stands = w * stands + (1 - w) * value(unit.contract) - at(ballot->penalty);
      }
      const double size = size_of(unit.package_noise, shared);
      opinion[u] += part * stands;
      square[u] += part * part * (size * size + 1.6 / static_cast<double>(unit.eligible + 1));
    }
    for (std::size_t u = 0; u < yes.size(); ++u) {
      yes[u] = numerics::normal_cdf(opinion[u] / __builtin_sqrt(square[u]));
    }
    return rule.chance(yes);
  }
};

// The eigenvectors of a symmetric matrix, as columns, by Jacobi's rotations in a fixed order; the
// matrix is left diagonal.
Turning eigenvectors(Turning& matrix) {
  const std::size_t n = matrix.size();
  Turning vectors(n, std::vector<double>(n, 0.0));
  for (std::size_t i = 0; i < n; ++i) vectors[i][i] = 1;
  for (int sweep = 0; sweep < 12; ++sweep) {
    for (std::size_t p = 0; p + 1 < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        if (matrix[p][q] == 0) continue;
        const double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        const double size = theta < 0 ? -theta : theta;
        const double magnitude = 1 / (size + __builtin_sqrt(theta * theta + 1));
        const double t = theta < 0 ? -magnitude : magnitude;
        const double c = 1 / __builtin_sqrt(t * t + 1), s = t * c;
        for (std::size_t k = 0; k < n; ++k) {
          const double a = matrix[k][p], b = matrix[k][q];
          matrix[k][p] = c * a - s * b;
          matrix[k][q] = s * a + c * b;
        }
        for (std::size_t k = 0; k < n; ++k) {
          const double a = matrix[p][k], b = matrix[q][k];
          matrix[p][k] = c * a - s * b;
          matrix[q][k] = s * a + c * b;
        }
        for (std::size_t k = 0; k < n; ++k) {
          const double a = vectors[k][p], b = vectors[k][q];
          vectors[k][p] = c * a - s * b;
          vectors[k][q] = s * a + c * b;
        }
      }
    }
  }
  return vectors;
}

}  // namespace

Turning find_turning(const Model& model, const Scheme& scheme, const RuleDiagram& rule) {
  const CommonChance& common = scheme.common;
  std::size_t sources = common.groups.size() + (common.swing != none);
  for (const auto& input : common.inputs) {
    const Input& stated = model.inputs[static_cast<std::size_t>(input.first)];
    sources += !std::holds_alternative<input::Discrete>(stated.source);
  }
  Turning squares(sources, std::vector<double>(sources, 0.0));
  if (sources < 2) return {};

  Rough rough{model, common, rule, {}, {}, {}, {}};
  rough.shared.assign(static_cast<std::size_t>(model.shared.columns), 0.0);
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    rough.shared[i] = value_at(model.inputs[i], 0);
  }
  rough.yes.assign(model.unions.size(), 0.0);
  rough.opinion = rough.square = rough.yes;

  // Places drawn apart from all points, the same for every seed.
  std::vector<std::vector<double>> normals(sources, std::vector<double>(places));
  for (std::size_t i = 0; i < sources; ++i) {
    const auto stream = stream_name("first", "conditional", "turning", std::to_string(i));
    kernels::best().uniforms(0, stream, 0, 0, places, normals[i].data());
    kernels::best().normal_quantiles(places, normals[i].data(), normals[i].data());
  }
  for (std::size_t place = 0; place < places; ++place) {
    std::vector<double> z(sources), gradient(sources);
    for (std::size_t i = 0; i < sources; ++i) z[i] = normals[i][place];
    const double at = rough(z);
    for (std::size_t i = 0; i < sources; ++i) {
      constexpr double step = 1.0 / 64;
      const double here = z[i];
      z[i] = here + step;
      gradient[i] = (rough(z) - at) / step;
      z[i] = here;
    }
    for (std::size_t i = 0; i < sources; ++i) {
      for (std::size_t j = 0; j < sources; ++j) squares[i][j] += gradient[i] * gradient[j];
    }
  }

  const Turning vectors = eigenvectors(squares);
  std::vector<std::size_t> order(sources);
  for (std::size_t i = 0; i < sources; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return squares[a][a] > squares[b][b]; });
  Turning turning = vectors;
  for (std::size_t i = 0; i < sources; ++i) {
    for (std::size_t c = 0; c < sources; ++c) turning[i][c] = vectors[i][order[c]];
  }
  return turning;
}

}  // namespace ayes::conditional
