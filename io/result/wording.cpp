#include "io/result/text_report.h"
#include "models/rule_text.h"

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

}  // namespace

Wording wording_of(const ScenarioFile& file) {
  const Scenario& scenario = file.scenario;
  Wording wording{scenario.title, scenario.words.ratified, scenario.words.rejected, {}, file.path};
  ConditionWords words{wording.conditions};
  if (scenario.rule) words.add(*scenario.rule);
  for (const auto& [name, rule] : scenario.rules) {
    words.add(rule);
    wording.conditions.emplace(name, in_words(rule));
  }
  return wording;
}

}  // namespace ayes
