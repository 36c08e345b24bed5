// Scenario files: a person's TOML, with its bases, its roster and the settings of the command line,
// read into one Scenario; and a Scenario written back.
#pragma once

#include "io/places.h"
#include "io/text_file.h"
#include "models/mistake.h"
#include "models/scenario/scenario.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace ayes {

// A scenario as read. All files are merged into it: `extends`, the roster's CSV (so `scenario.unit`
// is complete and `scenario.roster` empty), a correlation matrix's CSV, [[unit]] and --set.
struct ScenarioFile {
  Scenario scenario;
  Places places;
  std::string path;  // as given
  std::string
      sha256;  // of write_scenario(scenario): names what is simulated, whatever files it came from
};

// Reads a scenario file and applies settings, each "PATH=VALUE" of --set, in order. Throws
// FileError if the file cannot be read, ScenarioError with every mistake (placed and sorted) if it
// is read but cannot mean anything. Names that must agree with each other (units, columns, groups)
// are not yet compared: compiling the Model does that.
ScenarioFile read_scenario(const std::filesystem::path& path,
                           std::span<const std::string> settings = {});

// Reads a scenario from text; `path` names it in messages, and files it names are relative to it.
ScenarioFile read_scenario_text(std::string_view text, const std::filesystem::path& path,
                                std::span<const std::string> settings = {});

// Returns the scenario as TOML: every value that differs from its default, in the order of
// `fields`. Reading it gives an equal scenario.
std::string write_scenario(const Scenario& scenario);

}  // namespace ayes
