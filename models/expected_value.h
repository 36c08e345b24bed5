// The mean of a number that may be uncertain.
#pragma once

#include "models/model.h"

namespace ayes {

// Returns the mean of an input's law on its own scale; of a tabulated law by the midpoint rule over
// 4096 equally likely values.
double expected_value(const input::Source& source);

// The same of a unit's own noise, whose spread terms have mean 0.
double expected_value(const OwnNoise& noise);

}  // namespace ayes
