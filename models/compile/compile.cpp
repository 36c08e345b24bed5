#include "models/compile/compile.h"

#include "models/compile/draft.h"

namespace ayes {

Model compile_vote(const Scenario& scenario, const RoundTable* round) {
  Draft draft{scenario, {}, {}, {}, {}, {}, {}, round};
  draft.model.title = scenario.title;
  compile_roster(draft);
  if (!draft.mistakes.empty())
    throw ScenarioError(draft.mistakes);  // the rest would only echo them
  compile_inputs(draft);
  compile_consequences(draft);
  compile_calendar(draft);
  compile_shared_terms(draft);
  compile_unit_opinions(draft);
  compile_returning(draft);
  compile_expectations(draft);
  compile_rules(draft);
  compile_verdicts(draft);
  compile_streams(draft);
  if (!draft.mistakes.empty()) throw ScenarioError(draft.mistakes);
  return std::move(draft.model);
}

Model compile(const Scenario& scenario) {
  Model model = compile_vote(scenario, nullptr);
  if (!scenario.round.empty()) compile_rounds(scenario, model);
  return model;
}

std::string circle_in_words(const std::vector<std::string>& names, const std::string& verb) {
  std::string circle = names.front();
  for (std::size_t i = 0; i < names.size(); ++i)
    circle += (i == 0 ? " " : ", which ") + verb + " " + names[(i + 1) % names.size()];
  return circle;
}

std::string path_of(std::initializer_list<std::string_view> parts) {
  std::string path;
  for (std::string_view part : parts) {
    if (!path.empty()) path += '.';
    bool bare = !part.empty();
    for (char c : part) {
      bare = bare && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-');
    }
    if (bare) {
      path += part;
      continue;
    }
    path += '"';
    for (char c : part) {
      if (c == '"' || c == '\\') path += '\\';
      path += c;
    }
    path += '"';
  }
  return path;
}

}  // namespace ayes
