#include "io/result/text_report.h"
#include "models/rule_text.h"

#include <algorithm>

namespace ayes {
namespace {

struct ConditionWords {
  std::map<std::string, std::string>& found;

  void add(const RuleWords& rule) {
    if (!rule.name.empty()) found.emplace(rule.name, in_words(rule));
    std::visit([&](const auto& node) { add_parts(node); }, rule.node);
  }
  void add_all(const std::vector<RuleWords>& rules) {
    for (const RuleWords& rule : rules) add(rule);
  }
  void add_parts(const AllWords& words) { add_all(words.all); }
  void add_parts(const AnyWords& words) { add_all(words.any); }
  void add_parts(const NoneWords& words) { add_all(words.none); }
  void add_parts(const IfWords& words) { add_all(words.parts); }
  void add_parts(const auto&) {}
};

// Whether a rule is one condition, or several of which all must hold.
struct IsConjunction {
  const Scenario& scenario;
  int depth = 0;  // of names within names; compiling refuses a circle

  bool operator()(const RuleWords& rule) const {
    return std::visit([&](const auto& node) { return holds(node); }, rule.node);
  }
  bool holds(const AllWords& words) const {
    return std::all_of(words.all.begin(), words.all.end(), *this);
  }
  bool holds(const NamedWords& words) const {
    const auto named = scenario.rules.find(words.rule);
    if (named == scenario.rules.end()) return true;  // "own ballot"
    return depth < 100 && IsConjunction{scenario, depth + 1}(named->second);
  }
  bool holds(const AnyWords&) const { return false; }
  bool holds(const NoneWords&) const { return false; }
  bool holds(const IfWords&) const { return false; }
  bool holds(const auto&) const { return true; }
};

}  // namespace

Wording wording_of(const ScenarioFile& file) {
  const Scenario& scenario = file.scenario;
  Wording wording{.title = scenario.title,
                  .ratified = scenario.words.ratified,
                  .rejected = scenario.words.rejected,
                  .file = file.path};
  ConditionWords words{wording.conditions};
  if (scenario.rule) {
    words.add(*scenario.rule);
    wording.all_must_hold = IsConjunction{scenario}(*scenario.rule);
  }
  for (const auto& [name, rule] : scenario.rules) {
    words.add(rule);
    wording.conditions.emplace(name, in_words(rule));
  }
  return wording;
}

}  // namespace ayes
