// Step 1: what those who vote think, and how many of them vote (docs/model.md sections 1 and 2).
#pragma once

#include "models/batch.h"

namespace ayes {

// Draws standard normals, one a replication, by the name of the draw; the given ones where they
// are.
void draw_normals(Batch& batch, std::uint64_t stream, int draw, double* z);

// Adds a unit's own noise to `out`, given the normal z behind it; `tails` is the quantile curve of
// a noise that is a spread, null where it is normal. z is none of the batch's scratch but `normal`.
void add_own_noise(const OwnNoise& noise, const std::optional<numerics::QuantileCurve>& tails,
                   Batch& batch, const double* z, Column& out);

// Draws the uncertain inputs of each replication into their columns, unless they were given.
void draw_inputs(const Model& model, Batch& batch);

// Draws the noise that units share: swing, groups, unions, the heavy tail, correlated normals.
void draw_shared_terms(const Model& model, Batch& batch);

// Forms one unit's opinions and its turnout, on the probit scale; on the contract too if both
// questions are wanted, or one ballot asks both.
void form_opinions(const Model& model, int unit, Batch& batch, Questions questions);

// The same of a unit that is another today than the model's: one that comes back from a delay.
void form_opinions(const Model& model, const Unit& unit, int index, Batch& batch,
                   Questions questions);

}  // namespace ayes
