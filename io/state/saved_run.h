// The state of a run in a file: what was counted, and everything that says of what, the scenario
// itself included. Written whole or not at all by whoever writes it; read with suspicion.
#pragma once

#include "io/scenario_file.h"
#include "models/model.h"
#include "sim/part.h"
#include "sim/plan.h"

#include <cstdint>
#include <string>

namespace ayes {

// Largest state that is read, packed or unpacked.
inline constexpr std::int64_t largest_state = std::int64_t{512} << 20;  // bytes

// Returns the state of a part of a run as the bytes of a file.
std::string write_state(const ScenarioFile& scenario, const Plan& plan, const Part& part);

// A state as far as it can be read without the model: of what the counts are.
class SavedRun {
 public:
  // Reads the bytes of the file `name`. Throws FileError when it is no state, was cut short or
  // changed after it was written, or comes from another version of Ayes.
  SavedRun(const std::string& bytes, const std::string& name);

  const std::string& name() const { return name_; }
  const std::string& scenario_path() const { return scenario_path_; }  // as the run was given it
  const std::string& scenario_text() const { return scenario_text_; }
  const std::string& sha256() const { return sha256_; }  // of the scenario
  const Plan& plan() const { return plan_; }
  Shard shard() const { return shard_; }

  // Reads the scenario that the file brings along; throws FileError when it is none.
  ScenarioFile scenario() const;

  // Reads what was counted. The model is that of the scenario. Throws FileError when that can't be
  // what such a run has counted.
  Part part(const Model& model) const;

 private:
  std::string name_, scenario_path_, scenario_text_, sha256_;
  Plan plan_{};
  Shard shard_;
  std::string counted_;  // as JSON
};

// Says of what a file is the state: "run" (also when it is none), "sweep", "compare".
std::string kind_of_state(const std::string& bytes);

// Say in which respect two scenarios or plans differ, as in "seeds 1 and 2"; empty when they don't.
std::string difference_of_digests(const std::string& first, const std::string& second);
std::string difference(const Plan& first, const Plan& second);

// Says in which respect two runs differ, as in "seeds 1 and 2"; empty when they are the same run.
// The first is of the scenario with the digest `sha256`.
std::string difference(const std::string& sha256, const Plan& plan, const SavedRun& other);

}  // namespace ayes
