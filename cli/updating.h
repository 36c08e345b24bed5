// The forecast given results, as the command asks for it and Python does.
#pragma once

#include "io/load.h"
#include "io/update/by_date.h"
#include "io/update/results_file.h"
#include "models/scenario/date.h"
#include "sim/plan.h"
#include "sim/result.h"
#include "sim/run.h"

#include <optional>
#include <stdexcept>

namespace ayes {

// Thrown where too few votes agree with the results for a result; says how few, and what may help.
struct NoResult : std::runtime_error {
  NoResult(const std::string& text, double effective_, double largest_)
      : std::runtime_error(text), effective(effective_), largest(largest_) {}
  double effective, largest;  // as in UpdateResult
};

// Simulates a scenario given the lines of a file that were known on a day (all, if none is named),
// and without them. Throws UsageError if none was known, ScenarioError with places in the file
// where lines can't be, NoResult.
Result update(const Loaded& scenario, const ResultsFile& file, const std::optional<Date>& until,
              const Plan& plan, const Execution& execution);

// The same for each day on which lines of the file became known; a day on which too few votes agree
// has no chance. Throws UsageError if no line has a date, ScenarioError.
ByDate update_by_date(const Loaded& scenario, const ResultsFile& file, const Plan& plan,
                      const Execution& execution);

}  // namespace ayes
