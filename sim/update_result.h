// What a result says of the evidence that its votes were conditioned on.
#pragma once

#include "models/scenario/date.h"
#include "sim/chance.h"

#include <optional>
#include <string>
#include <vector>

namespace ayes {

// A line of the results that were given.
struct KnownLine {
  int line = 0;
  std::string body, question, says;
  std::optional<Date> date;
  double surprise = 0;  // distance from what the scenario expects, in its SD; 0: a yes or no
};

// A measure before and after.
struct MovedMeasure {
  std::string name, unit;
  Mean before, after;
};

// How a body's chance to say yes moved.
struct MovedBody {
  std::string name;
  bool is_union = false;
  Chance before, after;
};

struct UpdateResult {
  std::string file, sha256;   // of the results; the file's name without folders
  std::optional<Date> until;  // lines of later days are left out
  std::vector<KnownLine> lines;
  double effective = 0;     // votes of equal weight that would say as much: (Σw)² / Σw²
  double largest = 0;       // weight over the sum of all
  double log_evidence = 0;  // logarithm of the chance that the scenario gave to the evidence
  Chance before;            // of ratification
  std::vector<MovedMeasure> measures;
  std::vector<MovedBody> moved;  // unions, then units that are not alone in theirs; most first
};

}  // namespace ayes
