// What it takes to bring a quantity to a target, and how it is written: JSON, CSV, a screen.
#pragma once

#include "io/result/page.h"
#include "io/result/source.h"
#include "sim/root.h"

#include <string>

namespace ayes {

struct Solution {
  Source source;  // of the scenario without the values tried
  Plan plan;
  std::string method;
  std::string path, suffix;  // what was varied; what stands behind its numbers, such as %
  std::string measure;       // ratified, or a measure
  std::string sense = "=";   // =, <, <=, > or >=: on which side of the target it should lie
  RootSearch search;
  RootFindings found;
  std::string ratified = "ratified";  // the scenario's word
};

// Returns the solution as JSON, ending in a newline.
std::string to_json(const Solution& solution);

// Returns a row a root: value, low, high, mean, se, slope, slope_se, rising; then a row a value
// scanned, with `kind` saying which.
std::string to_csv(const Solution& solution);

// Returns the screen.
std::string text_report(const Solution& solution, const Page& page = {});

}  // namespace ayes
