#include "io/result/number_text.h"
#include "io/warnings/sections.h"

#include <cmath>

namespace ayes::warnings {
namespace {

// One factor of a product is 0, so the others say nothing.
void warn_of_product(Warnings& warnings, const std::string& zero, const std::string& stated,
                     const std::string& layoffs) {
  if (!warnings.is(zero, 0) || warnings.is(stated, 0) || !warnings.ranges.contains(stated)) return;
  warnings.add(stated, stated + " has no effect",
               zero + " is 0, so there are no layoffs " + layoffs,
               "state " + zero + ", or remove this");
}

void warn_of_threat(Warnings& warnings) {
  const auto threat = warnings.ranges.find("layoffs.rejected.threat");
  if (threat == warnings.ranges.end()) return;
  const std::int64_t employees = warnings.model.employees;
  const double low = threat->second.low;
  if (low > static_cast<double>(employees)) {
    warnings.add("layoffs.rejected.threat", "the threat names " + about(low, Tell::count) + " jobs",
                 "the units have " + grouped(employees) + " employees", "mend one of the two");
  }
  const auto vacancies = warnings.ranges.find("layoffs.rejected.vacancies");
  if (low > 0 && vacancies != warnings.ranges.end() &&
      vacancies->second.low >= threat->second.high) {
    warnings.add("layoffs.rejected.vacancies", "the threat costs nobody a job",
                 "as many of its jobs are vacant as it names", "mend one of the two");
  }
}

}  // namespace

void warn_of_layoffs(Warnings& warnings) {
  if (!warnings.scenario.layoffs) return;
  warn_of_threat(warnings);
  warn_of_product(warnings, "layoffs.outside.chance", "layoffs.outside.rate", "outside");
  warn_of_product(warnings, "layoffs.outside.rate", "layoffs.outside.chance", "outside");
  warn_of_product(warnings, "layoffs.anyway.rate", "layoffs.anyway.recall", "anyway");
}

}  // namespace ayes::warnings
