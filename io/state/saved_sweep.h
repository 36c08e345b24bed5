// The state of a sweep in a file: its points and those that are done, with all that a report says.
#pragma once

#include "io/sweep/sweep.h"
#include "sim/part.h"
#include "sim/point.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

// A sweep, or the part of one that a shard sees to. Point p, from 0, is of shard p mod K + 1, so
// that parts are alike where points grow costlier along an axis.
struct SweepPart {
  Sweep sweep;  // points that are not done have no estimates; `peak` is not found yet
  bool one_axis = false;
  std::vector<std::string> measures;  // to report, as a person named them; none: all
  Shard shard;

  // The point that is being counted, if votes of one are.
  struct Begun {
    std::size_t point = 0;
    PointProgress progress;
  };
  std::optional<Begun> begun;

  // Says whether the shard sees to a point; whether that has nothing left to do.
  bool sees_to(std::size_t point) const;
  bool is_done(std::size_t point) const;
  // Returns the number of points without a mistake that are the shard's, and those done.
  std::int64_t all() const;
  std::int64_t done() const;
};

// Returns the state of a sweep as the bytes of a file.
std::string write_state(const SweepPart& part);

// Reads the bytes of the file `name`. Throws FileError when it is no state of a sweep, was cut
// short or changed, or comes from another version of Ayes.
SweepPart read_sweep(const std::string& bytes, const std::string& name);

// Says in which respect two sweeps differ, as in "seeds 1 and 2"; empty when they are the same.
std::string difference(const SweepPart& first, const SweepPart& second);

}  // namespace ayes
