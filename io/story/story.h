// One simulated vote told step by step, for a person to follow or a program to read.
#pragma once

#include "io/result/page.h"
#include "models/model.h"
#include "models/scenario/scenario.h"
#include "sim/replay.h"

#include <string>

namespace ayes {

// Returns the story in words: what the day was like, the ballots, the rule, what followed.
std::string tell(const Story& story, const Model& model, const WordsTable& words = {},
                 const Page& page = {});

// Returns the story as JSON, ending in a newline; what did not happen or was not asked is null.
std::string to_json(const Story& story);

}  // namespace ayes
