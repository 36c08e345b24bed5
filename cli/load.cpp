#include "cli/load.h"

#include "models/compile/compile.h"

namespace ayes {

Loaded load(const std::string& path, const std::vector<std::string>& settings) {
  ScenarioFile file = read_scenario(path, settings);
  try {
    Model model = compile(file.scenario);
    return {std::move(file), std::move(model)};
  } catch (const ScenarioError& error) {
    std::vector<Mistake> mistakes = error.mistakes();
    locate(mistakes, file.places);
    sort_by_place(mistakes, file.places);
    throw ScenarioError(std::move(mistakes));
  }
}

}  // namespace ayes
