// Bars and outlines of histograms drawn with block characters.
#pragma once

#include "sim/result.h"

#include <string>

namespace ayes {

// Returns a bar `share` (0 to 1) of `width` cells long, to an eighth of a cell.
std::string bar(double share, int width);

// Returns the outline of a summary's histogram between two values, one block a cell; a cell that
// holds anything shows at least the lowest block.
std::string outline(const Summary& summary, double from, double to, int width);

}  // namespace ayes
