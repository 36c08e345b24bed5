#include "io/precision_fault.h"

#include "io/result/number_text.h"
#include "models/nearest.h"
#include "sim/precision.h"

#include <algorithm>
#include <vector>

namespace ayes {

std::optional<std::string> measure_fault(const Model& model, const std::string& name) {
  const std::vector<std::string> names = watched_names(model);
  if (std::find(names.begin(), names.end(), name) != names.end()) return std::nullopt;
  const std::string near = did_you_mean(name, names);
  std::string list;
  for (const std::string& each : names) list += (list.empty() ? "" : ", ") + each;
  return "this scenario has no such measure; " + (near.empty() ? "it has " + list : near);
}

std::optional<PrecisionFault> fault_of(const Model& model, const Precision& precision,
                                       double level) {
  if (const auto problem = measure_fault(model, precision.measure))
    return PrecisionFault{"measure", *problem};
  const std::optional<Watched> what = find_watched(model, precision.measure);
  const double greatest = greatest_value(*what);
  if (precision.half_width >= greatest / 2) {
    return PrecisionFault{"precision", "this says nothing (" + precision.measure +
                                           " lies between 0 and " + shortest(greatest) +
                                           (what->measure ? " " + what->measure->unit : "") +
                                           "); write less than half of that"};
  }
  if (!(precision.half_width > 0) || fewest_votes(level, precision.half_width / greatest) >
                                         static_cast<double>(most_replications)) {
    return PrecisionFault{
        "precision",
        "this is too small (2^40 votes are not enough for it, whatever they say); write more"};
  }
  return std::nullopt;
}

}  // namespace ayes
