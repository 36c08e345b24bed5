// From the path of a scenario file to a Model, with every mistake placed in the file.
#pragma once

#include "io/scenario_file.h"
#include "models/model.h"

#include <string>
#include <vector>

namespace ayes {

struct Loaded {
  ScenarioFile file;
  Model model;
};

// Reads and compiles a scenario; throws FileError, or ScenarioError with all mistakes, placed and
// sorted.
Loaded load(const std::string& path, const std::vector<std::string>& settings = {});

}  // namespace ayes
