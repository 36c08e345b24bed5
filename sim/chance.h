// A chance, a mean, and their simulation errors.
#pragma once

#include "sim/intervals.h"

namespace ayes {

// A chance and its simulation error; the interval is Wilson's at the plan's level.
struct Chance {
  double probability = 0, se = 0;
  Bounds interval;
};

struct Mean {
  double mean = 0, se = 0;
};

}  // namespace ayes
