// What a saved result claims: that a scenario and a plan lead to these bytes.
#pragma once

#include "sim/plan.h"

#include <string>

namespace ayes {

struct Claim {
  std::string version;              // of the Ayes that made it
  std::string title, sha256, file;  // of the scenario; its name without folders
  Plan plan;                        // leads to the result
  std::string method;               // that was asked for; `plan` says what it came to
  std::string bytes;                // of the result, without provenance
};

// Reads a result as to_json() writes it, with or without provenance; `name` is its file. Throws
// FileError when it is no such result.
Claim read_claim(const std::string& text, const std::string& name);

// Says where two results differ first, in order of the first, and what each has there: "at
// measures.layoffs.mean: 1 and 2". Both are JSON.
std::string first_difference(const std::string& first, const std::string& second);

}  // namespace ayes
