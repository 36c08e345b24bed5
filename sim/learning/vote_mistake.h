// A mistake in a row of a table of votes.
#pragma once

#include "models/mistake.h"
#include "sim/learning/vote.h"

#include <string>
#include <vector>

namespace ayes::learning {

// Returns the mistake, at the line of a row; `files` are the tables' names.
inline Mistake mistake_at(const Vote& vote, const std::vector<std::string>& files,
                          std::string problem, std::string why, std::string suggestion) {
  Mistake mistake{.path = "",
                  .problem = std::move(problem),
                  .why = std::move(why),
                  .suggestion = std::move(suggestion)};
  mistake.file = files[static_cast<std::size_t>(vote.file)];
  mistake.line = vote.line;
  mistake.column = 1;
  return mistake;
}

}  // namespace ayes::learning
