// What a sweep found, and how it is written: JSON, CSV, a table.
#pragma once

#include "io/result/page.h"
#include "io/result/source.h"
#include "models/mistake.h"
#include "sim/estimate.h"
#include "sim/peak.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

struct SweepPoint {
  std::vector<std::string> values;  // one a path, as --set would take them
  std::string sha256;               // of its scenario
  std::vector<Estimate> estimates;  // ratified first; none at a point with mistakes
  std::vector<Mistake> mistakes;
};

// Returns a point's estimate of the name; null where it has none.
const Estimate* find_estimate(const SweepPoint& point, const std::string& name);

struct Sweep {
  Source source;  // of the scenario without the sweep's values
  Plan plan;
  std::string method;              // of the plan
  std::string design = "grid";     // grid, latin hypercube, sobol
  std::vector<std::string> paths;  // what was varied
  std::vector<SweepPoint> points;
  std::string ratified = "ratified";  // the scenario's word

  // The peak of P(ratified) over points (their numbers in `points`), where it makes sense: one axis
  // of numbers, three or more points without a mistake.
  struct OfPoints {
    Peak peak;
    std::vector<std::size_t> points;  // in the order of the values
  };
  std::optional<OfPoints> peak;
};

// Finds the peak of a sweep whose axis consists of the first path's values and what moves with it;
// leaves it out where there is none to speak of.
void find_peak(Sweep& sweep);

// Returns the sweep as JSON, ending in a newline.
std::string to_json(const Sweep& sweep);

// Returns a row a point and quantity: point, a column a path, measure, unit, estimator, mean, se,
// low, high, then the difference from the first point: change, change_se, paired; and mistake.
std::string to_csv(const Sweep& sweep);

// Returns the table for a screen, with P(ratified) and the measures named (those that exist).
std::string text_report(const Sweep& sweep, const std::vector<std::string>& measures,
                        const Page& page = {});

}  // namespace ayes
