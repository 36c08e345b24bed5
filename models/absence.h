// Units and unions that missed the close, and what they count as (docs/model.md section 6).
#pragma once

#include "models/batch.h"

namespace ayes {

// What a condition must add to what it found in a replication, since it saw in bodies that missed
// the close only that they had said yes or not. Nothing where nobody can be absent.
struct Correction {
  std::int64_t measured = 0, total = 0;
};
Correction correction_for_absent(const CountRule& count, const Votes& votes, int i);
Correction correction_for_absent(const BallotsRule& ballots, const Votes& votes, int i);
Correction correction_for_absent(const GroupsRule& groups, const Votes& votes, int i);

// Where a unit missed the close, says for it on the package what an absent unit says.
void answer_for_absent_unit(int unit, Votes& votes, int size);

// Where a unit missed the close, puts its late ballots in the place of those that count, which are
// none; asked again, puts them back.
void exchange_late_ballots(int unit, Votes& votes, int size);

// Finds where a union missed the close, answers for it there, and counts no ballots of it. Its
// units have been asked.
void answer_for_absent_union(const Model& model, int index, Votes& votes, int size);

}  // namespace ayes
