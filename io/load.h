// From the path of a scenario file to a Model, with every mistake placed in the file.
#pragma once

#include "io/scenario_file.h"
#include "models/model.h"
#include "sim/plan.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ayes {

struct Loaded {
  ScenarioFile file;
  Model model;
};

// Reads and compiles a scenario; throws FileError, or ScenarioError with all mistakes, placed and
// sorted.
Loaded load(const std::string& path, const std::vector<std::string>& settings = {});

// What a scenario is read from, again and again with other settings on top: its file, or what was
// read once, with all files merged into it.
struct Origin {
  std::string path;
  std::vector<std::string> settings = {};  // of --set
  std::optional<std::string> merged = {};  // TOML in place of the file; places in it mean nothing
};

// Loads a scenario with settings of an option on top. Throws as above; a mistake in one of them is
// said to be in `option` PATH=VALUE.
Loaded load_with(const Origin& origin, const std::string& option,
                 const std::vector<std::string>& added);

// The same from text; `path` names it in messages, and files it names are relative to it.
Loaded load_text(std::string_view text, const std::string& path,
                 const std::vector<std::string>& settings = {});

// Throws ScenarioError, placed in the scenario's files, when the method doesn't apply to it.
void check_method(Method method, const Loaded& scenario);

}  // namespace ayes
