// What is forecast of one vote: the law of its opinion on the probit scale, an equal mixture of
// normal laws, one for each draw of a fit.
#pragma once

#include <cstdint>
#include <vector>

namespace ayes::learning {

struct NormalLaw {
  double mean = 0, sd = 1;  // sd > 0
};

class OpinionLaw {
 public:
  // Takes over the parts, at least one.
  explicit OpinionLaw(std::vector<NormalLaw> parts);

  // Computes P(opinion <= s) by the cubic between tabulated values and slopes, 0.04 apart or less:
  // absolute error at most 1e-8 times the mean of 1/sd^4 over the parts. 0 below -8, 1 above 8.
  double cdf(double s) const;
  // Computes the density at s, exactly of the mixture.
  double density(double s) const;
  // Computes P(low < opinion <= high), exactly of the mixture, to full relative precision in the
  // tails.
  double mass(double low, double high) const;
  // Returns the standard deviation of a typical narrow part: 1/sd^2 is the mean of theirs.
  double narrow_sd() const { return narrow_sd_; }

 private:
  std::vector<NormalLaw> parts_;
  double narrow_sd_ = 1;
  double first_ = 0, step_ = 1;
  std::vector<double> cdf_, density_;  // at first_ + i step_
};

// The law of the share of yes among a number of ballots: binomial given the opinion.
class CountLaw {
 public:
  // Keeps a reference to the law. At least one ballot.
  CountLaw(const OpinionLaw& opinion, std::int64_t ballots)
      : opinion_(opinion), ballots_(ballots) {}

  // Computes P(yes = k), by the mean over x = Phi^-1(B), B ~ Beta(k + 1, ballots - k + 1), of
  // density(x) / phi(x), divided by ballots + 1. Relative error below 1e-9 where no part is
  // narrower than 0.7 of narrow_sd(), more by the share of parts that are.
  double mass(std::int64_t yes) const;
  // Computes P(yes <= k): the mean of the opinion's cdf over B ~ Beta(k + 1, ballots - k). For k
  // between whole numbers, above -1 and below `ballots`, the same formula is a smooth curve through
  // them; 0 from -1 down and 1 from `ballots` up.
  double cdf(double yes) const;

 private:
  const OpinionLaw& opinion_;
  std::int64_t ballots_;
};

}  // namespace ayes::learning
