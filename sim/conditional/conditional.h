// The conditional estimator: P(ratified) as an average over the chance that all unions share, of
// what is worked out exactly, or without bias, for each union alone (docs/model.md, "Estimators").
#pragma once

#include "models/int128.h"
#include "models/mistake.h"
#include "models/model.h"
#include "sim/conditional/points.h"
#include "sim/result.h"
#include "sim/run.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace ayes::conditional {

// The most by which a tabulated union's chance is off; standard errors allow for it.
inline constexpr double table_error = 1e-6;

// What the estimator finds out; everything else is for simulated votes to say.
struct Findings {
  Chance ratified;
  std::vector<Chance> unions;  // a union says yes
  std::vector<Mean> count;     // chance of 0, 1, ... unions saying yes; empty for very many
  Mean unions_yes, members_of_yes_unions;
  double unions_yes_sd = 0, members_of_yes_unions_sd = 0;
  // Means of the scrambles, for differences between models on the same points; empty when exact.
  std::vector<double> ratified_parts, unions_yes_parts, members_parts;
  double ratified_bias = 0;  // P(ratified) may be off by so much in all scrambles alike
  int drawn_unions = 0;      // those whose chance is an unbiased draw and not a number
};

// Sums of chances over the points of each scramble, in 2^-62: whole numbers, so no order of adding
// or merging matters.
using Sum = std::array<Int128, scrambles>;

// What the points found. Tallies of blocks of points merge to that of all.
struct PointTally {
  PointTally() = default;
  explicit PointTally(const Model& model);

  Sum ratified{}, unions_squared{}, members_squared{};
  std::vector<Sum> unions, count;
  void merge(const PointTally& other);
  bool operator==(const PointTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("ratified", self.ratified);
    visit("unions_squared", self.unions_squared);
    visit("members_squared", self.members_squared);
    visit("unions", self.unions);
    visit("count", self.count);
  }
};

// Says why the estimator doesn't apply to a model; none when it does.
std::optional<Mistake> why_not(const Model& model);

// Returns the number of blocks in which a plan's points are worked on.
std::int64_t blocks_of_points(const Plan& plan);

// Works out blocks left.first to left.last - 1 and adds them to the tally. `pause_after` hears,
// from any thread, how many points a block had; when it returns true the threads rest, `left.first`
// is moved to the end of the blocks added, and `pause` is called. What doesn't depend on the range
// (the turning, the tables) is worked out anew by each call. The model is one to which the
// estimator applies.
void add_points(const Model& model, const Plan& plan, const Execution& execution, Range& left,
                PointTally& tally, const std::function<bool(std::int64_t points)>& pause_after,
                const std::function<void()>& pause);

// Adds all points of a plan; throws Interrupted when asked to stop.
PointTally tally_points(const Model& model, const Plan& plan, const Execution& execution);

// Works out what the tally of all points says.
Findings conclude(const Model& model, const Plan& plan, const PointTally& tally);

// Estimates from plan.points points: tallies them all, and concludes.
Findings estimate(const Model& model, const Plan& plan, const Execution& execution);

}  // namespace ayes::conditional
