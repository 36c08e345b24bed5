// The first screen of June 2011, byte for byte, and that all that is told of any scenario fits its
// page. `make screens` writes the files anew when a screen was changed on purpose.
#include "io/describe/describe.h"
#include "io/result/text_report.h"
#include "io/story/story.h"
#include "io/text_file.h"
#include "models/compile/compile.h"
#include "sim/replay.h"
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

// What is told of a scenario, on pages of any width.
struct Screens {
  ScenarioFile file;
  Model model;
  Result result;
  Story story;

  Screens(const std::string& scenario, std::int64_t replications)
      : file(read_scenario(house / scenario)),
        model(compile(file.scenario)),
        result(run(model, {.seed = 1, .replications = replications}, {})),
        story(replay(model, 1, 1)) {
    file.path = scenario;
  }
  std::string first(int width) const {
    return text_report(result, wording_of(file), {.width = width});
  }
  std::string described(int width) const {
    return describe(file.scenario, model, result, {.width = width});
  }
  std::string told(int width) const {
    return tell(story, model, file.scenario.words, {.width = width});
  }
};

std::vector<std::string> scenarios() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(house / "scenarios")) {
    if (entry.path().parent_path().filename() == "priors") continue;  // to be extended, not run
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
    const std::string screen = june.first(width);
    if (std::getenv("AYES_WRITE_SCREENS")) std::ofstream(agreed) << screen;
    CHECK(screen == read_text_file(agreed, 1 << 20));
  }
}

TEST_CASE("nothing that is told of a scenario is wider than its page, nor cuts a word") {
  REQUIRE(scenarios().size() > 20);
  for (const std::string& scenario : scenarios()) {
    const Screens screens(scenario, 500);
    for (const int width : {80, 100}) {
      std::istringstream text(screens.first(width) + screens.described(width) +
                              screens.told(width));
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
