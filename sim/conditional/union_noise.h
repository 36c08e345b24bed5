// The noise of a union of one unit, on the scale of what its voters are asked: a sum of independent
// terms, of which some go with the unit's turnout.
#pragma once

#include "models/kernels/kernels.h"
#include "models/model.h"
#include "models/numerics/curve.h"

#include <optional>
#include <span>
#include <vector>

namespace ayes::conditional {

// size × the quantile at a standard normal z (z itself without a curve). `with_turnout` is the
// correlation of z with the normal behind the turnout.
struct NoiseTerm {
  double size = 0;
  const numerics::QuantileCurve* curve = nullptr;
  double with_turnout = 0;
  bool operator==(const NoiseTerm&) const = default;
};

// The turnout's own noise as a function of its normal y: sd y, or a law's quantile.
struct TurnoutNoise {
  double sd = 0;
  const numerics::QuantileCurve* curve = nullptr;
  bool none() const { return sd == 0 && !curve; }
  double at(double y) const { return curve ? curve->evaluate(y) : sd * y; }
  bool operator==(const TurnoutNoise&) const = default;
};

struct UnionNoise {
  std::vector<NoiseTerm> opinion;
  double opinion_mean = 0, turnout_mean = 0;  // of normal laws, to be added to where they lie
  TurnoutNoise turnout;
};

// Describes the noise of a union of one unit; none when its law isn't the same in all replications
// or isn't a sum of such terms, so that the union must be drawn.
std::optional<UnionNoise> noise_of(const Model& model, int union_index);

// A value of the turnout's normal and its weight.
struct TurnoutNode {
  double y, weight;
};

// Lists values of y by the trapezoid rule, whose error falls like exp(-2 pi² / step²) for a
// function as smooth as the normal density.
std::vector<TurnoutNode> turnout_nodes(const UnionNoise& noise);

// The law of the opinion's noise X, given the turnout's normal: v -> P(X + v > 0 | y), tabulated.
class NoiseLaw {
 public:
  // Tabulates v = first, first + step, ... for every listed y.
  NoiseLaw(const std::vector<NoiseTerm>& terms, const std::vector<TurnoutNode>& turnouts,
           double first, double step, int nodes, const kernels::Kernels& kernels);
  // Says how many of the listed y differ in the law: all of them, or 1 where none matters.
  std::size_t laws() const { return laws_; }
  // Lends the chances of one law.
  const double* chances(std::size_t law) const { return &value_[law * nodes_]; }
  // Computes out[i] = P(X + v[i] > 0 | y) between the nodes.
  void read(std::size_t law, std::span<const double> v, double* out) const;
  // A length over which the law changes little by little: its smallest standard deviation.
  static double scale(const std::vector<NoiseTerm>& terms);

 private:
  const kernels::Kernels* kernels_;
  double first_, step_;
  std::size_t nodes_, laws_ = 1;
  std::vector<double> value_;              // [law][node]
  std::vector<kernels::CurveCell> cells_;  // between the nodes
};

}  // namespace ayes::conditional
