// P(ratified) without simulation error, where unions and units are independent: binomial tails and
// quadrature for each union, then the rule.
#pragma once

#include "sim/conditional/conditional.h"

#include <optional>

namespace ayes::conditional {

// Says why a model has no exact answer; none when it has one.
std::optional<Mistake> why_not_exact(const Model& model);

// Works out the answer of a model that has one. Every standard error is 0.
Findings exact(const Model& model);

}  // namespace ayes::conditional
