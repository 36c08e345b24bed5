#include "sim/conditional/common_chance.h"

#include <algorithm>

namespace ayes::conditional {
namespace {

// Computes an input's values from the normals in `value`; of a discrete law, from its uniforms.
void fill_input(const Input& input, const Block& block, double* value) {
  using namespace input;
  const int n = block.size;
  if (const auto* normal = std::get_if<Normal>(&input.source)) {
    for (int i = 0; i < n; ++i) value[i] = normal->mean + normal->sd * value[i];
  } else if (const auto* log_normal = std::get_if<LogNormal>(&input.source)) {
    for (int i = 0; i < n; ++i) value[i] = log_normal->mean + log_normal->sd * value[i];
    block.kernels->exps(n, value, value);
  } else if (const auto* table = std::get_if<Tabulated>(&input.source)) {
    const Column normals = Eigen::Map<const Column>(value, n);
    table->curve.evaluate(*block.kernels, n, normals.data(), value);
  } else if (const auto* discrete = std::get_if<Discrete>(&input.source)) {
    for (int i = 0; i < n; ++i) {
      std::size_t k = 0;
      while (value[i] > discrete->cumulative[k]) ++k;
      value[i] = discrete->values[k];
    }
  }
}

// Draws the normals of the swing, the inputs and the groups into their places, turned; and the
// uniforms of discrete inputs.
void draw_sources(const Model& model, const CommonChance& common, Block& block) {
  const int n = block.size;
  std::vector<std::pair<Coordinate, double*>> sources;
  if (common.swing != none) sources.emplace_back(common.swing, block.swing_normal.data());
  for (const auto& [index, coordinate] : common.inputs) {
    double* place = block.shared.col(index).data();
    const Input& input = model.inputs[static_cast<std::size_t>(index)];
    if (std::holds_alternative<input::Discrete>(input.source)) {
      block.points->fill(block.scramble, coordinate, block.first, n, place);
    } else {
      sources.emplace_back(coordinate, place);
    }
  }
  for (const auto& [index, coordinate] : common.groups) {
    const Group& group = model.shared.groups[static_cast<std::size_t>(index)];
    sources.emplace_back(coordinate, block.shared.col(group.support).data());
  }
  if (common.turning.empty()) {
    for (const auto& [coordinate, place] : sources) block.normals(coordinate, place);
    return;
  }
  const auto count = static_cast<Eigen::Index>(sources.size());
  if (block.turned.cols() < count) block.turned.resize(most_points, count);
  for (std::size_t c = 0; c < sources.size(); ++c) {
    block.normals(sources[c].first, block.turned.col(static_cast<Eigen::Index>(c)).data());
    std::fill(sources[c].second, sources[c].second + n, 0.0);
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    for (std::size_t c = 0; c < sources.size(); ++c) {
      const double part = common.turning[i][c];
      const double* turned = block.turned.col(static_cast<Eigen::Index>(c)).data();
      double* normal = sources[i].second;
      for (int at = 0; at < n; ++at) normal[at] += part * turned[at];
    }
  }
}

}  // namespace

Block::Block(const Model& model, const Points& points_, const kernels::Kernels& kernels_)
    : points(&points_), kernels(&kernels_) {
  shared = Columns::Zero(most_points, model.shared.columns);
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    if (const auto* constant = std::get_if<input::Constant>(&model.inputs[i].source)) {
      shared.col(static_cast<Eigen::Index>(i)).setConstant(constant->value);
    }
  }
  for (Column* column : {&uniform, &swing_normal, &turnout_normal, &rest}) {
    *column = Column::Zero(most_points);
  }
}

void Block::normals(Coordinate coordinate, double* out) {
  points->fill(scramble, coordinate, first, size, uniform.data());
  kernels->normal_quantiles(size, uniform.data(), out);
}

void Block::correlate(const Model& model, const double* with, double* normal) const {
  const double* rho = shared.col(model.shared.with_support).data();
  for (int i = 0; i < size; ++i) normal[i] = rho[i] * with[i] + rest[i] * normal[i];
}

void fill_common(const Model& model, const CommonChance& common, Block& block) {
  const SharedTerms& shared = model.shared;
  const int n = block.size;
  draw_sources(model, common, block);
  for (const auto& input : common.inputs) {
    fill_input(model.inputs[static_cast<std::size_t>(input.first)], block,
               block.shared.col(input.first).data());
  }
  block.rest.head(n) = (1 - block.input(shared.with_support).square()).sqrt();
  if (common.swing != none) {
    double* swing = block.shared.col(shared.swing).data();
    std::copy_n(block.swing_normal.data(), n, swing);
    if (model.swing_t_quantile) {
      const Column normals = Eigen::Map<const Column>(swing, n);
      model.swing_t_quantile->evaluate(*block.kernels, n, normals.data(), swing);
    }
    block.shared.col(shared.swing).head(n) *= block.input(shared.swing_spread);
  }
  if (common.swing_turnout != none) {
    double* z = block.turnout_normal.data();
    block.normals(common.swing_turnout, z);
    block.correlate(model, block.swing_normal.data(), z);
    block.shared.col(shared.swing_turnout).head(n) =
        block.input(shared.turnout_swing_spread) * block.turnout_normal.head(n);
  }
  for (const GrowingDriver& driver : shared.growing) {
    block.shared.col(driver.product).head(n) =
        block.input(driver.coefficient) * (block.input(driver.quantity) / driver.at);
  }
  for (const auto& each : common.groups) {
    const Group& group = shared.groups[static_cast<std::size_t>(each.first)];
    block.shared.col(group.support).head(n) *= block.input(group.spread);
  }
}

void evaluate(const LinearForm& form, const Block& block, double* out) {
  const int n = block.size;
  std::fill(out, out + n, form.constant);
  for (const auto& [column, weight] : form.terms) {
    const double* value = block.shared.col(column).data();
    for (int i = 0; i < n; ++i) out[i] += weight * value[i];
  }
}

}  // namespace ayes::conditional
