// How the chance of ratification moved from day to day as results came in.
#pragma once

#include "io/result/page.h"
#include "io/result/source.h"
#include "models/scenario/date.h"
#include "sim/chance.h"
#include "sim/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

// One day, or what came before all.
struct DayOfUpdate {
  std::optional<Date> date;        // none: before any result, or with those without a date
  int known = 0;                   // lines taken
  std::vector<std::string> news;   // bodies whose results came on that day
  std::optional<Chance> ratified;  // none: the weights are too uneven
  double effective = 0;
};

struct ByDate {
  Source source;
  Plan plan;
  std::string file, sha256;  // of the results
  std::string ratified = "ratified";
  std::vector<DayOfUpdate> days;
};

std::string text_report(const ByDate& by_date, const Page& page);
std::string to_json(const ByDate& by_date);
std::string to_csv(const ByDate& by_date);
// A plot of the chance by day, with its 95% simulation interval, as an SVG file.
std::string to_svg(const ByDate& by_date);

}  // namespace ayes
