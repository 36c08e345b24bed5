#include "io/state/scenario_json.inl"

#include "io/sha256.h"

namespace ayes::state {

Json write_scenario_file(const ScenarioFile& file) {
  return {{"title", file.scenario.title},
          {"sha256", file.sha256},
          {"path", file.path},
          {"text", write_scenario(file.scenario)}};
}

SavedScenario read_saved_scenario(const Json& json) {
  const SavedScenario saved{text(json, "path"), text(json, "text"), text(json, "sha256")};
  if (saved.sha256 != sha256(saved.text)) throw Unsound("its scenario was changed");
  return saved;
}

ScenarioFile open_scenario(const SavedScenario& saved, const std::string& name) {
  try {
    ScenarioFile file = read_scenario_text(saved.text, saved.path);
    if (file.sha256 == saved.sha256) return file;
  } catch (const ScenarioError&) {
    // Told below: its lines are not those of a file that a person could mend.
  }
  fail_unsound(name, "its scenario cannot be read");
}

}  // namespace ayes::state
