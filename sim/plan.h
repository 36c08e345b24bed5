// What a run is asked to do. With the scenario and the version it decides every byte of the result.
#pragma once

#include <cstdint>

namespace ayes {

// What P(ratified) is estimated by (docs/model.md, "Estimators").
enum class Method { automatic, sample, conditional, exact };

struct Plan {
  std::uint64_t seed;
  std::int64_t replications;  // simulated votes, 1 to 2^48
  double level = 0.95;        // of the intervals for simulation error
  Method method = Method::sample;
  std::int64_t points = 32 * 1024;  // of the conditional estimator, a power of two from 256
};

}  // namespace ayes
