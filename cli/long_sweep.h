// Sweeps that take hours: laid out once, counted point by point, kept in a file as they go on, or
// cut into parts that several machines see to.
#pragma once

#include "cli/axes.h"
#include "cli/long_run.h"
#include "cli/state_file.h"
#include "io/load.h"
#include "io/state/saved_sweep.h"
#include "sim/run.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

// What is asked of a sweep.
struct SweepRequest {
  std::vector<Axis> axes;
  DesignArgument design;
  std::vector<std::string> measures;  // to report; none: all
  Plan plan;
  Shard shard;
};

// Lays the points of a sweep out, each with the digest of its scenario or with its mistakes;
// nothing is counted. Throws UsageError, and ScenarioError when the scenario or every point has
// mistakes.
SweepPart lay_out(const Origin& origin, SweepRequest request);

// Returns the measures that the screen shows: those that were named, or layoffs and savings.
std::vector<std::string> shown_of(const SweepPart& part);

// A sweep that is carried on, and kept in a file if that is wanted.
class LongSweep {
 public:
  // Goes on from the state that is there, which `quiet` doesn't tell. Throws UsageError when that
  // is of another sweep.
  LongSweep(Origin origin, const LongRunOptions& options, SweepPart part, bool quiet);

  // Counts what is left; `execution.progress` gets the number of points done, and all. When
  // interrupted, says on stderr that the state is saved and returns false; throws Interrupted when
  // it isn't kept anywhere.
  bool carry_on(const Execution& execution);

  const SweepPart& part() const { return part_; }

  // Saves what a shard has counted, also to `file` if there is one, and says so.
  void save(const OutputOptions& output, std::optional<OutputFile>& file) const;

 private:
  void go_on_from(SweepPart saved, bool quiet);
  void count(std::size_t p, const Execution& execution);
  void keep();

  Origin origin_;
  SweepPart part_;
  std::optional<StateFile> file_;
};

}  // namespace ayes
