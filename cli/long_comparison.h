// Comparisons that take hours: kept in a file as they go on, gone on from it, or cut into parts
// that several machines see to.
#pragma once

#include "cli/long_run.h"
#include "cli/state_file.h"
#include "io/state/saved_comparison.h"
#include "sim/comparison_part.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

// Scenarios that are compared, each with its model.
struct ComparedModels {
  std::vector<ComparedScenario> scenarios;
  std::vector<Model> models;
  std::vector<const Model*> pointers() const;
};

// A comparison of scenarios that is carried on, and kept in a file if that is wanted.
class LongComparison {
 public:
  // Goes on from the state that is there, which `quiet` doesn't tell. Throws UsageError when that
  // is of another comparison.
  LongComparison(const LongRunOptions& options, const ComparedModels& compared, const Plan& plan,
                 bool quiet);
  LongComparison(const LongComparison&) = delete;
  LongComparison& operator=(const LongComparison&) = delete;

  // Counts what is left. When interrupted, says on stderr that the state is saved and returns
  // false; throws Interrupted when it isn't kept anywhere.
  bool carry_on(const Execution& execution);

  const ComparisonPart& part() const { return part_; }

  // The state as the bytes of a file.
  std::string state() const;

  // Saves what a shard has counted, also to `file` if there is one, and says so.
  void save(const OutputOptions& output, std::optional<OutputFile>& file) const;

 private:
  void go_on_from(const SavedComparison& saved, bool quiet);
  void keep();

  const ComparedModels& compared_;
  const Plan plan_;
  ComparisonPart part_;
  std::optional<StateFile> file_;
};

}  // namespace ayes
