// The mixed model of past votes on the probit scale, and draws from what it learns
// (docs/model.md, "Learning"). A row is one unit's vote; its opinion is
//   s = mean + swing + union + unit + again (+ contract shift + split) + coefficients . columns
// where each vote after a failed one adds a step common to the ratification and one of the unit's
// own, for each question apart: else package and contract of two votes would be three numbers,
// which no rounded report agrees with. Given s, counts are exactly binomial with share Phi(s).
#pragma once

#include "sim/learning/leaves.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ayes::learning {

// Spreads (standard deviations on the probit scale), in the order of Parameters::spread.
namespace spread {
inline constexpr int swing = 0, union_ = 1, unit = 2, split = 3, again = 4, again_unit = 5,
                     count = 6;
}

// Fixed effects in the order of Parameters::fixed; coefficients follow.
namespace fixed {
inline constexpr int mean = 0, contract = 1, again = 2, columns = 3;
}

struct Parameters {
  std::array<double, spread::count> spread{};
  std::vector<double> fixed;
};

// Proper priors: normal for fixed effects, half-normal with the given scale for spreads. A scale of
// 0, or a standard deviation of 0, leaves the term out of the model.
struct Priors {
  struct Normal {
    double mean = 0, sd = 0;
  };
  std::array<double, spread::count> spread{};
  std::array<Normal, fixed::columns> fixed{};
  double coefficient = 0;  // standard deviation of the coefficient of a column (mean 0)
};

// The priors of support and of turnout (docs/model.md, "Learning").
Priors support_priors();
Priors turnout_priors();

// What a row reported about its opinion s.
struct Report {
  enum Kind { counts, between, nothing } kind = nothing;
  std::int64_t yes = 0, no = 0;  // counts
  double low = 0, high = 0;      // between, on the probit scale
};

struct Row {
  int round = 1;
  bool contract = false;
  std::vector<double> columns;
  Report report;
  std::size_t leaf = 0;  // which one it was
};

// Rows nested in units, units in unions, unions in ratifications; each is a range of the next.
struct Design {
  struct Range {
    std::size_t first = 0, last = 0;
  };
  struct Ratification : Range {
    std::string name;
    int steps = 0;  // the most votes after the first that a row of it has
  };
  std::vector<Row> rows;
  std::vector<Range> units, unions;
  std::vector<Ratification> ratifications;
  std::size_t columns = 0;
};

// Sorts leaves into a design, in the order in which names first appear. A leaf without a union is a
// union of its own. A share of turnout or support is cut to its interval on the probit scale.
Design design_of(const std::vector<Leaf>& leaves);

// One state of a chain.
struct State {
  Parameters parameters;
  std::vector<double> s;                   // by row
  std::vector<std::vector<double>> level;  // by ratification: its mean, then its step at each later
                                           // vote
  std::vector<double> union_effect;        // by union
  double log_likelihood = 0;               // of what was reported, given s
};

struct Sampling {
  std::uint64_t seed = 1;
  int chains = 4;
  int warm_up = 300;  // sweeps thrown away at the start of a chain
  int draws = 1000;   // kept, of each chain
  int thin = 2;       // sweeps between them
};

// Draws from the posterior law by Gibbs sampling: the spreads given s with all effects integrated
// out (slice sampling, Neal 2003), then effects given both, then each s given its report and the
// rest. `seen` gets each draw of chain number `chain` in order. The draws depend on design, priors,
// sampling and chain alone and are the same on every machine: plain loops, own functions, named
// uniforms. `swept`, if any, is called after each sweep, warm-up included; what it throws ends the
// chain.
void sample_chain(const Design& design, const Priors& priors, const Sampling& sampling, int chain,
                  const std::function<void(const State&)>& seen,
                  const std::function<void()>& swept = {});

// Computes the logarithm of the density of s given the spreads, effects integrated out, up to a
// constant. What `sample` walks on; for tests.
double log_density(const Design& design, const Priors& priors, const Parameters& parameters,
                   const std::vector<double>& s);

// Computes the covariance of the opinions of a unit's rows beyond what ratification and union
// give: between two of its rows, unit^2 + split^2 (both contract) + again_unit^2 (later votes on
// both follow).
double unit_covariance(const Row& one, const Row& other, const Parameters& parameters);

// Computes the mean of a row's opinion given the effects of its ratification and union.
double mean_given(const Row& row, const Parameters& parameters, const std::vector<double>& level,
                  double union_effect);

// Computes the logarithm of the chance of a report given s, up to a constant of the counts.
double log_likelihood(const Report& report, double s);

}  // namespace ayes::learning
