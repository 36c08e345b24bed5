// An interval that a quantity falls into with a stated chance, and passes on either side equally
// often.
#pragma once

namespace ayes::numerics {

struct CentralInterval {
  double low;
  double high;
  double level;  // the chance of falling inside, between 0 and 1
};

// Checks that low < high and 0 < level < 1; throws std::domain_error saying which fails.
void check(const CentralInterval& interval);

// Computes the chance of falling below (or above) the interval: (1 - level) / 2.
double tail_of(const CentralInterval& interval);

// Computes how many standard deviations of a normal law half the interval spans.
double half_width_in_sds(const CentralInterval& interval);

}  // namespace ayes::numerics
