// The directions of the common chance along which P(ratified) changes most. Evenly spread points
// serve their first coordinates best, so these should carry the most.
#pragma once

#include "sim/conditional/rule_diagram.h"
#include "sim/conditional/scheme.h"

#include <vector>

namespace ayes::conditional {

// An orthogonal matrix: the normal of source i is Σ_c matrix[i][c] · coordinate c. Sources are the
// swing, the inputs and the groups of CommonChance that have normals, in its order; discrete inputs
// take no part.
using Turning = std::vector<std::vector<double>>;

// Finds it: the eigenvectors of E[g g'], g being the gradient of a rough P(ratified) in the
// sources' normals, at 128 places, largest eigenvalue first (Xiao and Wang 2018). A union is taken
// to say yes with chance Φ(mean opinion / spread). Any orthogonal matrix gives the right
// expectation.
Turning find_turning(const Model& model, const Scheme& scheme, const RuleDiagram& rule);

}  // namespace ayes::conditional
