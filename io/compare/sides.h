// The sides of a comparison: how they are told apart, and what saved results of them come to.
#pragma once

#include "io/compare/compare.h"
#include "io/compare/saved.h"

#include <vector>

namespace ayes {

// Gives each side without a label its title, or the file's name where the title is missing or that
// of another side.
void label_apart(std::vector<Side>& sides);

// Compares the first of some saved results with each of the others. Results keep no votes, so the
// report says why they are unpaired; `plan` gives the level of the intervals.
ComparisonReport compare_saved(const std::vector<SavedResult>& results, const Plan& plan);

}  // namespace ayes
