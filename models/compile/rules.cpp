// Rules of units, unions and the coalition: names to indices, thresholds and weights to whole
// numbers.
#include "models/compile/draft.h"
#include "models/int128.h"
#include "models/rule_text.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace ayes {
namespace {

// Whom a rule is about: the units that take part, and the unions if it is the coalition's.
struct Circle {
  bool coalition = false;
  std::vector<int> units;
  std::string who;  // for messages
};

struct RuleCompiler {
  Draft& draft;
  const Circle& circle;
  std::vector<std::string> open_names;             // rules being expanded, to find a circle
  std::vector<std::string>* conditions = nullptr;  // where reported conditions are listed

  Rule compile(const RuleWords& words, const std::string& path);
  std::vector<Rule> compile_list(const std::vector<RuleWords>& rules, const std::string& path);

  Bound bound(const BoundWords& words, const std::string& path);
  std::vector<std::int64_t> weights(const CountRule& rule, const std::string& column,
                                    const std::string& path);
  bool find_body(const std::string& name, CountRule& rule, const std::string& path);
  void check_size(const CountRule& rule, const std::string& path);

  void fill(Rule& rule, const NamedWords& words, const std::string& path);
  void fill(Rule& rule, const CountWords& words, const std::string& path);
  void fill(Rule& rule, const BallotsWords& words, const std::string& path);
  void fill(Rule& rule, const BodyWords& words, const std::string& path);
  void fill(Rule& rule, const AllWords& words, const std::string& path);
  void fill(Rule& rule, const AnyWords& words, const std::string& path);
  void fill(Rule& rule, const NoneWords& words, const std::string& path);
  void fill(Rule& rule, const IfWords& words, const std::string& path);
  void fill(Rule& rule, const EachWords& words, const std::string& path);
};

std::vector<std::string> names_in(const auto& index) {
  std::vector<std::string> names;
  for (const auto& [name, value] : index) names.push_back(name);
  return names;
}

Rule RuleCompiler::compile(const RuleWords& words, const std::string& path) {
  Rule rule;
  rule.words = in_words(words);
  rule.name = words.name.empty() ? rule.words : words.name;
  std::visit([&](const auto& node) { fill(rule, node, path); }, words.node);
  const bool condition = std::holds_alternative<CountRule>(rule.node) ||
                         std::holds_alternative<BallotsRule>(rule.node);
  if (conditions && condition && rule.condition < 0) {
    rule.condition = static_cast<int>(conditions->size());
    conditions->push_back(rule.name);
  }
  return rule;
}

std::vector<Rule> RuleCompiler::compile_list(const std::vector<RuleWords>& rules,
                                             const std::string& path) {
  if (rules.empty()) {
    draft.mistake(path, "a rule with an empty list", "it says nothing", "list its conditions");
  }
  std::vector<Rule> compiled;
  for (const RuleWords& rule : rules) compiled.push_back(compile(rule, path));
  return compiled;
}

Bound RuleCompiler::bound(const BoundWords& words, const std::string& path) {
  const int stated =
      words.at_least.has_value() + words.at_most.has_value() + words.more_than.has_value();
  if (stated != 1) {
    draft.mistake(path,
                  stated ? "a condition with more than one bound" : "a condition without a bound",
                  "exactly one says when it holds", "state at_least, at_most or more_than");
    return {};
  }
  Bound bound;
  const Threshold& threshold = words.at_least  ? *words.at_least
                               : words.at_most ? *words.at_most
                                               : *words.more_than;
  bound.sense = words.at_least  ? Bound::Sense::at_least
                : words.at_most ? Bound::Sense::at_most
                                : Bound::Sense::more_than;
  bound.share = threshold.kind == Threshold::Kind::share;
  bound.numerator = threshold.value.numerator;
  bound.denominator = threshold.value.denominator;
  return bound;
}

// A column of whole numbers; a union weighs the sum of its units.
std::vector<std::int64_t> RuleCompiler::weights(const CountRule& rule, const std::string& column,
                                                const std::string& path) {
  std::vector<std::int64_t> weights(rule.bodies.size(), 1);
  if (column.empty()) return weights;
  if (!has_column(draft, column)) {
    draft.mistake(path + ".weighted_by", "no unit has a column \"" + column + "\" to weigh by", "",
                  did_you_mean(column, column_names(draft)));
    return weights;
  }
  const auto weight_of = [&](int unit) -> std::int64_t {
    const double number = number_in_column(draft, unit, column, path + ".weighted_by");
    if (number < 0 || number > 1e9 ||
        number != static_cast<double>(static_cast<std::int64_t>(number))) {
      draft.mistake(path + ".weighted_by",
                    "unit \"" + draft.model.units[static_cast<std::size_t>(unit)].name +
                        "\" has a weight that is no whole number from 0 to 1,000,000,000",
                    "weights are compared exactly", "multiply all weights by 10, 100, ...");
      return 0;
    }
    return static_cast<std::int64_t>(number);
  };
  for (std::size_t k = 0; k < weights.size(); ++k) {
    if (!rule.unions) {
      weights[k] = weight_of(rule.bodies[k]);
      continue;
    }
    weights[k] = 0;
    for (int unit : draft.model.unions[static_cast<std::size_t>(rule.bodies[k])].units) {
      weights[k] += weight_of(unit);
    }
  }
  return weights;
}

// Comparisons are made in 64 bits; refuses what would not fit.
void RuleCompiler::check_size(const CountRule& rule, const std::string& path) {
  Int128 total = 0;
  for (std::int64_t weight : rule.weights) total += weight;
  const Int128 factor = std::max(rule.bound.numerator, rule.bound.denominator);
  if (total * factor < (static_cast<Int128>(1) << 62)) return;
  draft.mistake(path, "the weights of this condition are too large to compare exactly", "",
                "use smaller weights or a simpler threshold");
}

bool RuleCompiler::find_body(const std::string& name, CountRule& rule, const std::string& path) {
  const auto body = draft.union_index.find(name);
  const auto unit = draft.unit_index.find(name);
  if (circle.coalition && body != draft.union_index.end()) {
    rule.unions = true;
    rule.bodies = {body->second};
    return true;
  }
  if (unit != draft.unit_index.end() &&
      std::find(circle.units.begin(), circle.units.end(), unit->second) != circle.units.end()) {
    rule.unions = false;
    rule.bodies = {unit->second};
    return true;
  }
  std::vector<std::string> names = names_in(draft.unit_index);
  if (circle.coalition) {
    for (const auto& [known, index] : draft.union_index) names.push_back(known);
  }
  draft.mistake(path, "there is no union or unit \"" + name + "\" in " + circle.who, "",
                did_you_mean(name, names));
  return false;
}

void RuleCompiler::fill(Rule& rule, const NamedWords& words, const std::string& path) {
  if (words.rule == NamedWords::own_ballot) {
    BallotsRule ballots;
    ballots.units = circle.units;
    ballots.bound = {Bound::Sense::more_than, true, 1, 2};
    rule.node = std::move(ballots);
    return;
  }
  const auto named = draft.scenario.rules.find(words.rule);
  if (named == draft.scenario.rules.end()) {
    std::vector<std::string> names = names_in(draft.scenario.rules);
    names.emplace_back(NamedWords::own_ballot);
    draft.mistake(path, "there is no rule \"" + words.rule + "\"", "",
                  did_you_mean(words.rule, names));
    return;
  }
  if (std::find(open_names.begin(), open_names.end(), words.rule) != open_names.end()) {
    draft.mistake(path, "rule \"" + words.rule + "\" leads back to itself",
                  "it can never be decided", "break the circle");
    return;
  }
  open_names.push_back(words.rule);
  Rule found = compile(named->second, path_of({"rules", words.rule}));
  open_names.pop_back();
  rule.node = std::move(found.node);
  if (rule.name == rule.words) rule.name = words.rule;
  rule.words = std::move(found.words);
  rule.condition = found.condition;
}

void RuleCompiler::fill(Rule& rule, const CountWords& words, const std::string& path) {
  CountRule count;
  count.answer = words.answer;
  count.on = words.on.value_or(Question::package);
  count.of_voted = words.of == CountWords::Of::voted;
  count.bound = bound(words, path);
  if (words.bodies == "unions") {
    count.unions = true;
    if (!circle.coalition) {
      draft.mistake(path, "\"unions\" in a rule of " + circle.who, "it has units, not unions",
                    "write \"units\"");
      return;
    }
    for (int u = 0; u < static_cast<int>(draft.model.unions.size()); ++u) count.bodies.push_back(u);
  } else if (words.bodies == "units") {
    count.unions = false;
    count.bodies = circle.units;
  } else {
    const auto group = draft.scenario.groups.find(words.bodies);
    if (group == draft.scenario.groups.end()) {
      std::vector<std::string> names = names_in(draft.scenario.groups);
      names.insert(names.end(), {"unions", "units"});
      draft.mistake(path, "there is no group \"" + words.bodies + "\"",
                    "a condition counts \"unions\", \"units\" or a group of [groups]",
                    did_you_mean(words.bodies, names));
      return;
    }
    const std::string place = path_of({"groups", words.bodies});
    const GroupTable& table = group->second;
    if (!table.unions.empty() && !table.units.empty()) {
      draft.mistake(place, "group \"" + words.bodies + "\" has both unions and units",
                    "a condition counts one kind", "make two groups");
      return;
    }
    const bool wants_unions = !table.unions.empty();
    for (const std::string& name : wants_unions ? table.unions : table.units) {
      CountRule one;
      if (!find_body(name, one, place)) continue;
      if (one.unions != wants_unions) {
        draft.mistake(place, "\"" + name + "\" is a " + (one.unions ? "union" : "unit") +
                                 ", and is listed as a " + (wants_unions ? "union" : "unit"));
        continue;
      }
      count.bodies.push_back(one.bodies[0]);
    }
    count.unions = wants_unions;
  }
  for (const std::string& name : words.except) {
    const auto& index = count.unions ? draft.union_index : draft.unit_index;
    const auto body = index.find(name);
    const auto place = body == index.end()
                           ? count.bodies.end()
                           : std::find(count.bodies.begin(), count.bodies.end(), body->second);
    if (place == count.bodies.end()) {
      draft.mistake(path + ".except", "\"" + name + "\" is left out of a condition it isn't in", "",
                    did_you_mean(name, names_in(index)));
      continue;
    }
    count.bodies.erase(place);
  }
  if (count.bodies.empty()) {
    draft.mistake(path, "a condition that names no one", "it can't be met or failed",
                  "name some unions or units");
    return;
  }
  if (count.unions && words.on == Question::contract) {
    draft.mistake(path + ".on", "unions don't vote on contracts", "each unit has its own",
                  "write yes = \"units\"");
  }
  count.weights = weights(count, words.weighted_by, path);
  check_size(count, path);
  rule.node = std::move(count);
}

void RuleCompiler::fill(Rule& rule, const BallotsWords& words, const std::string& path) {
  BallotsRule ballots;
  ballots.ballots = words.ballots;
  ballots.of = words.of;
  ballots.on = words.on.value_or(Question::package);
  for (int u : circle.units) {
    const Unit& unit = draft.model.units[static_cast<std::size_t>(u)];
    if (ballots.on == Question::contract && !unit.votes_on_contract()) continue;
    ballots.units.push_back(u);
    ballots.eligible += unit.eligible;
  }
  if (ballots.units.empty()) {
    draft.mistake(path, "a condition on contract ballots where nobody is asked about a contract",
                  "", "ask about the package");
  }
  ballots.bound = bound(words, path);
  rule.node = std::move(ballots);
}

void RuleCompiler::fill(Rule& rule, const BodyWords& words, const std::string& path) {
  CountRule count;
  if (!find_body(words.body, count, path)) return;
  count.answer = words.says;
  count.weights = {1};
  count.bound = {Bound::Sense::at_least, false, 1, 1};
  rule.node = std::move(count);
}

void RuleCompiler::fill(Rule& rule, const AllWords& words, const std::string& path) {
  rule.node = AllRule{compile_list(words.all, path)};
}

void RuleCompiler::fill(Rule& rule, const AnyWords& words, const std::string& path) {
  rule.node = AnyRule{compile_list(words.any, path)};
}

void RuleCompiler::fill(Rule& rule, const NoneWords& words, const std::string& path) {
  rule.node = NoneRule{compile_list(words.none, path)};
}

void RuleCompiler::fill(Rule& rule, const IfWords& words, const std::string& path) {
  if (words.parts.size() != 3) {
    draft.mistake(path, "an `if` without `then` and `else`", "it must say what holds either way",
                  "write { if = ..., then = ..., else = ... }");
    return;
  }
  rule.node = IfRule{compile_list(words.parts, path)};
}

void RuleCompiler::fill(Rule&, const EachWords&, const std::string& path) {
  draft.mistake(path, "each = \"union\" inside another rule",
                "it says that there is no coalition, so nothing can be joined to it",
                "let it stand alone: rule = { each = \"union\" }");
}

Circle circle_of_unit(const Draft& draft, int unit) {
  return {false, {unit}, "unit \"" + draft.model.units[static_cast<std::size_t>(unit)].name + "\""};
}

void compile_unit_rules(Draft& draft) {
  for (const auto& [name, words] : draft.scenario.units.rules) {
    const int unit = draft.unit_index.at(name);
    const Circle circle = circle_of_unit(draft, unit);
    RuleCompiler compiler{draft, circle, {}, nullptr};
    Rule rule = compiler.compile(words, path_of({"units", "rules", name}));
    if (const auto* count = std::get_if<CountRule>(&rule.node)) {
      draft.mistake(path_of({"units", "rules", name}),
                    "a unit's rule counts bodies (" + std::to_string(count->bodies.size()) + ")",
                    "a unit decides by its ballots",
                    "write { ballots = \"yes\", of = \"cast\", at_least = \"2/3\" }");
    }
    draft.model.units[static_cast<std::size_t>(unit)].rule = std::move(rule);
  }
}

void compile_union_rules(Draft& draft) {
  const UnionsTable& table = draft.scenario.unions;
  const RuleWords pooled;
  for (Union& body : draft.model.unions) {
    const auto own = table.rules.find(body.name);
    const RuleWords& words = own == table.rules.end() ? table.decide : own->second;
    if (words == pooled) continue;
    const Circle circle{false, body.units, "union \"" + body.name + "\""};
    RuleCompiler compiler{draft, circle, {}, nullptr};
    body.rule =
        compiler.compile(words, own == table.rules.end() ? "unions.decide"
                                                         : path_of({"unions", "rules", body.name}));
  }
}

void compile_coalition_rule(Draft& draft) {
  Circle circle{true, {}, "the coalition"};
  for (int u = 0; u < static_cast<int>(draft.model.units.size()); ++u) circle.units.push_back(u);
  CoalitionRule& coalition = draft.model.rule;
  RuleCompiler compiler{draft, circle, {}, &coalition.conditions};
  const auto& stated = draft.scenario.rule;
  coalition.each_union = !stated || std::holds_alternative<EachWords>(stated->node);
  if (!coalition.each_union) {
    coalition.rule = compiler.compile(*stated, "rule");
    return;
  }
  CountWords all;
  all.bodies = "unions";
  all.at_least = Threshold{Threshold::Kind::share, {1, 1}};
  coalition.rule = compiler.compile(RuleWords{"all unions say yes", all}, "rule");
}

}  // namespace

void compile_rules(Draft& draft) {
  compile_unit_rules(draft);
  compile_union_rules(draft);
  compile_coalition_rule(draft);
  Model& model = draft.model;
  const auto asks = [](const auto& body) { return body.rule && asks_about_contracts(*body.rule); };
  model.rule_looks_at_ballots = looks_at_ballots(model.rule.rule);
  model.rules_ask_about_contracts = asks_about_contracts(model.rule.rule) ||
                                    std::any_of(model.unions.begin(), model.unions.end(), asks) ||
                                    std::any_of(model.units.begin(), model.units.end(), asks);
}

}  // namespace ayes
