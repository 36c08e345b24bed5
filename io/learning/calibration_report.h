// What was learned from past votes, in three forms: a page, JSON, and a fragment of a scenario.
#pragma once

#include "io/learning/votes_csv.h"
#include "io/result/page.h"
#include "sim/learning/calibration.h"

#include <string>
#include <vector>

namespace ayes {

// All that a report tells. Paths are cut to names of files, so that it is the same on any machine.
struct CalibrationReport {
  const VotesTable& table;
  const learning::Leaves& leaves;
  const learning::Calibration& calibration;
  const std::vector<NamedColumn>& columns;
  const std::vector<std::string>& without;  // ratifications that were left out
};

// Returns the page: what the votes are, each number before and after them, and what is not used.
std::string calibration_page(const CalibrationReport& report, const Page& page);

// Returns the JSON: data with hashes, sampling, and every quantity with its prior.
std::string calibration_json(const CalibrationReport& report);

// Returns a fragment of a scenario that `extends` takes: what was learned as 8-in-10 intervals,
// what was not with its prior and a mark.
std::string calibration_fragment(const CalibrationReport& report);

}  // namespace ayes
