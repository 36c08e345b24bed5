// A union of one unit: the chance that more than half of n ballots cast are yes, over the union's
// noise, as a function of where its opinion lies.
#pragma once

#include "sim/conditional/union_noise.h"

#include <optional>
#include <span>
#include <vector>

namespace ayes::conditional {

// Equal steps.
struct Grid {
  double first = 0, step = 1;
  int nodes = 0;
  double at(int node) const { return first + node * step; }
};

// n ballots have more than half yes, each with chance Φ(s), when s is above b = Φ⁻¹(B), B being a
// Beta(k, n − k + 1) share and k the least majority. So the chance is P(X + m − b > 0) over the
// noise X and over b, whose density is φ(b) Φ(b)^(k−1) (1 − Φ(b))^(n−k) / Beta(k, n − k + 1). It is
// smooth in n among odd and among even numbers: tabulated for all small ones, and for steps of 15%
// beyond.
class MajorityLaw {
 public:
  struct Ballots {
    double cast;
    bool even;
  };
  // Lists numbers of ballots from `fewest` to `most`; nothing is tabulated yet.
  MajorityLaw(const UnionNoise& noise, Grid opinions, double fewest, double most,
              const kernels::Kernels& kernels);
  // Takes just the numbers given: odd ones, rising, then even ones.
  MajorityLaw(const UnionNoise& noise, Grid opinions, std::vector<Ballots> ballots,
              const kernels::Kernels& kernels);

  const Grid& opinions() const { return opinions_; }
  const std::vector<TurnoutNode>& turnouts() const { return turnouts_; }

  // The work of tabulating, in pieces that may be done at the same time.
  int pieces() const { return static_cast<int>(ballots_.size()); }
  void tabulate(int piece);

  // Computes the chances at all opinions when turnout lies at `turnout`, of `eligible` members;
  // with `in_full` from all numbers of ballots that matter, which must have been given.
  void chances(std::int64_t eligible, double turnout, double* out, bool in_full = false) const;

  // A length over which the chance changes little by little, up to so many ballots.
  static double scale(const UnionNoise& noise, double most);

 private:
  void tabulate_certain(const Ballots& ballots, double* chance) const;
  void tabulate_noisy(const Ballots& ballots, int piece);
  void spread(const Ballots& ballots, double weight, std::vector<double>& weights) const;
  double* table(std::size_t turnout, int piece);

  UnionNoise noise_;
  Grid opinions_;
  std::vector<TurnoutNode> turnouts_;
  std::optional<NoiseLaw> law_;
  std::vector<Ballots> ballots_;
  std::vector<double> log_cast_;
  int odd_ = 0, beyond_ = 0;
  std::size_t laws_ = 1;       // turnouts that differ in the noise they leave
  std::vector<double> table_;  // [turnout][ballots][opinion]
};

}  // namespace ayes::conditional
