// The ballots of one unit, given where its turnout lies: how many are cast, and the support at
// which more than half of them are yes.
#pragma once

#include "sim/conditional/union_noise.h"

#include <cstdint>
#include <vector>

namespace ayes::conditional {

// More than half of `cast` ballots, each a yes with chance p, are yes with the chance that a
// Beta(needed, cast - needed + 1) share is below p: the law of the order statistic `needed`.
// Between whole numbers both are read as real ones.
struct CastBallots {
  double cast, needed, weight;
};

// Lists the numbers of ballots cast among `eligible` members who each vote with chance `turnout`,
// and their chances, 0 left out. A wide law is replaced by the six values that have its first six
// moments among odd and among even numbers (Gauss's rule for the binomial law).
std::vector<CastBallots> cast_ballots(std::int64_t eligible, double turnout);

// A unit's yes: the chance that more than half of the ballots cast are yes, over all its noise, as
// a function of where its opinion and its turnout lie on the probit scale.
class YesLaw {
 public:
  // `law` (none without noise) and `normals` outlive this object.
  YesLaw(std::int64_t eligible, const TurnoutNoise& turnout,
         const std::vector<TurnoutNode>& normals, const NoiseLaw* law, double scale);
  // Computes the chances at one turnout and several opinions.
  void chances(double turnout, std::span<const double> opinions, double* out) const;
  // How far the support needed lies from one half at most, on the probit scale.
  double reach(double lowest_turnout) const;
  // A length over which the chance changes little by little, at the largest turnout given.
  double scale(double highest_turnout) const;

 private:
  std::int64_t eligible_;
  TurnoutNoise turnout_;
  const std::vector<TurnoutNode>* normals_;
  const NoiseLaw* law_;
  double scale_;  // of the noise; 0 without
};

}  // namespace ayes::conditional
