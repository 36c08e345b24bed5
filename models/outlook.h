// Whether a vote is decided before all units are counted (docs/model.md section 6).
#pragma once

#include "models/batch.h"

namespace ayes {

// Flags of each replication: the rule holds, or can hold, whatever or however the units that are
// not yet counted vote.
struct Outlook {
  Counts sure, possible;
};

// Looks at a vote that is under way: counted ballots are in `votes`, those still to come in `open`
// (a unit's eligible members; 0 once it is counted). Of conditions joined in a rule, each is asked
// by itself what it can still come to. That is exact for a rule to which a yes never does harm; for
// others a vote that is decided may still be called open, never the other way round.
Outlook outlook(const Model& model, const Votes& votes, const CountColumns& open, int size);

}  // namespace ayes
