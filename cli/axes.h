// The points of a sweep: the axes a person named, crossed or filled by a design, and what each
// point makes of the scenario.
#pragma once

#include "cli/axis_argument.h"
#include "io/load.h"

#include <string>
#include <utility>
#include <vector>

namespace ayes {

// --vary and --with in the order in which they were written: the option and its text.
using AxisTexts = std::vector<std::pair<std::string, std::string>>;

// Reads the axes; throws UsageError for what cannot be an axis, tracks of unlike length, a path
// named twice, a --with before any --vary.
std::vector<Axis> read_axes(const AxisTexts& texts);

// How points are chosen: every combination of the axes' values, or `points` that fill the space.
struct DesignArgument {
  enum class Kind { grid, latin_hypercube, sobol };
  Kind kind = Kind::grid;
  int points = 0;
};

// Reads --design: lhs:N, sobol:N, or nothing for the grid. Throws UsageError.
DesignArgument design_argument(const std::string& text);

// Says "grid", "Latin hypercube" or "scrambled Sobol".
std::string name_of(const DesignArgument& design);

// Returns the paths that the axes vary, in order.
std::vector<std::string> paths_of(const std::vector<Axis>& axes);

// Returns the values of every point, one a path; of a grid the last axis moves fastest. Throws
// UsageError when a grid has a range without a step, or there are more than 100,000 points.
std::vector<std::vector<std::string>> points_of(const std::vector<Axis>& axes,
                                                const DesignArgument& design, std::uint64_t seed);

// Loads a scenario with values at some paths, as --vary sets them.
Loaded load_at(const Origin& origin, const std::vector<std::string>& paths,
               const std::vector<std::string>& values);

// Finds out which ranges stand for whole numbers: those whose path takes 2 but not 2.5.
void settle_whole_numbers(const Origin& origin, std::vector<Axis>& axes);

}  // namespace ayes
