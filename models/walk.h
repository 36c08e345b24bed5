// The vote day by day: who is counted later has heard what those before him said (docs/model.md
// section 6).
#pragma once

#include "models/batch.h"

namespace ayes {

// Counts all units in the order of their days, then decides: opinions, ballots, decision. Inputs
// and shared terms are drawn. The model has a calendar.
void vote_by_date(const Model& model, Batch& batch, Questions questions);

// Returns the unit as it votes in a replication: another one after a delay, if terms changed.
const Unit& unit_as_it_votes(const Model& model, int unit, const Batch& batch, int row);

// Adds to the opinions just formed what the unit has heard: momentum, and the package's fate.
void move_opinions(const Model& model, int unit, Batch& batch);

}  // namespace ayes
