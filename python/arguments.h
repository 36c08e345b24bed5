// Python's keywords as the engine's values. What can't be is told as a ValueError.
#pragma once

#include "models/model.h"
#include "sim/plan.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ayes {

// What Python raises as a ValueError.
struct ArgumentError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws the ArgumentError of an argument.
[[noreturn]] void refuse(const std::string& argument, const std::string& problem);

// Returns the plan: replications from 1 to 2^40, a method by its name, a power of two from 256 of
// points.
Plan make_plan(std::uint64_t seed, std::int64_t replications, const std::string& method,
               std::int64_t points);

// Returns the plan of a run that goes on until a measure is known to +- half_width.
Plan with_precision(Plan plan, const std::string& measure, double half_width, const Model& model);

}  // namespace ayes
