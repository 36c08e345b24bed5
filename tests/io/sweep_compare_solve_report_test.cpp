// What sweeps, comparisons and solutions look like, and what saved results still tell.
#include "io/compare/compare.h"
#include "io/compare/saved.h"
#include "io/result/json.h"
#include "io/scenario_file.h"
#include "io/solve/solve.h"
#include "io/sweep/sweep.h"
#include "models/compile/compile.h"
#include "sim/point.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

namespace ayes {
namespace {

const std::string threat = AYES_SOURCE_DIR "/scenarios/learn/size-of-the-threat.toml";

Model model_with(const std::string& setting) {
  const std::vector<std::string> settings = {setting};
  return compile(read_scenario(threat, settings).scenario);
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void check_width(const std::string& screen, int width) {
  std::istringstream lines(screen);
  for (std::string line; std::getline(lines, line);) {
    CHECK_MESSAGE(text_width(line) <= width, line);
    CHECK_MESSAGE(!line.ends_with(' '), line);
  }
}

const Plan plan{.seed = 1, .replications = 3000, .method = Method::sample};

Sweep small_sweep() {
  Sweep sweep{.source = {"A vote", "ab12", "vote.toml"},
              .plan = plan,
              .method = "sample",
              .paths = {"layoffs.rejected.threat"}};
  for (const std::string value : {"0", "400", "many", "2000"}) {
    SweepPoint point{.values = {value}};
    if (value == "many") {
      point.mistakes = {{.problem = "no number", .file = "--vary threat=many"}};
    } else {
      point.estimates = estimate_point(model_with("layoffs.rejected.threat=" + value), plan,
                                       Wanted::all, Execution{});
    }
    sweep.points.push_back(point);
  }
  find_peak(sweep);
  return sweep;
}

TEST_CASE("a sweep's table fits 80 columns and names the point with a mistake") {
  const Sweep sweep = small_sweep();
  const std::string screen = text_report(sweep, {"layoffs", "saved", "turnout"}, {80, false});
  check_width(screen, 80);
  CHECK(holds(screen, "mistake"));
  CHECK(holds(screen, "point 3: --vary threat=many: no number"));
  CHECK(holds(screen, "P(ratified) is highest at threat = 400"));
  CHECK(!holds(screen, "saved"));  // the scenario has no savings
}

TEST_CASE("a sweep's CSV has as many cells in every row") {
  std::istringstream csv(to_csv(small_sweep()));
  std::string line;
  std::getline(csv, line);
  const auto commas = std::count(line.begin(), line.end(), ',');
  int rows = 0;
  for (; std::getline(csv, line); ++rows)
    CHECK(std::count(line.begin(), line.end(), ',') == commas);
  CHECK(rows == 1 + 3 * static_cast<int>(small_sweep().points[0].estimates.size()));
}

TEST_CASE("a comparison's screen fits 80 columns, with a paired answer first") {
  const Model first = model_with("support.package=52%"), second = model_with("support.package=60%");
  ComparisonReport report{
      .sides = {{"the one", {"A vote", "ab", "a.toml"}}, {"the other", {"A vote", "cd", "b.toml"}}},
      .comparisons = compare({&first, &second}, plan, Execution{}),
      .plan = plan,
      .method = "sample"};
  const std::string screen = text_report(report, {80, false});
  check_width(screen, 80);
  CHECK(holds(screen, "B is ratified"));
  CHECK(holds(screen, "in 100 more often than A (between"));
}

TEST_CASE("distances from saved results hold those of the votes themselves") {
  const Model first = model_with("support.package=52%"), second = model_with("support.package=60%");
  const Comparison paired = compare({&first, &second}, plan, Execution{}).front();
  const auto saved = [&](const Model& model) {
    return read_saved(to_json(run(model, plan, Execution{}), {"A vote", "ab", "a.toml"}), "a.json");
  };
  const Comparison unpaired = compare_saved(saved(first), saved(second), 0.95);
  CHECK(!unpaired.paired);
  CHECK(unpaired.ratified.value == doctest::Approx(paired.ratified.value));
  REQUIRE(unpaired.measures.size() == paired.measures.size());
  for (std::size_t m = 0; m < paired.measures.size(); ++m) {
    const MeasureComparison &of_votes = paired.measures[m], &of_saved = unpaired.measures[m];
    CAPTURE(of_votes.name);
    REQUIRE(of_saved.name == of_votes.name);
    CHECK(of_saved.difference.value == doctest::Approx(of_votes.difference.value));
    CHECK(of_saved.kolmogorov_smirnov.interval.low <= of_votes.kolmogorov_smirnov.value);
    CHECK(of_saved.kolmogorov_smirnov.interval.high >= of_votes.kolmogorov_smirnov.value);
    CHECK(of_saved.wasserstein.interval.low <= of_votes.wasserstein.value);
    CHECK(of_saved.wasserstein.interval.high >= of_votes.wasserstein.value);
  }
}

TEST_CASE("a solution's screen fits 80 columns and says on which side the target holds") {
  Solution solution{.source = {"A vote", "ab12", "vote.toml"},
                    .plan = plan,
                    .method = "exact",
                    .path = "layoffs.rejected.threat",
                    .measure = "ratified",
                    .sense = ">",
                    .search = {.low = 0, .high = 2, .target = 0.5}};
  solution.found = find_roots(solution.search, [](double x) {
    const double y = 0.75 - (x - 1) * (x - 1);
    return Estimate{
        .name = "ratified", .unit = "chance", .estimator = "exact", .mean = y, .interval = {y, y}};
  });
  const std::string screen = text_report(solution, {80, false});
  check_width(screen, 80);
  CHECK(holds(screen, "More than one value does: 2."));
  CHECK(holds(screen, "That is so for values 0.5"));
  CHECK(holds(text_report(solution, {200, false}), "for each 0.1 more."));
  solution.suffix = "%";  // "1% more" could be a hundredth of the share
  CHECK(holds(text_report(solution, {200, false}), "for each 0.1 percentage points more."));
}

}  // namespace
}  // namespace ayes
