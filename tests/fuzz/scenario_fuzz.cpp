// Any bytes, read as a scenario, end in a scenario or in mistakes; and what reads can be written
// and read again. The first line that starts with --set is a setting, so that its words are tried
// too.
#include "io/scenario_file.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> settings;
  if (text.starts_with("--set ")) {
    const std::size_t end = text.find('\n');
    settings.push_back(text.substr(6, end == text.npos ? end : end - 6));
    text.erase(0, end == text.npos ? end : end + 1);
  }
  ayes::ScenarioFile file;
  try {
    file = ayes::read_scenario_text(text, "no-such-folder/fuzz.toml", settings);
  } catch (const ayes::ScenarioError& error) {
    for (const ayes::Mistake& mistake : error.mistakes()) {
      if (mistake.problem.empty() || ayes::to_text(mistake).empty()) std::abort();
    }
    return error.mistakes().empty() ? (std::abort(), 0) : 0;
  }
  const std::string written = ayes::write_scenario(file.scenario);
  if (!(ayes::read_scenario_text(written, "again.toml").scenario == file.scenario)) std::abort();
  return 0;
}
