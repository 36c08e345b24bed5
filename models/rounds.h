// Later votes: who is asked again, what they say, and what the whole process comes to
// (docs/model.md section 7).
#pragma once

#include "models/batch.h"

namespace ayes {

// Holds the later votes after the first, whose answers and consequences the batch has. Fills
// batch.later and batch.process, and turns the batch's sums of layoffs and savings into those of
// the whole process.
void hold_rounds(const Model& model, Batch& batch);

// Flags who is asked again, given the answers that stand: a column a unit.
CountColumns voters(const Round& round, const Votes& votes, int size);

}  // namespace ayes
