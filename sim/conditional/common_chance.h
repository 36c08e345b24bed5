// The chance that all unions share, at a block of points: the scenario's uncertain numbers, the
// swing, groups.
#pragma once

#include "sim/conditional/points.h"
#include "sim/conditional/scheme.h"

#include <Eigen/Core>

namespace ayes::conditional {

using Column = Eigen::ArrayXd;
using Columns = Eigen::ArrayXXd;

// A block of points of one scramble, and the shared columns of the model there.
struct Block {
  // Fills the columns of fixed inputs.
  Block(const Model& model, const Points& points, const kernels::Kernels& kernels);

  const Points* points;
  const kernels::Kernels* kernels;
  int scramble = 0, size = 0;
  std::int64_t first = 0;
  Columns shared;  // Model::shared.columns wide
  Column uniform, swing_normal, turnout_normal;
  Columns turned;  // scratch
  Column rest;     // √(1 − ρ²), ρ the correlation of turnout with support

  auto input(SharedColumn column) const { return shared.col(column).head(size); }
  std::int64_t replication() const { return points->replication(scramble, first); }
  // Fills `out` with the normal behind a coordinate.
  void normals(Coordinate coordinate, double* out);
  // Turns a normal that is independent of the normal `with` into one correlated with it as the
  // scenario's turnout is with support.
  void correlate(const Model& model, const double* with, double* normal) const;
};

// Fills the shared columns that don't belong to a union.
void fill_common(const Model& model, const CommonChance& common, Block& block);

// Computes constant + Σ weight · column.
void evaluate(const LinearForm& form, const Block& block, double* out);

}  // namespace ayes::conditional
