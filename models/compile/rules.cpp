// Rules of units, unions, groups and the coalition: names to indices, thresholds and weights to
// whole numbers.
#include "models/compile/bodies.h"
#include "models/compile/draft.h"
#include "models/int128.h"
#include "models/rule_text.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace ayes {
namespace {

// Whose rule it is, and the units whose ballots are that body's own.
struct Circle {
  enum class Kind { coalition, union_body, unit, divided_unit, group };
  Kind kind = Kind::coalition;
  int index = 0;  // of the body among its kind
  std::vector<int> units;
  std::string who;  // for messages
  Question question = Question::package;
};

// The rules of bodies that have no column of their own. They become part of the rules that ask
// them.
struct RuleBook {
  Draft& draft;
  Bodies bodies;
  std::vector<std::optional<Rule>> groups, divided_units, divided_contracts;
  std::vector<std::string> open = {};  // bodies whose rules are being compiled, to find a circle
};

struct RuleCompiler {
  Draft& draft;
  RuleBook& book;
  const Circle& circle;
  std::vector<std::string> open_names = {};        // rules being expanded, to find a circle
  std::vector<std::string>* conditions = nullptr;  // where reported conditions are listed

  Rule compile(const RuleWords& words, const std::string& path);
  std::vector<Rule> compile_list(const std::vector<RuleWords>& rules, const std::string& path);

  Bound bound(const BoundWords& words, const std::string& path);
  std::vector<Body> counted_bodies(const CountWords& words, const std::string& path);
  std::vector<Body> bodies_of_word(const std::string& word, const std::string& path);
  std::optional<Body> find_body(const std::string& name, Question on, const std::string& path);
  void leave_out(const std::vector<std::string>& except, std::vector<Body>& bodies,
                 const std::string& path);
  std::vector<std::int64_t> weights(const CountWords& words, const std::vector<Body>& bodies,
                                    const std::string& path);
  std::int64_t weight_in_column(int unit, const std::string& column, const std::string& path);
  std::vector<std::int64_t> weights_by_name(const CountWords& words,
                                            const std::vector<Body>& bodies,
                                            const std::string& path);
  void count(Rule& rule, const CountWords& words, std::vector<Body> bodies,
             const std::string& path);
  std::vector<int> units_named(const std::vector<std::string>& names, const std::string& path);

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

Circle circle_of(const RuleBook& book, const Body& body) {
  const auto name = [&](const char* what) {
    return std::string(what) + " \"" + book.bodies.name_of(body) + "\"";
  };
  const std::vector<int> units = book.bodies.units_of(body);
  switch (body.kind) {
    case Body::Kind::union_body:
      return {Circle::Kind::union_body, body.index, units, name("union")};
    case Body::Kind::unit:
      return {Circle::Kind::unit, body.index, units, name("unit")};
    case Body::Kind::divided_unit:
      return {Circle::Kind::divided_unit, body.index, units, name("unit")};
    case Body::Kind::group:
      return {Circle::Kind::group, body.index, units, name("group")};
  }
  return {};
}

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
                         std::holds_alternative<BallotsRule>(rule.node) ||
                         std::holds_alternative<GroupsRule>(rule.node);
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
  const int stated = words.at_least.has_value() + words.at_most.has_value() +
                     words.more_than.has_value() + words.less_than.has_value();
  if (stated != 1) {
    draft.mistake(
        path, stated ? "a condition with more than one bound" : "a condition without a bound",
        "exactly one says when it holds", "state at_least, at_most, more_than or less_than");
    return {};
  }
  Bound bound;
  const Threshold& threshold = words.at_least    ? *words.at_least
                               : words.at_most   ? *words.at_most
                               : words.more_than ? *words.more_than
                                                 : *words.less_than;
  bound.sense = words.at_least    ? Bound::Sense::at_least
                : words.at_most   ? Bound::Sense::at_most
                : words.more_than ? Bound::Sense::more_than
                                  : Bound::Sense::less_than;
  bound.share = threshold.kind == Threshold::Kind::share;
  bound.numerator = threshold.value.numerator;
  bound.denominator = threshold.value.denominator;
  return bound;
}

std::int64_t RuleCompiler::weight_in_column(int unit, const std::string& column,
                                            const std::string& path) {
  const double number = number_in_column(draft, unit, column, path + ".weighted_by");
  if (number >= 0 && number <= 1e9 &&
      number == static_cast<double>(static_cast<std::int64_t>(number))) {
    return static_cast<std::int64_t>(number);
  }
  draft.mistake(path + ".weighted_by",
                "unit \"" + draft.model.units[static_cast<std::size_t>(unit)].name +
                    "\" has a weight that is no whole number from 0 to 1,000,000,000",
                "weights are compared exactly", "multiply all weights by 10, 100, ...");
  return 0;
}

// A number stated for each body by its name.
std::vector<std::int64_t> RuleCompiler::weights_by_name(const CountWords& words,
                                                        const std::vector<Body>& bodies,
                                                        const std::string& path) {
  std::vector<std::int64_t> weights;
  std::vector<std::string> names;
  for (const Body& body : bodies) {
    names.push_back(book.bodies.name_of(body));
    const auto stated = words.weights.find(names.back());
    weights.push_back(stated == words.weights.end() ? 0 : stated->second);
    if (stated != words.weights.end()) continue;
    draft.mistake(path + ".weights", "\"" + names.back() + "\" has no weight",
                  "every body that is counted needs one", "add it, with 0 if that is meant");
  }
  for (const auto& [name, weight] : words.weights) {
    const bool left_out =
        std::find(words.except.begin(), words.except.end(), name) != words.except.end();
    if (left_out || std::find(names.begin(), names.end(), name) != names.end()) continue;
    draft.mistake(path + ".weights",
                  "\"" + name + "\" has a weight in a condition that doesn't count it", "",
                  did_you_mean(name, names));
  }
  return weights;
}

// A column of whole numbers, summed over a body's units; or a number for each body; or one.
std::vector<std::int64_t> RuleCompiler::weights(const CountWords& words,
                                                const std::vector<Body>& bodies,
                                                const std::string& path) {
  const std::string& column = words.weighted_by;
  if (!words.weights.empty()) {
    if (!column.empty())
      draft.mistake(path, "a condition states `weights` and `weighted_by`", "a body has one weight",
                    "remove one of them");
    return weights_by_name(words, bodies, path);
  }
  std::vector<std::int64_t> weights(bodies.size(), 1);
  if (column.empty()) return weights;
  if (!has_column(draft, column)) {
    draft.mistake(path + ".weighted_by", "no unit has a column \"" + column + "\" to weigh by", "",
                  did_you_mean(column, column_names(draft)));
    return weights;
  }
  for (std::size_t k = 0; k < weights.size(); ++k) {
    weights[k] = 0;
    for (int unit : book.bodies.units_of(bodies[k]))
      weights[k] += weight_in_column(unit, column, path);
  }
  return weights;
}

// Comparisons are made in 64 bits; refuses what would not fit.
void check_size(const std::vector<std::int64_t>& weights, const Bound& bound, Draft& draft,
                const std::string& path) {
  Int128 total = 0;
  for (std::int64_t weight : weights) total += weight;
  const Int128 factor = std::max(bound.numerator, bound.denominator);
  if (total * factor < (static_cast<Int128>(1) << 62)) return;
  draft.mistake(path, "the weights of this condition are too large to compare exactly", "",
                "use smaller weights or a simpler threshold");
}

// A body's own units are nearer to its rule than unions of the same name, and so is whom a group
// lists.
std::optional<Body> RuleCompiler::find_body(const std::string& name, Question on,
                                            const std::string& path) {
  if (circle.kind == Circle::Kind::group) {
    for (const Body& body : book.bodies.groups[static_cast<std::size_t>(circle.index)].bodies)
      if (book.bodies.name_of(body) == name) return body;
  }
  auto found = book.bodies.find(name, true);
  if (found && on == Question::package) {
    const std::vector<int> units = book.bodies.units_of(*found);
    const bool has_own =
        circle.kind != Circle::Kind::coalition && circle.kind != Circle::Kind::group;
    const bool own = has_own && std::includes(circle.units.begin(), circle.units.end(),
                                              units.begin(), units.end());
    if (!own) found = book.bodies.find(name);
  }
  if (!found)
    draft.mistake(path, "there is no union, unit or group \"" + name + "\"", "",
                  did_you_mean(name, book.bodies.names()));
  return found;
}

void RuleCompiler::leave_out(const std::vector<std::string>& except, std::vector<Body>& bodies,
                             const std::string& path) {
  for (const std::string& name : except) {
    const auto place = std::find_if(bodies.begin(), bodies.end(), [&](const Body& body) {
      return book.bodies.name_of(body) == name;
    });
    if (place != bodies.end()) {
      bodies.erase(place);
      continue;
    }
    std::vector<std::string> names;
    for (const Body& body : bodies) names.push_back(book.bodies.name_of(body));
    draft.mistake(path + ".except", "\"" + name + "\" is left out of a condition it isn't in", "",
                  did_you_mean(name, names));
  }
}

// What "unions", "units" and their like mean in the rule of this body.
std::vector<Body> RuleCompiler::bodies_of_word(const std::string& word, const std::string& path) {
  using Kind = Body::Kind;
  const Model& model = draft.model;
  const bool of_unit = circle.kind == Circle::Kind::unit;
  const bool divided = circle.kind == Circle::Kind::divided_unit;
  std::vector<Body> bodies;
  const auto wrong = [&](const std::string& why, const std::string& suggestion) {
    draft.mistake(path, "\"" + word + "\" in a rule of " + circle.who, why, suggestion);
  };
  const auto within = [&](const std::vector<int>& units) {
    return std::includes(circle.units.begin(), circle.units.end(), units.begin(), units.end());
  };
  if (word == "unions" || word == "other unions") {
    const bool others = word == "other unions";
    const int own = circle.kind == Circle::Kind::union_body ? circle.index
                    : of_unit || divided
                        ? model.units[static_cast<std::size_t>(circle.units[0])].union_index
                        : -1;
    if (others && own < 0) {
      wrong("it is in no union", "write \"unions\"");
    } else if (!others && own >= 0) {
      wrong(of_unit || divided ? "a unit decides by its ballots" : "it has units, not unions",
            "write \"units\" for its own, or \"other unions\"");
    } else if (circle.kind == Circle::Kind::group) {
      for (const Body& body : book.bodies.groups[static_cast<std::size_t>(circle.index)].bodies)
        if (body.kind == Kind::union_body) bodies.push_back(body);
    } else {
      for (int u = 0; u < static_cast<int>(model.unions.size()); ++u)
        if (u != own) bodies.push_back({Kind::union_body, u});
    }
  } else if (word == "units") {
    if (of_unit || divided) {
      wrong("a unit decides by its ballots",
            divided ? "write \"locals\""
                    : "write { ballots = \"yes\", of = \"cast\", at_least = \"2/3\" }");
      return {};
    }
    std::vector<bool> seen(model.divided_units.size(), false);
    for (int u : circle.units) {
      const int whole = model.units[static_cast<std::size_t>(u)].part_of;
      if (whole < 0) {
        bodies.push_back({Kind::unit, u});
      } else if (const auto d = static_cast<std::size_t>(whole); !seen[d]) {
        seen[d] = true;
        if (within(model.divided_units[d].locals)) bodies.push_back({Kind::divided_unit, whole});
      }
    }
  } else if (word == "locals") {
    if (of_unit) {
      wrong("it has none", "write { ballots = \"yes\", of = \"cast\", at_least = \"2/3\" }");
      return {};
    }
    for (int u : circle.units)
      if (model.units[static_cast<std::size_t>(u)].part_of >= 0) bodies.push_back({Kind::unit, u});
    if (bodies.empty())
      wrong("no unit is stated to be a local",
            "write \"units\", or state part_of = \"...\" for those that are");
  } else {
    const auto& groups = book.bodies.groups;
    if (circle.kind == Circle::Kind::group) {
      for (const Body& body : groups[static_cast<std::size_t>(circle.index)].bodies)
        if (body.kind == Kind::group) bodies.push_back(body);
    } else {
      for (int g = 0; g < static_cast<int>(groups.size()); ++g) {
        const Bodies::Group& group = groups[static_cast<std::size_t>(g)];
        if (group.table->rule && !group.inside && within(group.units))
          bodies.push_back({Kind::group, g});
      }
    }
    if (bodies.empty())
      wrong("no group with a rule of its own is in it",
            "state a rule in [groups.NAME], such as rule = \"own ballot\"");
  }
  return bodies;
}

std::vector<Body> RuleCompiler::counted_bodies(const CountWords& words, const std::string& path) {
  const std::size_t known = draft.mistakes.size();
  std::vector<Body> bodies;
  const std::string& word = words.bodies;
  if (word.empty()) {
    for (const std::string& name : words.listed) {
      const auto body = find_body(name, words.on.value_or(Question::package), path);
      if (!body) continue;
      if (std::find(bodies.begin(), bodies.end(), *body) != bodies.end())
        draft.mistake(path, "\"" + name + "\" is listed twice", "it would count twice",
                      "remove one");
      bodies.push_back(*body);
    }
  } else if (word == "unions" || word == "units" || word == "other unions" || word == "locals" ||
             word == "groups") {
    bodies = bodies_of_word(word, path);
  } else {
    const auto& groups = book.bodies.groups;
    const auto group = std::find_if(groups.begin(), groups.end(),
                                    [&](const auto& each) { return each.name == word; });
    if (group == groups.end()) {
      std::vector<std::string> names = {"unions", "units", "groups", "locals", "other unions"};
      for (const auto& each : groups) names.push_back(each.name);
      draft.mistake(path, "there is no group \"" + word + "\"",
                    "a condition counts \"unions\", \"units\", \"groups\" or a group of [groups]",
                    book.bodies.find(word)
                        ? "write a list for those that are named: [\"" + word + "\"]"
                        : did_you_mean(word, names));
      return {};
    }
    bodies = group->bodies;
  }
  leave_out(words.except, bodies, path);
  if (bodies.empty() && draft.mistakes.size() == known) {
    draft.mistake(path, "a condition that names no one", "it can't be met or failed",
                  "name some unions or units");
  }
  return bodies;
}

// When a body says yes: of a union or a unit its own answer, of others the rule by which they do.
Rule compile_body(RuleBook& book, const Body& body, Question on, const std::string& path);

// Counts the bodies: as columns of answers where all are unions or all are units, each by a rule
// otherwise.
void RuleCompiler::count(Rule& rule, const CountWords& words, std::vector<Body> bodies,
                         const std::string& path) {
  const Question on = words.on.value_or(Question::package);
  if (on == Question::contract) {
    for (const Body& body : bodies) {
      const bool local = body.kind == Body::Kind::unit &&
                         draft.model.units[static_cast<std::size_t>(body.index)].part_of >= 0;
      if (!local && (body.kind == Body::Kind::unit || body.kind == Body::Kind::divided_unit))
        continue;
      draft.mistake(path + ".on",
                    std::string(local                            ? "locals"
                                : body.kind == Body::Kind::group ? "groups"
                                                                 : "unions") +
                        " don't vote on contracts",
                    "each unit has its own", "write yes = \"units\"");
      return;
    }
  }
  const Bound stated = bound(words, path);
  const std::vector<std::int64_t> weight = weights(words, bodies, path);
  check_size(weight, stated, draft, path);
  const auto all_are = [&](Body::Kind kind) {
    return std::all_of(bodies.begin(), bodies.end(),
                       [&](const Body& body) { return body.kind == kind; });
  };
  const bool of_voted = words.of == CountWords::Of::voted;
  if (all_are(Body::Kind::union_body) || all_are(Body::Kind::unit)) {
    CountRule count;
    count.answer = words.answer;
    count.unions = all_are(Body::Kind::union_body);
    count.on = on;
    for (const Body& body : bodies) count.bodies.push_back(body.index);
    count.weights = weight;
    count.of_voted = of_voted;
    count.bound = stated;
    rule.node = std::move(count);
    return;
  }
  GroupsRule groups{words.answer, {}, weight, {}, of_voted, stated};
  for (const Body& body : bodies) {
    groups.bodies.push_back(compile_body(book, body, on, path));
    groups.bodies.back().name = book.bodies.name_of(body);
    groups.units.push_back(book.bodies.units_of(body));
  }
  rule.node = std::move(groups);
}

// The units whose ballots are named, each once.
std::vector<int> RuleCompiler::units_named(const std::vector<std::string>& names,
                                           const std::string& path) {
  std::vector<int> units;
  for (const std::string& name : names) {
    const auto body = find_body(name, Question::package, path);
    if (!body) continue;
    const std::vector<int> its = book.bodies.units_of(*body);
    units.insert(units.end(), its.begin(), its.end());
  }
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
  return units;
}

void RuleCompiler::fill(Rule& rule, const NamedWords& words, const std::string& path) {
  if (words.rule == NamedWords::own_ballot) {
    BallotsWords own;
    own.more_than = Threshold{};  // half
    return fill(rule, own, path);
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
  const std::size_t known = draft.mistakes.size();
  std::vector<Body> bodies = counted_bodies(words, path);
  if (draft.mistakes.size() > known) {
    bound(words, path);
    return;
  }
  count(rule, words, std::move(bodies), path);
}

void RuleCompiler::fill(Rule& rule, const BallotsWords& words, const std::string& path) {
  BallotsRule ballots;
  ballots.ballots = words.ballots;
  ballots.of = words.of;
  ballots.on = words.on.value_or(circle.question);
  const std::vector<int> units = words.in.empty() ? circle.units : units_named(words.in, path);
  const std::vector<int> left_out = units_named(words.except, path + ".except");
  const auto has = [](const std::vector<int>& among, int unit) {
    return std::find(among.begin(), among.end(), unit) != among.end();
  };
  for (int u : left_out) {
    if (has(units, u)) continue;
    draft.mistake(path + ".except",
                  "ballots of unit \"" + draft.model.units[static_cast<std::size_t>(u)].name +
                      "\" are left out of a condition they aren't in",
                  "", "");
  }
  for (int u : units) {
    const Unit& unit = draft.model.units[static_cast<std::size_t>(u)];
    if (has(left_out, u)) continue;
    if (ballots.on == Question::contract && !unit.votes_on_contract()) continue;
    ballots.units.push_back(u);
    ballots.eligible += unit.eligible;
  }
  if (ballots.units.empty() && ballots.on == Question::contract) {
    draft.mistake(path, "a condition on contract ballots where nobody is asked about a contract",
                  "", "ask about the package");
  } else if (ballots.units.empty() && words.in.empty() == units.empty()) {
    draft.mistake(path, "a condition on ballots of no one", "it can't be met or failed",
                  "name some unions or units");
  }
  ballots.bound = bound(words, path);
  rule.node = std::move(ballots);
}

void RuleCompiler::fill(Rule& rule, const BodyWords& words, const std::string& path) {
  CountWords one;
  one.answer = words.says;
  one.on = words.on;
  one.at_least = Threshold{Threshold::Kind::count, {1, 1}};
  if (const auto body = find_body(words.body, words.on.value_or(Question::package), path))
    count(rule, one, {*body}, path);
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

// Compiles the rule by which a body says yes that has no column of its own, once. A circle of such
// bodies is a mistake.
Rule compile_once(RuleBook& book, std::optional<Rule>& known, const Body& body, Question on,
                  const RuleWords& words, const std::string& path) {
  if (known) return *known;
  Circle circle = circle_of(book, body);
  circle.question = on;
  if (on == Question::contract) circle.who += " (its contract)";
  const auto at = std::find(book.open.begin(), book.open.end(), circle.who);
  if (at != book.open.end()) {
    book.draft.mistake(path, circle_in_words({at, book.open.end()}, "waits for"),
                       "none of them could decide first",
                       "ask for ballots instead: { ballots = \"yes\", in = \"...\", more_than = "
                       "\"half\" }");
    return {};
  }
  book.open.push_back(circle.who);
  RuleCompiler compiler{book.draft, book, circle};
  Rule rule = compiler.compile(words, path);
  book.open.pop_back();
  known = rule;
  return rule;
}

// The words stated for one of many, or for all; and where they stand.
struct StatedRule {
  const RuleWords& words;
  std::string path;
};

StatedRule stated_for(const std::map<std::string, RuleWords>& each, const RuleWords& all,
                      const std::string& name, const std::string& each_path,
                      const std::string& all_path) {
  const auto own = each.find(name);
  if (own == each.end()) return {all, all_path};
  return {own->second, each_path + "." + path_of({name})};
}

StatedRule rule_of_unit(const Draft& draft, const std::string& name, Question on) {
  const UnitsTable& table = draft.scenario.units;
  return on == Question::package
             ? stated_for(table.rules, table.decide, name, "units.rules", "units.decide")
             : stated_for(table.contract_rules, table.contract, name, "units.contract_rules",
                          "units.contract");
}

Rule compile_body(RuleBook& book, const Body& body, Question on, const std::string& path) {
  const auto index = static_cast<std::size_t>(body.index);
  const std::string name = book.bodies.name_of(body);
  if (body.kind == Body::Kind::group) {
    const Bodies::Group& group = book.bodies.groups[index];
    if (group.table->rule)
      return compile_once(book, book.groups[index], body, on, *group.table->rule,
                          path_of({"groups", name, "rule"}));
    book.draft.mistake(path, "group \"" + name + "\" is asked what it says, and has no rule",
                       "it is a list of names until a rule says when it says yes",
                       "add rule = \"own ballot\" to [groups." + path_of({name}) + "]");
    return {};
  }
  if (body.kind == Body::Kind::divided_unit) {
    const StatedRule stated = rule_of_unit(book.draft, name, on);
    auto& known = on == Question::package ? book.divided_units : book.divided_contracts;
    return compile_once(book, known[index], body, on, stated.words, stated.path);
  }
  CountRule one;
  one.unions = body.kind == Body::Kind::union_body;
  one.on = on;
  one.bodies = {body.index};
  one.weights = {1};
  one.bound = {Bound::Sense::at_least, false, 1, 1};
  return {name, -1, std::move(one), "says yes"};
}

const RuleWords pooled;

std::optional<Rule> compile_unit_rule(RuleBook& book, int u, Question on) {
  const Unit& unit = book.draft.model.units[static_cast<std::size_t>(u)];
  const UnitsTable& table = book.draft.scenario.units;
  const StatedRule stated = rule_of_unit(book.draft, unit.name, on);
  const bool own =
      (on == Question::package ? table.rules : table.contract_rules).contains(unit.name);
  if (unit.part_of >= 0 && own && on == Question::contract) {
    book.draft.mistake(stated.path, "\"" + unit.name + "\" is a local, with no contract of its own",
                       "its unit has one for all its locals",
                       "state the rule for the unit that it is part of");
    return {};
  }
  if (unit.part_of >= 0 && !own) return {};
  if (stated.words == pooled) return {};
  if (on == Question::contract && !own && !unit.votes_on_contract()) return {};
  Circle circle = circle_of(book, {Body::Kind::unit, u});
  circle.question = on;
  RuleCompiler compiler{book.draft, book, circle};
  return compiler.compile(stated.words, stated.path);
}

void compile_unit_rules(RuleBook& book) {
  for (int u = 0; u < static_cast<int>(book.draft.model.units.size()); ++u) {
    Unit& unit = book.draft.model.units[static_cast<std::size_t>(u)];
    unit.rule = compile_unit_rule(book, u, Question::package);
    unit.contract_rule = compile_unit_rule(book, u, Question::contract);
  }
  for (int d = 0; d < static_cast<int>(book.draft.model.divided_units.size()); ++d) {
    DividedUnit& unit = book.draft.model.divided_units[static_cast<std::size_t>(d)];
    const Body body{Body::Kind::divided_unit, d};
    compile_body(book, body, Question::package, "units");
    const StatedRule stated = rule_of_unit(book.draft, unit.name, Question::contract);
    if (stated.words == pooled) continue;
    unit.contract_rule = compile_body(book, body, Question::contract, stated.path);
  }
}

void compile_group_rules(RuleBook& book) {
  for (int g = 0; g < static_cast<int>(book.bodies.groups.size()); ++g) {
    const Bodies::Group& group = book.bodies.groups[static_cast<std::size_t>(g)];
    if (group.table->rule) compile_body(book, {Body::Kind::group, g}, Question::package, "groups");
  }
}

// The one unit that a union consists of, if it does.
std::optional<Body> only_unit(const Model& model, const Union& body) {
  const int whole = model.units[static_cast<std::size_t>(body.units[0])].part_of;
  if (whole < 0)
    return body.units.size() == 1 ? std::optional(Body{Body::Kind::unit, body.units[0]})
                                  : std::nullopt;
  const bool all = model.divided_units[static_cast<std::size_t>(whole)].locals == body.units;
  return all ? std::optional(Body{Body::Kind::divided_unit, whole}) : std::nullopt;
}

void compile_union_rules(RuleBook& book) {
  const UnionsTable& table = book.draft.scenario.unions;
  Model& model = book.draft.model;
  for (int u = 0; u < static_cast<int>(model.unions.size()); ++u) {
    Union& body = model.unions[static_cast<std::size_t>(u)];
    const StatedRule stated =
        stated_for(table.rules, table.decide, body.name, "unions.rules", "unions.decide");
    const auto compile = [&] {
      const Circle circle = circle_of(book, {Body::Kind::union_body, u});
      RuleCompiler compiler{book.draft, book, circle};
      return compiler.compile(stated.words, stated.path);
    };
    if (!(stated.words == pooled)) {
      body.rule = compile();
      continue;
    }
    // Pooled ballots need no rule of their own, but where a union has one unit, which may have one:
    // it says what the unit says, unless it is stated to count ballots.
    const auto only = only_unit(model, body);
    if (!only) continue;
    const bool divided = only->kind == Body::Kind::divided_unit;
    const bool unit_differs =
        divided ? !(rule_of_unit(book.draft, book.bodies.name_of(*only), Question::package).words ==
                    pooled)
                : model.units[static_cast<std::size_t>(only->index)].rule.has_value();
    const bool local_differs = body.units.size() == 1 && divided &&
                               model.units[static_cast<std::size_t>(body.units[0])].rule;
    if (table.rules.contains(body.name)) {
      if (unit_differs || local_differs) body.rule = compile();
    } else if (divided && (unit_differs || local_differs)) {
      body.rule = book.divided_units[static_cast<std::size_t>(only->index)];
    }
  }
}

void compile_coalition_rules(RuleBook& book) {
  Draft& draft = book.draft;
  Circle circle{Circle::Kind::coalition, 0, {}, "the coalition"};
  for (int u = 0; u < static_cast<int>(draft.model.units.size()); ++u) circle.units.push_back(u);
  CoalitionRule& coalition = draft.model.rule;
  RuleCompiler compiler{draft, book, circle, {}, &coalition.conditions};
  const auto& stated = draft.scenario.rule;
  coalition.each_union = !stated || std::holds_alternative<EachWords>(stated->node);
  if (!coalition.each_union) {
    coalition.rule = compiler.compile(*stated, "rule");
  } else {
    CountWords all;
    all.bodies = "unions";
    all.at_least = Threshold{Threshold::Kind::share, {1, 1}};
    coalition.rule = compiler.compile(RuleWords{"all unions say yes", all}, "rule");
  }

  RuleCompiler unreported{draft, book, circle};
  const auto& gate = draft.scenario.gate;
  if (gate && !gate->package_waits_for)
    draft.mistake("gate", "a gate without package_waits_for",
                  "it must say what the package waits for",
                  "state a rule: package_waits_for = { yes = \"units\", ... }");
  if (gate && gate->package_waits_for)
    draft.model.gate = unreported.compile(*gate->package_waits_for, "gate.package_waits_for");
  const auto& imposed = draft.scenario.imposed;
  if (imposed && imposed->only_if)
    draft.model.imposed->only_if = unreported.compile(*imposed->only_if, "imposed.only_if");
  const auto& everyone = draft.scenario.consequences.everyone_if;
  if (!everyone) return;
  if (!draft.model.unions_bind_themselves())
    draft.mistake("consequences.everyone_if", "everyone_if where the package binds everyone anyway",
                  "it says when those who refused are bound after all",
                  "state package_binds = \"approvers\" as well");
  draft.model.everyone_if = unreported.compile(*everyone, "consequences.everyone_if");
}

}  // namespace

void compile_rules(Draft& draft) {
  RuleBook book{draft, gather_bodies(draft), {}, {}, {}};
  Model& model = draft.model;
  book.groups.resize(book.bodies.groups.size());
  book.divided_units.resize(model.divided_units.size());
  book.divided_contracts.resize(model.divided_units.size());
  compile_unit_rules(book);
  compile_group_rules(book);
  compile_union_rules(book);
  compile_coalition_rules(book);
  const auto asks = [](const auto& body) { return body.rule && asks_about_contracts(*body.rule); };
  model.rule_looks_at_ballots = looks_at_ballots(model.rule.rule);
  model.rules_ask_about_contracts = asks_about_contracts(model.rule.rule) ||
                                    std::any_of(model.unions.begin(), model.unions.end(), asks) ||
                                    std::any_of(model.units.begin(), model.units.end(), asks);
}

}  // namespace ayes
