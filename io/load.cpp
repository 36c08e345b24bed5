#include "io/load.h"

#include "io/places.h"
#include "models/compile/compile.h"
#include "sim/method.h"

namespace ayes {

namespace {

Loaded compiled(ScenarioFile file) {
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

}  // namespace

Loaded load(const std::string& path, const std::vector<std::string>& settings) {
  return compiled(read_scenario(path, settings));
}

Loaded load_text(std::string_view text, const std::string& path,
                 const std::vector<std::string>& settings) {
  return compiled(read_scenario_text(text, path, settings));
}

Loaded load_with(const Origin& origin, const std::string& option,
                 const std::vector<std::string>& added) {
  std::vector<std::string> all = origin.settings;
  all.insert(all.end(), added.begin(), added.end());
  try {
    return origin.merged ? load_text(*origin.merged, origin.path, all) : load(origin.path, all);
  } catch (const ScenarioError& error) {
    std::vector<Mistake> mistakes = error.mistakes();
    for (Mistake& mistake : mistakes) {
      if (mistake.file == "--set" && mistake.line > static_cast<int>(origin.settings.size())) {
        mistake.file = option + " " + all[static_cast<std::size_t>(mistake.line - 1)];
        mistake.line = mistake.column = 0;
      } else if (origin.merged && mistake.file != "--set") {
        mistake.line = mistake.column = 0;
      }
    }
    throw ScenarioError(std::move(mistakes));
  }
}

void check_method(Method method, const Loaded& scenario) {
  const auto mistake = why_not(scenario.model, method);
  if (!mistake) return;
  std::vector<Mistake> mistakes = {*mistake};
  locate(mistakes, scenario.file.places);
  throw ScenarioError(std::move(mistakes));
}

}  // namespace ayes
