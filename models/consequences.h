// Step 4: what follows: contracts in force, layoffs, pay and savings (docs/model.md section 5).
#pragma once

#include "models/batch.h"

namespace ayes {

// Works out what follows for every unit, as its contract vote fell and, for its gamble, as if the
// unit had taken part or stayed out.
void follow(const Model& model, Batch& batch);

}  // namespace ayes
