// The sets of bodies that stand in the way most often.
#pragma once

#include "sim/explain/close_votes.h"
#include "sim/explain/explanation.h"

namespace ayes {

// Finds the ten minimal blocking sets of a game whose members most often all said no, among the
// rejected votes counted; fewer where no more occurred.
BlockingSets blocking_sets(const Model& model, const power::Game& game, const CloseVotes& votes,
                           double level);

}  // namespace ayes
