// The parts of a run, a sweep or a comparison, put together one by one.
#pragma once

#include "cli/compare.h"
#include "cli/part_names.h"
#include "io/scenario_file.h"
#include "io/state/saved_comparison.h"
#include "io/state/saved_run.h"
#include "io/state/saved_sweep.h"
#include "models/model.h"
#include "sim/part.h"
#include "sim/result.h"

#include <optional>
#include <string>
#include <utility>

namespace ayes {

class RunGathering {
 public:
  // Adds the state of a part; `name` tells it from the others in messages. Throws FileError when it
  // is no state, UsageError when it isn't done, was added before, or is of another run.
  void add(const std::string& text, const std::string& name);

  // Works out the result; throws UsageError if a part is missing.
  Result result() const;

  const ScenarioFile& file() const { return file_; }

 private:
  void check_alike(const SavedRun& saved) const;

  std::optional<std::pair<std::string, SavedRun>> first_;
  ScenarioFile file_;
  std::optional<Model> model_;
  std::optional<Part> whole_;
  PartNames names_;
};

class SweepGathering {
 public:
  // As above.
  void add(const std::string& text, const std::string& name);

  // Returns the whole; throws UsageError if a part is missing.
  const SweepPart& whole() const;

 private:
  void check_alike(const SweepPart& part, const std::string& name) const;

  std::string first_;
  std::optional<SweepPart> whole_;
  PartNames names_;
};

class ComparisonGathering {
 public:
  // As above.
  void add(const std::string& bytes, const std::string& name);

  // Returns the whole; throws UsageError if a part is missing.
  const ComparisonPart& whole() const;

  const ComparedModels& compared() const { return compared_; }
  const Plan& plan() const { return plan_; }

 private:
  void check_alike(const SavedComparison& saved) const;

  std::string first_;
  Shard shard_;  // of the first
  Plan plan_{};
  ComparedModels compared_;
  std::optional<ComparisonPart> whole_;
  PartNames names_;
};

}  // namespace ayes
