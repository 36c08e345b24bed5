// Every scenario that ships: where the conditional estimator applies, it agrees with simulated
// votes.
#include "io/scenario_file.h"
#include "models/compile/compile.h"
#include "sim/conditional/conditional.h"
#include "sim/run.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

namespace ayes {
namespace {

std::vector<std::filesystem::path> shipped() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(AYES_SOURCE_DIR "/scenarios")) {
    if (entry.path().parent_path().filename() == "priors") continue;  // to be extended, not run
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool agree(const Chance& a, const Chance& b) {
  return statistics::agrees(a.probability, a.se, b.probability, b.se);
}

TEST_CASE("every shipped scenario that both can treat has one P(ratified) by both estimators") {
  int treated = 0;
  for (const auto& path : shipped()) {
    const Model model = compile(read_scenario(path.string()).scenario);
    if (conditional::why_not(model)) continue;
    ++treated;
    CAPTURE(path.filename().string());
    Plan plan{.seed = 11, .replications = 20'000};
    const Execution execution{2, &kernels::best(), 0, {}};
    const auto found = conditional::estimate(model, plan, execution);
    const Result votes = conclude(model, plan, count_votes(model, plan, execution));
    CHECK(agree(found.ratified, votes.ratified));
    for (std::size_t u = 0; u < found.unions.size(); ++u) {
      CHECK(agree(found.unions[u], votes.unions[u].yes));
    }
  }
  CHECK(treated >= 20);
}

TEST_CASE("June 2011 comes out within one part in 10,000") {
  const Model model =
      compile(read_scenario(AYES_SOURCE_DIR "/scenarios/sebac-2011-june.toml").scenario);
  const Plan plan{.seed = 1, .replications = 1};
  const auto found = conditional::estimate(model, plan, Execution{2, &kernels::best(), 0, {}});
  CHECK(found.ratified.se <= 1e-4);
}

}  // namespace
}  // namespace ayes
