// A result as JSON: the shape that is saved, compared byte for byte, and read by other programs.
#pragma once

#include "io/result/source.h"
#include "sim/result.h"

#include <string>

namespace ayes {

// Returns the result as JSON, ending in a newline. Numbers are the shortest that read back as the
// same; what a run did not see (a chance of nothing) is null. With `provenance` an object "run" is
// added; without it the bytes depend on scenario, plan and version alone.
std::string to_json(const Result& result, const Source& source,
                    const Provenance* provenance = nullptr);

// Returns a result's JSON as tidy CSV with the columns scope, name, measure, statistic, value.
// Scopes are plan, vote, rule, failures, union, unit and the like; histograms are left out.
std::string to_csv(const std::string& json);

}  // namespace ayes
