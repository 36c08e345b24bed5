// What can be wrong with a measure, or a precision of one, that somebody wants of a scenario.
#pragma once

#include "models/model.h"
#include "sim/plan.h"

#include <optional>
#include <string>

namespace ayes {

// Tells why a measure can't be asked for: the scenario has none of that name; none if it can.
std::optional<std::string> measure_fault(const Model& model, const std::string& name);

struct PrecisionFault {
  std::string option;   // measure or precision
  std::string problem;  // what is wrong; suggestion
};

// Tells why a precision can't be had: no such measure, or a half-width that says nothing or that
// 2^40 votes can't reach; none if it can. `level` is that of its interval.
std::optional<PrecisionFault> fault_of(const Model& model, const Precision& precision,
                                       double level);

}  // namespace ayes
