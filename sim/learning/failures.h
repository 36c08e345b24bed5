// What anybody knows of earlier votes who knows no more than that a later one is held: that they
// failed (docs/model.md, "Learning").
#pragma once

#include "sim/learning/leaves.h"

namespace ayes::learning {

// Returns, for each row, the package votes that must have failed for it to be held, from the round
// before it to the first. Of the round before it is the vote of the unit that `held_after` names;
// where it names none, the row's own unit's, if the row is of the package and the unit stands
// alone: in its ratification it is no part of a total, has no parts, and states no yes in that
// round. Else nothing is known: a rule that the table does not state decided. Adds a mistake for
// each `held_after` of a first vote, of a unit without a package vote in the round before, or of
// one that states a yes there. No row states one vote of one unit twice.
std::vector<std::vector<FailedVote>> failures_before(const std::vector<Vote>& votes,
                                                     const std::vector<std::string>& files,
                                                     std::vector<Mistake>& mistakes);

// Returns the failures before any of the votes `later`, each once, as rows that anybody could have
// written: the package of that unit and round, of which the outcome alone is known, a no. A failure
// of which `known` tells, by that vote itself or by a part of it, is not among them.
std::vector<Leaf> untold_failures(const std::vector<Leaf>& known, const std::vector<Leaf>& later);

}  // namespace ayes::learning
