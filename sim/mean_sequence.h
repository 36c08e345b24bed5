// An interval for the mean of a quantity that stays valid however often one looks, tuned to the
// precision wanted.
//
// Values y lie in 0 to 1 and have the mean m. Let c be a guess at m that earlier values suggest, so
// that y - c is never below -b, b = c. For any λ in 0 to 1/b,
//   exp(λ (y - m) - ψ(λ) (y - c)²),   ψ(λ) = (-log(1 - λ b) - λ b) / b²,
// has a mean of at most 1 (Fan, Grama and Liu 2015; Howard, Ramdas, McAuliffe and Sekhon 2021). Its
// product over the values so far ever reaches 2/α with a chance of at most α/2 (Ville 1939), which
// bounds m from below; with all signs turned round and b = 1 - c it bounds m from above. Nothing is
// approximated, whatever the law of y. Values between two looks share λ and c, so sums and squares
// are all it takes. λ is the one with which the bound comes within d of the mean first, if the
// variance is what it was up to the look before: d / (variance + b d). (d is mixed over
// steps_aside.)
//
// A quantity without a bound has b = 0, ψ(λ) = λ²/2: right in the limit of small d, and called
// asymptotic.
#pragma once

#include "sim/intervals.h"
#include "sim/moments.h"

#include <cstdint>
#include <vector>

namespace ayes {

class MeanSequence {
 public:
  // Values lie in 0 to `greatest`; if not `bounded` that is no more than their size, and the
  // interval is asymptotic. `half_width` is above 0 and below `greatest`.
  MeanSequence(double greatest, bool bounded, double level, double half_width);

  // Takes the values seen since the look before.
  void look(const Moments& values);

  // Returns the interval as of the last look.
  Bounds interval() const;

  // Returns how many values the half-width needs, if their variance stays what it was up to now.
  double foreseen() const;

 private:
  // The product of one d: λ for the values to come, and Σ λ y, Σ λ, Σ ψ(λ)(y - c)² of those seen.
  struct Product {
    double distance, log_weight;
    double lambda = 0, psi = 0;
    double sum = 0, weight = 0, spread = 0;
  };
  using Side = std::vector<Product>;
  void aim();
  double low_end(const Side& side, double sign) const;

  double greatest_, half_width_;  // the half-width as a part of the greatest
  bool bounded_;
  double refused_;          // log(2/α)
  double centre_;           // c, in the values' own unit
  double variance_ = 0.25;  // of y
  Moments seen_;
  Side below_, above_;  // bounds of the mean
};

}  // namespace ayes
