#include "io/compare/sides.h"

#include <algorithm>
#include <string>

namespace ayes {

void label_apart(std::vector<Side>& sides) {
  std::vector<std::string> titles;
  for (const Side& side : sides) titles.push_back(side.source.title);
  for (Side& side : sides) {
    if (!side.label.empty()) continue;
    const bool shared = std::count(titles.begin(), titles.end(), side.source.title) > 1;
    side.label = side.source.title.empty() ? side.source.file
                 : shared                  ? side.source.title + " (" + side.source.file + ")"
                                           : side.source.title;
  }
}

ComparisonReport compare_saved(const std::vector<SavedResult>& results, const Plan& plan) {
  ComparisonReport report{.plan = plan};
  for (const SavedResult& result : results)
    report.sides.push_back({"", {result.title, result.sha256, result.file}});
  for (std::size_t k = 1; k < results.size(); ++k)
    report.comparisons.push_back(compare_saved(results.front(), results[k], plan.level));
  const bool same_draws = std::all_of(results.begin(), results.end(), [&](const auto& each) {
    return each.seed == results.front().seed && each.replications == results.front().replications;
  });
  report.unpaired_because =
      std::string("saved results keep no votes; the intervals are those of independent draws") +
      (same_draws ? ", wider than they need be since the seed is the same: name the scenarios to "
                    "have them compared vote by vote"
                  : "");
  return report;
}

}  // namespace ayes
