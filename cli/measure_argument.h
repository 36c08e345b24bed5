// The name of a measure on the command line.
#pragma once

#include "models/model.h"

#include <string>

namespace ayes {

// Throws UsageError, beginning with `where` and naming what is near, unless the name is "ratified"
// or one of the model's measures.
void check_measure(const std::string& where, const Model& model, const std::string& name);

}  // namespace ayes
