// What a run is asked to do. With the scenario and the version it decides every byte of the result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace ayes {

// A run that ends when the interval of a chance or mean is narrow enough.
struct Precision {
  std::string measure;    // "ratified" for P(ratified), or a measure of the result
  double half_width = 0;  // wanted, in the measure's own unit
};

// What P(ratified) is estimated by (docs/model.md, "Estimators").
enum class Method { automatic, sample, conditional, exact };

// The most simulated votes a person may ask for.
inline constexpr std::int64_t most_replications = std::int64_t{1} << 40;

struct Plan {
  std::uint64_t seed;
  std::int64_t replications;  // simulated votes, 1 to 2^48; with a precision, at most
  double level = 0.95;        // of the intervals for simulation error
  std::optional<Precision> precision;
  Method method = Method::sample;
  std::int64_t points = 32 * 1024;  // of the conditional estimator, a power of two from 256
};

}  // namespace ayes
