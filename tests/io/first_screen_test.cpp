// The first screen of June 2011, byte for byte, and that every scenario's fits its page. `make
// screens` writes the files anew when a screen was changed on purpose.
#include "io/result/text_report.h"
#include "io/text_file.h"
#include "models/compile/compile.h"
#include "sim/run.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace ayes {
namespace {

const std::filesystem::path house = AYES_SOURCE_DIR;

// What a run of a scenario printed on pages of some widths.
struct Screens {
  Result result;
  Wording wording;

  Screens(const std::string& scenario, std::int64_t replications) {
    const ScenarioFile file = read_scenario(house / scenario);
    result = run(compile(file.scenario), {.seed = 1, .replications = replications}, {});
    wording = wording_of(file);
    wording.file = scenario;
  }
  std::string of_width(int width) const { return text_report(result, wording, {.width = width}); }
};

std::vector<std::string> scenarios() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(house / "scenarios")) {
    if (entry.path().extension() == ".toml")
      found.push_back(std::filesystem::relative(entry.path(), house).string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST_CASE("the first screen of June 2011 is the one that was agreed on, wide and narrow") {
  const Screens june("scenarios/sebac-2011-june.toml", 10'000);
  for (const int width : {100, 80}) {
    const std::filesystem::path agreed =
        house / "tests/io/first_screen" / ("june-" + std::to_string(width) + ".txt");
    const std::string screen = june.of_width(width);
    if (std::getenv("AYES_WRITE_SCREENS")) std::ofstream(agreed) << screen;
    CHECK(screen == read_text_file(agreed, 1 << 20));
  }
}

TEST_CASE("no scenario's first screen is wider than its page, nor cuts a word") {
  REQUIRE(scenarios().size() > 20);
  for (const std::string& scenario : scenarios()) {
    const Screens screens(scenario, 500);
    for (const int width : {80, 100, 120}) {
      std::istringstream text(screens.of_width(width));
      for (std::string line; std::getline(text, line);) {
        CAPTURE(scenario);
        CAPTURE(line);
        const bool command = line.find("  ayes ") != std::string::npos;  // is to be copied whole
        CHECK((command || text_width(line) <= width));
        CHECK((line.starts_with("… and ") || line.find("…") == std::string::npos));
        CHECK_FALSE(line.ends_with(' '));
      }
    }
  }
}

}  // namespace
}  // namespace ayes
