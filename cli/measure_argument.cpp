#include "cli/measure_argument.h"

#include "cli/outcome.h"
#include "models/nearest.h"
#include "sim/precision.h"

#include <algorithm>

namespace ayes {

void check_measure(const std::string& where, const Model& model, const std::string& name) {
  const std::vector<std::string> names = watched_names(model);
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  const std::string near = did_you_mean(name, names);
  std::string list;
  for (const std::string& each : names) list += (list.empty() ? "" : ", ") + each;
  throw UsageError(where + ": this scenario has no such measure; " +
                   (near.empty() ? "it has " + list : near));
}

}  // namespace ayes
