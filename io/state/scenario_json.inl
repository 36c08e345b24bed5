// Scenarios in a state: as text, so that the state needs no other file. Included as fields_json.inl
// is.
#pragma once

#include "io/scenario_file.h"
#include "io/state/state_json.inl"

#include <string>

namespace ayes::state {

// Returns title, digest, path and text.
Json write_scenario_file(const ScenarioFile& file);

// What a state says of a scenario.
struct SavedScenario {
  std::string path;  // as it was given
  std::string text, sha256;
};

// Throws Unsound when the text isn't that of the digest.
SavedScenario read_saved_scenario(const Json& json);

// Reads the scenario itself; throws the FileError of the file `name` when it is none.
ScenarioFile open_scenario(const SavedScenario& saved, const std::string& name);

}  // namespace ayes::state
