// Step 2: what is asked, and the exact counts of ballots (docs/model.md sections 2 and 3).
#pragma once

#include "models/batch.h"

namespace ayes {

// Counts one unit's ballots from its opinions: cast, yes to the package and, if both questions are
// wanted, yes to the contract.
void count_ballots(const Model& model, int unit, Batch& batch, Questions questions);

// The same of a unit that is another today than the model's: one that comes back from a delay.
void count_ballots(const Model& model, const Unit& unit, int index, Batch& batch,
                   Questions questions);

// Flags the replications in which the unit's bundled ballot, which is challenged, is declared void.
Counts voided(const Unit& unit, Batch& batch);

// Fills batch.share with the share that says yes to one question about both, from the opinions of
// the unit that was formed last.
void fill_bundled_shares(const Model& model, const BundledBallot& ballot, Batch& batch);

}  // namespace ayes
