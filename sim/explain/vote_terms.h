// The independent sources of chance of a simulated vote, and "ratified" as a function of them that
// can take each from either of two samples.
#pragma once

#include "models/batch.h"
#include "sim/sensitivity/variance_shares.h"

#include <string>
#include <vector>

namespace ayes {

enum class KindOfSource { estimates, swing, groups, unions, units, ballots, delays };

// Streams of draws that belong together; the second sample draws them under other names.
struct VoteTerm {
  std::string name;
  KindOfSource kind;
  int index = 0;  // of an input, grouping, union or unit; -1 for all of the kind
};

// Lists the sources that can move a vote of the model: uncertain inputs, the swing, groups, unions,
// units, the chance of the counts, delays. Unions and units are told apart up to 60 of each,
// units whose correlation is given are not.
std::vector<VoteTerm> vote_terms(const Model& model);

// Makes "ratified" (1 or 0) of the plan's seed a function of the terms. Point k of the first sample
// is replication k of a run; the second sample replaces a stream by second␟sample␟␟HASH, HASH being
// the stream's own 64 bits in 16 hexadecimal digits.
sensitivity::Experiment ratified_as_function(const Model& model, std::vector<VoteTerm> terms,
                                             const Plan& plan, const Execution& execution);

}  // namespace ayes
