// What a run has counted so far: the whole of one that was stopped, or the part of it that one of
// several machines sees to. It is all that is needed to go on, and parts merge to the whole.
#pragma once

#include "models/model.h"
#include "sim/conditional/conditional.h"
#include "sim/fields.h"
#include "sim/moments.h"
#include "sim/plan.h"
#include "sim/run.h"
#include "sim/tally.h"

#include <cstdint>
#include <vector>

namespace ayes {

// Part `number`, from 1 to `of`, of a run that is cut into `of` parts.
struct Shard {
  std::int64_t number = 1, of = 1;
  bool whole() const { return of == 1; }
  bool operator==(const Shard&) const = default;
};

// The most parts a run is cut into.
inline constexpr std::int64_t most_shards = 1'000'000;

// What a run that goes on until a precision is reached saw at one of its looks.
struct Look {
  std::int64_t votes = 0;
  Moments seen;
  bool operator==(const Look&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("votes", self.votes);
    visit("seen", self.seen);
  }
};

// Votes ratified in each setting of the uncertain inputs, of `votes_each`.
struct SettingsTally {
  std::int64_t votes_each = 0;
  std::vector<std::int64_t> ratified;
  bool operator==(const SettingsTally&) const = default;

  static void fields(auto& self, auto&& visit) {
    visit("votes_each", self.votes_each);
    visit("ratified", self.ratified);
  }
};

struct Part {
  // The part of a run that a shard is, nothing of it done.
  Part(const Model& model, const Plan& plan, Shard shard = {});

  Shard shard;
  // What is left to do: votes, blocks of points, settings of the uncertain inputs. All that stands
  // before it in the shard is in the tallies.
  Range votes, points, settings;
  Tally tally;
  std::vector<Look> looks;
  conditional::PointTally point_tally;
  SettingsTally settings_tally;
};

// Returns what a shard of a run has to do; its parts follow each other without gap or overlap.
Range votes_of(const Plan& plan, Shard shard);
Range points_of(const Model& model, const Plan& plan, Shard shard);
Range settings_of(const Model& model, Shard shard);

// Returns the number of votes counted.
std::int64_t votes_counted(const Plan& plan, const Part& part);

// Says whether nothing is left to do: all votes are counted, or the precision is reached, and what
// else the method and the uncertain inputs ask for is done too.
bool is_done(const Model& model, const Plan& plan, const Part& part);

// Says whether a part is one that carry_on() can have left, as far as can be told from it: a file
// may say anything. Of tallies it asks no more than that their votes are as many as were counted.
bool is_sound(const Model& model, const Plan& plan, const Part& part);

// Adds one of the shards of a run to `whole`, a part of which nothing was done itself; when each
// was added once, `whole` is done. They may come in any order.
void gather(const Model& model, const Plan& plan, Part& whole, const Part& other);

// Does what is left of a part; `execution.keep` gets it now and then. Returns early when time is
// up. Throws Interrupted when asked to stop; the part then holds what was done, and was kept.
void carry_on(const Model& model, const Plan& plan, const Execution& execution, Part& part);

// Works out the result of a whole run from what was counted of it, all of it or until time was up.
Result finish(const Model& model, const Plan& plan, const Part& part);

}  // namespace ayes
