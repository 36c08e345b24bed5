// Explanations of scenario files: power before the vote is how often a vote decides, the formats
// agree, and the screen fits.
#include "io/explain/report.h"
#include "models/compile/compile.h"
#include "sim/explain/explain.h"
#include "tests/statistics.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <sstream>

namespace ayes::tests {
namespace {

const std::filesystem::path scenarios = std::filesystem::path(AYES_SOURCE_DIR) / "scenarios";

Explanation explained(const ScenarioFile& file, std::int64_t votes, int threads = 2) {
  return explain(compile(file.scenario), {1, votes}, Execution{threads, &kernels::best(), 0, {}});
}

// One-member unions, everybody votes, each yes as likely as a no: with no swing a vote decides as
// often as Banzhaf's value says; with a swing of 1 the share of yes is uniform, and it decides as
// often as Shapley and Shubik's index says (Straffin 1977).
void check_power(const std::string& name, const std::string& swing, auto power) {
  const std::vector<std::string> settings = {"support.swing=" + swing};
  const Explanation found = explained(read_scenario(scenarios / "learn" / name, settings), 65'536);
  CHECK(found.looked_at == 65'536);
  for (std::size_t u = 0; u < found.unions.size(); ++u) {
    const double truth = power(*found.power.unions[u]).value;
    for (const Chance& decides : {found.unions[u].decides, found.units[u].decides}) {
      const auto count = std::llround(decides.probability * static_cast<double>(found.looked_at));
      CHECK(statistics::binomial_agrees(count, found.looked_at, truth));
    }
  }
}

TEST_CASE("votes decide as often as their voting power says") {
  for (const char* name :
       {"un-security-council.toml", "eec-1958.toml", "fourteen-of-fifteen.toml"}) {
    CAPTURE(name);
    check_power(name, "0", [](const power::Power& power) { return power.banzhaf; });
    check_power(name, "1", [](const power::Power& power) { return power.shapley; });
  }
}

TEST_CASE("an explanation's bytes are the same on any number of threads") {
  const ScenarioFile june = read_scenario(scenarios / "sebac-2011-june.toml");
  const std::string one = explanation_json(explained(june, 3'000, 1), source_of(june));
  CHECK(one == explanation_json(explained(june, 3'000, 3), source_of(june)));
}

TEST_CASE("JSON and CSV hold the same numbers") {
  const ScenarioFile file = read_scenario(scenarios / "learn" / "un-security-council.toml");
  const std::string json = explanation_json(explained(file, 4'000), source_of(file));
  const auto document = nlohmann::json::parse(json);
  CHECK(document["unions"][0]["power"]["shapley_shubik"]["fraction"] == "421/2145");
  CHECK(document["unions"][14]["power"]["shapley_shubik"]["fraction"] == "4/2145");
  const std::string csv = explanation_csv(json);
  CHECK(csv.starts_with("scope,name,measure,statistic,value\n"));
  CHECK(csv.find("\nunion,China,power.shapley_shubik,fraction,421/2145\n") != std::string::npos);
  CHECK(csv.find("\nvariance,ballots,first_order,share,") != std::string::npos);
}

TEST_CASE("every line of every scenario's explanation fits the page") {
  for (const char* name :
       {"sebac-2011-june.toml", "features/rule-tree.toml", "features/each-union.toml",
        "learn/one-unit.toml", "learn/un-security-council.toml"}) {
    const ScenarioFile file = read_scenario(scenarios / name);
    const Explanation explanation = explained(file, 2'000);
    for (int width : {80, 120}) {
      std::istringstream lines(explanation_text(explanation, wording_of(file), {.width = width}));
      for (std::string line; std::getline(lines, line);) {
        CAPTURE(name);
        CAPTURE(line);
        CHECK(text_width(line) <= width);
        CHECK(!line.ends_with(' '));
      }
    }
  }
}

}  // namespace
}  // namespace ayes::tests
