// A run that goes on until a precision is reached: when it looks, and what it sees.
#pragma once

#include "models/model.h"
#include "sim/mean_sequence.h"
#include "sim/measures.h"
#include "sim/plan.h"
#include "sim/result.h"
#include "sim/tally.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ayes {

// What a precision is asked of: the mean of a measure or, without one, P(ratified).
struct Watched {
  std::optional<Measure> measure;
  std::size_t column = 0;   // of the measure
  bool in_the_end = false;  // P(ratified) at whichever vote, not at the first
};

// Finds what has the name: "ratified"; with later votes "ratified_first", which is the same, and
// "ratified_ever"; or a measure that the model has.
std::optional<Watched> find_watched(const Model& model, const std::string& name);

// Lists the names that find_watched() finds.
std::vector<std::string> watched_names(const Model& model);

// Returns the greatest value: 1 of a chance or a share, all employees of layoffs.
double greatest_value(const Watched& watched);

// Returns the fewest votes in which a chance can come to be known to `half_width`, be it 0 or 1:
// log(2/α) / half_width.
double fewest_votes(double level, double half_width);

// Returns the moments of what is watched: of flags for P(ratified).
Moments moments_of(const Watched& watched, const Tally& tally);

class PrecisionWatch {
 public:
  // The measure is one that find_watched() finds; the half-width lies above 0 and below its
  // greatest value.
  PrecisionWatch(const Model& model, const Precision& wanted, double level);

  const Watched& watched() const { return watched_; }

  // Returns the number of votes at which to look next: the first of the preset counts at which the
  // precision can be hoped for, but no more than four times the votes seen.
  std::int64_t next_look() const;

  // Returns how many votes the precision takes, as far as can be told now; at most 2^48.
  std::int64_t foreseen() const;

  // Looks after `votes` votes, `values` being the moments over all of them.
  void look(std::int64_t votes, const Moments& values);

  // Says whether the last look saw the precision.
  bool reached() const { return half_width() <= wanted_.half_width; }

  // Returns the number of looks.
  int looks() const { return looks_; }

  // Returns what the last look saw.
  PrecisionResult result() const;

 private:
  double half_width() const { return (interval_.high - interval_.low) / 2; }

  Watched watched_;
  Precision wanted_;
  double level_;
  std::optional<MeanSequence> mean_;  // of a measure
  Moments seen_;
  std::int64_t votes_ = 0;
  int looks_ = 0;
  Bounds interval_;
};

}  // namespace ayes
