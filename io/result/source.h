// Where a result came from: the scenario it answers, and the run that made it.
#pragma once

#include "io/scenario_file.h"

#include <string>

namespace ayes {

// What a result says about its scenario. With the plan and the version it decides every byte.
struct Source {
  std::string title, sha256;
  std::string file;  // its name, without folders
};

// Returns the source of results of a scenario.
Source source_of(const ScenarioFile& file);

// How one run went: nothing of it enters a result's own bytes.
struct Provenance {
  std::string commit, host, kernels;
  std::string started;  // 2011-06-16T09:30:00Z
  int threads = 1;
  double seconds = 0;
};

}  // namespace ayes
