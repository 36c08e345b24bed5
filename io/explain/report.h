// An explanation in each of its formats: one screen of text, JSON, tidy CSV.
#pragma once

#include "io/result/source.h"
#include "io/result/text_report.h"
#include "sim/explain/explanation.h"

#include <string>

namespace ayes {

// Returns the explanation as text: lines of at most page.width characters where names allow.
std::string explanation_text(const Explanation& explanation, const Wording& wording,
                             const Page& page = {});

// Returns it as JSON, ending in a newline; the bytes depend on scenario, plan and version alone.
std::string explanation_json(const Explanation& explanation, const Source& source);

// Returns an explanation's JSON as CSV with the columns scope, name, measure, statistic, value, as
// results have them (io/result/json.h).
std::string explanation_csv(const std::string& json);

}  // namespace ayes
