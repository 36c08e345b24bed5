// The two tails of a law at one point, each with digits of its own where it is the smaller.
#pragma once

namespace ayes::numerics {

// The chance of at most the point and of more; lower + upper = 1.
struct Tails {
  double lower;
  double upper;
};

}  // namespace ayes::numerics
