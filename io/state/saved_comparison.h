// The state of a comparison of scenarios in a file: what was counted of them vote by vote, and
// everything that says of what, the scenarios themselves included.
#pragma once

#include "io/scenario_file.h"
#include "models/model.h"
#include "sim/comparison_part.h"
#include "sim/plan.h"

#include <string>
#include <vector>

namespace ayes {

// One of the scenarios compared, and what it is called if its title doesn't say.
struct ComparedScenario {
  std::string label;
  ScenarioFile file;
};

// Returns the state of a part of a comparison as the bytes of a file.
std::string write_state(const std::vector<ComparedScenario>& sides, const Plan& plan,
                        const ComparisonPart& part);

// A state as far as it can be read without the models.
class SavedComparison {
 public:
  // Reads the bytes of the file `name`. Throws FileError when it is no state of a comparison, was
  // cut short or changed, or comes from another version of Ayes.
  SavedComparison(const std::string& bytes, const std::string& name);

  const std::string& name() const { return name_; }
  const std::vector<ComparedScenario>& sides() const { return sides_; }
  const Plan& plan() const { return plan_; }
  Shard shard() const { return shard_; }

  // Reads what was counted. The models are those of the scenarios. Throws FileError when that can't
  // be what such a comparison has counted.
  ComparisonPart part(const std::vector<const Model*>& models) const;

 private:
  std::string name_;
  std::vector<ComparedScenario> sides_;
  Plan plan_{};
  Shard shard_;
  std::string counted_;  // as JSON
};

// Says in which respect two comparisons differ, as in "seeds 1 and 2"; empty when they are the
// same. Names and paths don't matter.
std::string difference(const std::vector<ComparedScenario>& sides, const Plan& plan,
                       const SavedComparison& other);

}  // namespace ayes
