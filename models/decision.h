// Step 3: who said yes (docs/model.md section 4).
#pragma once

#include "models/batch.h"

namespace ayes {

// Says, for every replication, what each unit and each union decided and whether the coalition's
// rule holds; fills the result and margin of every reported condition.
void decide(const Model& model, Batch& batch);

// Fills what units and unions say from the ballots, leaving the coalition's rule alone.
void count_decisions(const Model& model, Votes& votes, int size, RuleScratch& scratch);

// Says, after decide(), whether what a ratified package waits for holds, whether the package binds
// everyone, and whether it may be imposed; leaves flags alone for which the scenario has no rule.
void decide_reach(const Model& model, Batch& batch);

// Tells, for `size` replications, whether a rule holds: 1 or 0. It reads of the votes what the rule
// asks: says of unions and units, ballots cast where only those that voted count, and ballots.
Counts holds(const Rule& rule, const Votes& votes, int size);

// Tells whether it holds in one of them.
bool holds_at(const Rule& rule, const Votes& votes, int i);

// What some units' votes might have been instead.
struct OtherVote {
  enum class How {
    points,   // hundredths of the ballots cast moved from no to yes, or back if negative
    ballots,  // so many ballots moved from no to yes, or as many as there are
    turned    // ballots of yes and no changed places, and the unit said the opposite
  };
  How how = How::points;
  double amount = 0;  // of points or ballots
};

// Tells whether the package would be ratified if the given units had voted otherwise, all other
// ballots as they fell: `ratified` is what was decided on them. The votes are changed on the way
// and put back.
Counts ratified_if(const Model& model, Votes& votes, const Counts& ratified, int size,
                   const std::vector<int>& units, OtherVote other, RuleScratch& scratch);

// The same of hundredths of the ballots cast, moved from no to yes.
Counts ratified_if_moved(const Model& model, Votes& votes, const Counts& ratified, int size,
                         const std::vector<int>& units, double points, RuleScratch& scratch);

// The same of a union that says the opposite; its ballots of yes and no change places if the
// coalition's rule looks at ballots.
Counts ratified_if_union_turned(const Model& model, Votes& votes, const Counts& ratified, int size,
                                int body, RuleScratch& scratch);

}  // namespace ayes
