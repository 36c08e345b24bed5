// The parts of warnings_of: one function a subject, in the order of a scenario's tables.
#pragma once

#include "io/describe/number_words.h"
#include "models/mistake.h"
#include "models/model.h"
#include "models/scenario/scenario.h"

#include <string>
#include <vector>

namespace ayes::warnings {

// The largest shift that is likely meant, on the probit scale: from 50% to 99.9%.
inline constexpr double largest_shift = 3;

struct Warnings {
  const Scenario& scenario;
  const Model& model;
  Ranges ranges;  // of the model's numbers, by path
  std::vector<Mistake> found = {};

  void add(std::string path, std::string problem, std::string why, std::string suggestion) {
    found.push_back({std::move(path), std::move(problem), std::move(why), std::move(suggestion)});
  }
  // Returns whether a number is fixed at this value.
  bool is(const std::string& path, double value) const {
    const auto range = ranges.find(path);
    return range != ranges.end() && range->second.low == value && range->second.high == value;
  }
};

void warn_of_voters(Warnings& warnings);    // unions, head counts, dates
void warn_of_numbers(Warnings& warnings);   // numbers far beyond what their kind can be
void warn_of_drivers(Warnings& warnings);   // drivers and groupings that change nothing
void warn_of_rules(Warnings& warnings);     // groups and rules nobody uses
void warn_of_outcomes(Warnings& warnings);  // conditions that hold whatever happens, or never
void warn_of_layoffs(Warnings& warnings);   // threats, chances and rates that cancel out

}  // namespace ayes::warnings
