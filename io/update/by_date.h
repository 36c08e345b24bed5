// How the chance of ratification moved from day to day as results came in.
#pragma once

#include "io/result/page.h"
#include "io/result/source.h"
#include "models/scenario/date.h"
#include "sim/chance.h"
#include "sim/plan.h"
#include "sim/result.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

// One day, or what came before all. Without a chance, measures and unions where the weights are too
// uneven.
struct DayOfUpdate {
  struct Measured {
    std::string name, unit;
    Summary all;
  };
  struct Body {
    std::string name;
    Chance yes;
  };
  std::optional<Date> date;       // none: before any result, or with those without a date
  int known = 0;                  // lines taken
  std::vector<std::string> news;  // bodies whose results came on that day
  std::optional<Chance> ratified;
  double effective = 0;
  std::vector<Measured> measures;
  std::vector<Body> unions;
};

// Takes what a day tells of a result; date, lines and weights are left open.
DayOfUpdate told(const Result& result);

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
// A plot of the chance over the calendar, with its 95% simulation intervals, as an SVG file; a day
// without a chance is a gap.
std::string to_svg(const ByDate& by_date);

}  // namespace ayes
