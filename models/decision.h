// Step 3: who said yes (docs/model.md section 4).
#pragma once

#include "models/batch.h"

namespace ayes {

// Says, for every replication, what each unit and each union decided and whether the coalition's
// rule holds; fills the result and margin of every reported condition.
void decide(const Model& model, Batch& batch);

// Fills what units and unions say from the ballots, leaving the coalition's rule alone.
void count_decisions(const Model& model, Votes& votes, int size, RuleScratch& scratch);

// Says, after decide(), whether what a ratified package waits for holds, and whether the package
// binds everyone; leaves both flags alone where the scenario has no such rule.
void decide_reach(const Model& model, Batch& batch);

// Tells, for `size` replications, whether a rule holds: 1 or 0. It reads of the votes what the rule
// asks: says of unions and units, ballots cast where only those that voted count, and ballots.
Counts holds(const Rule& rule, const Votes& votes, int size);

// Tells whether the package would be ratified if `points` hundredths of the ballots cast in the
// given units moved from no to yes (or the other way if negative), all other ballots as they fell:
// `ratified` is what was decided on them. The votes are changed on the way and put back.
Counts ratified_if_moved(const Model& model, Votes& votes, const Counts& ratified, int size,
                         const std::vector<int>& units, double points, RuleScratch& scratch);

}  // namespace ayes
