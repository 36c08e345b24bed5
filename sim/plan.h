// What a run is asked to do. With the scenario and the version it decides every byte of the result.
#pragma once

#include <cstdint>

namespace ayes {

struct Plan {
  std::uint64_t seed;
  std::int64_t replications;  // simulated votes, 1 to 2^48
  double level = 0.95;        // of the intervals for simulation error
};

}  // namespace ayes
