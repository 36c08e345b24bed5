// What a comparison has counted so far: the whole of one that was stopped, or the part of it that
// one of several machines sees to. It is all that is needed to go on, and parts merge to the whole.
#pragma once

#include "sim/comparison.h"
#include "sim/conditional/conditional.h"
#include "sim/pair_tally.h"
#include "sim/part.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace ayes {

struct ComparisonPart {
  // A part of the comparison of the first model with each of the others, nothing of it done. Throws
  // ScenarioError when the plan's method doesn't apply to one of them.
  ComparisonPart(const std::vector<const Model*>& models, const Plan& plan, Shard shard = {});

  // What one model's conditional estimate has come to.
  struct Side {
    Range points;  // blocks that are left
    conditional::PointTally tally;
  };

  Shard shard;
  Range votes;                   // left; all that stand before them in the shard are counted
  std::vector<PairTally> pairs;  // one fewer than models
  std::vector<Side> sides;       // one a model
};

// Returns the number of votes counted.
std::int64_t votes_counted(const Plan& plan, const ComparisonPart& part);

// Says whether nothing is left to do.
bool is_done(const ComparisonPart& part);

// Says whether a part is one that carry_on() can have left, as far as can be told from it: a file
// may say anything. Tallies must be of the votes counted, and their histograms such as pairs of
// votes make.
bool is_sound(const std::vector<const Model*>& models, const Plan& plan,
              const ComparisonPart& part);

// Adds one of the shards of a comparison to `whole`, a part of which nothing was done itself; when
// each was added once, `whole` is done. They may come in any order.
void gather(const std::vector<const Model*>& models, const Plan& plan, ComparisonPart& whole,
            const ComparisonPart& other);

// Does what is left of a part. `rest`, if any, is called now and then in between, and when
// `execution.keep_due` says so. Throws Interrupted when asked to stop; the part then holds what was
// done up to the last rest.
void carry_on(const std::vector<const Model*>& models, const Plan& plan, const Execution& execution,
              ComparisonPart& part, const std::function<void()>& rest);

// Works out what the whole of a comparison says: the first model and each of the others.
std::vector<Comparison> finish(const std::vector<const Model*>& models, const Plan& plan,
                               const ComparisonPart& part);

}  // namespace ayes
