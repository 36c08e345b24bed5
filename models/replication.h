// The story of a ratification, told for a batch of replications at once.
#pragma once

#include "models/batch.h"

namespace ayes {

// Simulates replications batch.first to batch.first + batch.size - 1: support, ballots, decision,
// consequences. Every column of the batch is filled; nothing is read but the model and the inputs
// that were given. Later votes follow in batch.later.
void simulate(const Model& model, Batch& batch);

// Holds one vote: support, ballots, decision. The first of the process, or a later one by its own
// model.
void hold_vote(const Model& model, Batch& batch, Questions questions);

// Simulates them as far as the decision, for who wants to know no more: ratified, what units and
// unions said to the package, their ballots on it. The draws are those of simulate().
void simulate_decision(const Model& model, Batch& batch);

}  // namespace ayes
