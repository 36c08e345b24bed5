#include "io/scenario/schema.h"

#include "io/scenario/number.h"
#include "io/scenario/reader.h"
#include "io/scenario/shape.h"
#include "models/scenario/spelling.h"

#include <nlohmann/json.hpp>

namespace ayes {
namespace {

using namespace reading;
using Json = nlohmann::ordered_json;

constexpr std::int64_t largest_count = 1'000'000'000;

// Text patterns. Digits stand as a person writes them, so that 0.55 and .55 are both meant.
const std::string digits = R"((\d+\.?\d*|\.\d+))";
const std::string number = R"([+-]?)" + digits;
const std::string percent = number + " *%";
const std::string share_percent = R"([+]?(0*100(\.0*)?|0*\d{1,2}(\.\d*)?|\.\d+) *%)";
const std::string points = R"([+]?0*([0-4]?\d(\.\d*)?|\.\d+) +points)";

Json reference(const std::string& name) { return {{"$ref", "#/$defs/" + name}}; }

Json any_of(std::vector<Json> choices) { return {{"anyOf", std::move(choices)}}; }

// A table with these keys and no others.
Json closed(Json properties, std::vector<std::string> required = {}) {
  Json table = {{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) table["required"] = std::move(required);
  table["additionalProperties"] = false;
  return table;
}

Json list_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }

// ---- Numbers ----------------------------------------------------------------------------------

struct KindWords {
  Kind kind;
  const char *name, *meaning;
};
constexpr KindWords kinds[] = {
    {Kind::support, "support", "share of yes, 0 to 1 or \"55%\"; may be uncertain (probit-normal)"},
    {Kind::share, "share", "share or chance, 0 to 1 or \"55%\"; may be uncertain (Beta)"},
    {Kind::shift, "shift", "move on the probit scale; may be uncertain (normal)"},
    {Kind::spread, "spread",
     "standard deviation on the probit scale, or \"17 points\"; may be uncertain (log-normal)"},
    {Kind::amount, "amount", "people, dollars or a factor; may be uncertain (log-normal)"},
    {Kind::correlation, "correlation",
     "correlation, -1 to 1; may be uncertain (Beta stretched over -1 to 1)"},
    {Kind::percentage, "raise", "raise of pay, 0.03 or \"3%\"; may be uncertain (normal)"},
};

std::string name_of(Kind kind) {
  for (const KindWords& each : kinds)
    if (each.kind == kind) return each.name;
  return {};
}

// A number on a scale, between bounds that are part of it or not.
Json number_on(NumberScale scale, Json bounds) {
  Json plain = {{"type", "number"}};
  plain.update(bounds);
  const auto or_text = [&](const std::string& pattern) {
    return any_of({plain, {{"type", "string"}, {"pattern", "^ *" + pattern + " *$"}}});
  };
  switch (scale) {
    case NumberScale::share:
      return or_text(share_percent);
    case NumberScale::raise:
      return or_text(percent);
    case NumberScale::spread:
      return or_text(points);
    case NumberScale::plain:
      break;
  }
  return plain;
}

Json bounds_of(Kind kind) {
  const Range range = range_of(kind);
  const char* low = kind == Kind::percentage ? "exclusiveMinimum" : "minimum";
  return {{low, range.low}, {"maximum", range.high}};
}

// A parameter of a law.
Json parameter(Kind kind, std::string_view law, std::string_view key) {
  const NumberScale scale = scale_of(kind, law, key);
  if (key == "sd" || key == "weights") return number_on(scale, {{"minimum", 0}});
  if (key == "a" || key == "b") return number_on(scale, {{"exclusiveMinimum", 0}});
  if (key == "level" || key == "median")
    return number_on(scale, {{"exclusiveMinimum", 0}, {"exclusiveMaximum", 1}});
  return number_on(scale, bounds_of(kind));
}

// Sets every parameter of a law to a value in the middle of all kinds' ranges.
template <class L>
L harmless() {
  L law;
  L::fields(law, [](std::string_view key, auto& member, const char*) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, double>)
      member = key == "low" ? 0.25 : key == "high" ? 0.75 : key == "sd" ? 0.1 : 0.5;
    else
      member = {0.25, 0.75};
  });
  return law;
}

// Adds the table of law L, if it can be the law of this kind.
template <class L>
void add_law(Kind kind, std::vector<Json>& choices) {
  if constexpr (!std::is_same_v<L, Fixed>) {
    if (fault_of(harmless<L>(), kind)) return;
    std::string_view tag;
    if constexpr (requires { L::tag; }) tag = L::tag;
    Json properties = Json::object();
    std::vector<std::string> required;
    if (!tag.empty()) {
      properties["distribution"] = {{"description", "the law"}, {"enum", {tag}}};
      required.push_back("distribution");
    }
    L law;
    L::fields(law, [&](const std::string& key, auto& member, const char* sentence) {
      Json value = parameter(kind, tag, key);
      if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(member)>, double>)
        value = list_of(std::move(value));
      if (key == "interval") value.update({{"minItems", 2}, {"maxItems", 2}});
      properties[key] = {{"description", sentence}};
      properties[key].update(value);
      if (key != "level") required.push_back(key);
    });
    choices.push_back(closed(std::move(properties), std::move(required)));
  }
}

template <std::size_t... index>
void add_laws(Kind kind, std::vector<Json>& choices, std::index_sequence<index...>) {
  (add_law<std::variant_alternative_t<index, Law>>(kind, choices), ...);
}

Json quantity(const KindWords& words) {
  const NumberScale scale = scale_of(words.kind);
  // Without its percent sign, a raise of 1 or more is taken for a slip.
  const Json fixed = words.kind == Kind::percentage
                         ? Json{{"exclusiveMinimum", -1}, {"exclusiveMaximum", 1}}
                         : bounds_of(words.kind);
  std::vector<Json> choices = {number_on(scale, fixed)};
  const std::string end = scale == NumberScale::share    ? " *" + digits + "( *%)? *"
                          : scale == NumberScale::raise  ? " *" + number + "( *%)? *"
                          : scale == NumberScale::spread ? " *" + digits + "( +points)? *"
                                                         : " *" + number + " *";
  choices.push_back({{"type", "string"}, {"pattern", "^" + end + " to " + end + "$"}});
  add_laws(words.kind, choices, std::make_index_sequence<std::variant_size_v<Law>>());
  Json schema = {{"title", words.name}, {"description", words.meaning}};
  schema.update(any_of(std::move(choices)));
  return schema;
}

Json threshold() {
  return {
      {"title", "threshold"},
      {"description", "a count like 14, or a share like \"80%\", \"2/3\", \"half\" or \"all\""},
      {"anyOf",
       {{{"type", "integer"}, {"minimum", 0}, {"maximum", largest_count}},
        {{"type", "number"}, {"minimum", 0}, {"exclusiveMaximum", 1}},
        {{"type", "string"},
         {"pattern", R"(^ *(half|all|0*100(\.0+)? *%|0*\d{1,2}(\.\d+)? *%|\d+ */ *\d+) *$)"}}}}};
}

// ---- Tables -----------------------------------------------------------------------------------

// Keys whose whole numbers are 1 or more.
constexpr std::string_view from_one = "members";

// What stands in [[unit]] beside its fields and is moved to another table when it is read.
template <class Visit>
void unit_settings(Visit&& visit) {
  const UnitSupportTable support;
  visit("package", support.package, "share of yes to the package among those who vote");
  visit("contract", support.contract, "share of yes to the unit's own contract");
  visit("turnout", Share{}, "share of its eligible members who vote");
  visit("ballot", UnitBallotTable{}, "its ballot");
}

struct Writer {
  // Returns the schema of what may be written for a field of type T and this key.
  template <class T>
  static Json value(std::string_view key);

  // Returns the keys of a table, each with its sentence and default.
  template <class T>
  static Json properties();

  template <class T>
  static Json table();
  template <class T>
  static Json elements();
};

template <class T>
void add_default(const T& value, Json& schema) {
  if constexpr (std::is_enum_v<T>) {
    schema["default"] = spelled(value);
  } else if constexpr (requires { T::kind; }) {
    if (const auto* fixed = std::get_if<Fixed>(&value.law)) schema["default"] = fixed->value;
  } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::int64_t>) {
    if (value != 0 || std::is_same_v<T, bool>) schema["default"] = value;
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!value.empty()) schema["default"] = value;
  }
}

Json plain_number(std::string_view key) {
  const Limits* limits = limits_of(key);
  Json schema = {{"type", "number"}};
  if (key == "at") schema["not"] = {{"const", 0}};
  if (limits && limits->low == 2)
    schema["exclusiveMinimum"] = 2;  // and no maximum: degrees of freedom may be inf
  else if (limits)
    schema.update({{"minimum", limits->low}, {"maximum", limits->high}});
  return schema;
}

template <class T>
Json Writer::value(std::string_view key) {
  if constexpr (Optional<T>) {
    return value<typename Contents<T>::Of>(key);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return key == "about" ? Json{{"type", "string"}} : reference("text");
  } else if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    if (key == "ayes") return {{"enum", {1}}};
    return {{"type", "integer"}, {"minimum", key == from_one ? 1 : 0}, {"maximum", largest_count}};
  } else if constexpr (std::is_same_v<T, double>) {
    return plain_number(key);
  } else if constexpr (std::is_same_v<T, Date>) {
    return reference("date");
  } else if constexpr (std::is_same_v<T, Threshold>) {
    return reference("threshold");
  } else if constexpr (std::is_same_v<T, RuleWords>) {
    return reference("rule");
  } else if constexpr (requires { T::kind; }) {
    return reference(name_of(T::kind));
  } else if constexpr (Choice<T>) {
    Json words = Json::array();
    for (const auto& each : spellings(T{})) words.push_back(each.word);
    return {{"enum", words}};
  } else if constexpr (Named<T>) {
    return {{"type", "object"}, {"additionalProperties", value<typename Contents<T>::Of>("")}};
  } else if constexpr (List<T>) {
    if constexpr (HasFields<typename T::value_type>)
      return list_of(elements<typename T::value_type>());
    else
      return list_of(value<typename T::value_type>(key));
  } else if constexpr (HasShorthand<T>) {
    Json short_form;
    const T unsaid;
    T::fields(unsaid, [&](const char* inner, const auto& member, const char*) {
      if (std::string_view(inner) == T::shorthand)
        short_form = value<std::remove_cvref_t<decltype(member)>>(inner);
    });
    return any_of({short_form, table<T>()});
  } else {
    return table<T>();
  }
}

template <class T>
Json Writer::properties() {
  const T unsaid;
  Json out = Json::object();
  const auto add = [&](const char* key, const auto& member, const char* sentence) {
    out[key] = {{"description", sentence}};
    out[key].update(value<std::remove_cvref_t<decltype(member)>>(key));
    add_default(member, out[key]);
  };
  T::fields(unsaid, add);
  if constexpr (std::is_same_v<T, UnitWords>) unit_settings(add);
  return out;
}

template <class T>
Json Writer::table() {
  return closed(properties<T>());
}

// Elements of a [[list]]: each has a name, and `use = false` drops what a base file had.
template <class T>
Json Writer::elements() {
  const Shape shape = shape_of<std::vector<T>>();
  Json keys = properties<T>();
  keys[shape.name_key].erase("$ref");
  keys[shape.name_key].update({{"type", "string"}, {"minLength", 1}, {"not", {{"pattern", "\n"}}}});
  keys["use"] = {{"description", "false drops what the file that is extended had of this name"},
                 {"type", "boolean"}};
  Json schema = closed(std::move(keys), {shape.name_key});
  if (shape.open) schema["additionalProperties"] = reference("cell");
  return schema;
}

// ---- Rules ------------------------------------------------------------------------------------

Json named(Json properties) {
  Json out = {{"name", {{"description", "by which reports and --set know it"}}}};
  out["name"].update(reference("text"));
  out.update(properties);
  return out;
}

// Exactly one of these keys is there.
Json one_of(const std::vector<std::string>& keys) {
  Json choices = Json::array();
  for (const std::string& key : keys) choices.push_back({{"required", {key}}});
  return choices;
}

template <class T>
Json condition(std::vector<std::string> required) {
  Json schema = closed(named(Writer::properties<T>()), std::move(required));
  for (const char* names : {"in", "except"}) {  // one name may stand without brackets
    if (!schema["properties"].contains(names)) continue;
    Json& property = schema["properties"][names];
    Json list = list_of(reference("text"));
    property = {{"description", property["description"]}};
    property.update(any_of({reference("text"), std::move(list)}));
  }
  if constexpr (std::is_base_of_v<BoundWords, T>) {
    std::vector<std::string> bounds;
    const BoundWords bound;
    BoundWords::fields(bound, [&](const char* key, auto&&...) { bounds.push_back(key); });
    schema["oneOf"] = one_of(bounds);
  }
  return schema;
}

// What stands in a rule for each kind of node: its keyword first.
std::vector<Json> nodes(const NamedWords&) {
  return {closed(named({{"rule", reference("text")}}), {"rule"})};
}

std::vector<Json> nodes(const CountWords&) {
  std::vector<Json> both;
  for (const auto& answer : spellings(Answer{})) {
    const std::string word(answer.word);
    Json schema = condition<CountWords>({word});
    Json bodies = {
        {"description",
         "who is counted: \"unions\", \"units\", \"groups\", \"locals\", \"other unions\", a "
         "name of [groups], or a list of names"}};
    const Json name = {{"type", "string"}, {"minLength", 1}};
    Json names = list_of(name);
    names["minItems"] = 1;
    bodies.update(any_of({name, names}));
    schema["properties"][word] = bodies;
    both.push_back(schema);
  }
  return both;
}

std::vector<Json> nodes(const BallotsWords&) { return {condition<BallotsWords>({"ballots"})}; }
std::vector<Json> nodes(const BodyWords&) { return {condition<BodyWords>({"body"})}; }

std::vector<Json> joined(const char* key, const char* sentence) {
  Json rules = {{"description", sentence}, {"minItems", 1}};
  rules.update(list_of(reference("rule")));
  return {closed(named({{key, rules}}), {key})};
}
std::vector<Json> nodes(const AllWords&) { return joined("all", "every one must hold"); }
std::vector<Json> nodes(const AnyWords&) { return joined("any", "at least one must hold"); }
std::vector<Json> nodes(const NoneWords&) { return joined("none", "none may hold"); }

std::vector<Json> nodes(const IfWords&) {
  const Json rule = reference("rule");
  return {closed(named({{"if", rule}, {"then", rule}, {"else", rule}}), {"if", "then", "else"})};
}

std::vector<Json> nodes(const EachWords&) {
  Json each = {{"description", "no coalition: each union binds itself alone; in [rule] only"}};
  each["enum"] = {"union"};
  return {closed(named({{"each", each}}), {"each"})};
}

template <std::size_t... index>
Json rule(std::index_sequence<index...>) {
  std::vector<Json> choices = {{{"type", "string"}, {"minLength", 1}}};
  const auto add = [&](const auto& node) {
    for (Json& each : nodes(node)) choices.push_back(std::move(each));
  };
  (add(std::variant_alternative_t<index, decltype(RuleWords::node)>()), ...);
  Json schema = {{"title", "rule"},
                 {"description",
                  "when a package is ratified, or a body says yes; a text is "
                  "\"own ballot\" or a name of [rules]"}};
  schema.update(any_of(std::move(choices)));
  return schema;
}

Json definitions() {
  Json out = Json::object();
  out["text"] = {{"type", "string"}, {"not", {{"pattern", "\n"}}}};
  out["date"] = {{"title", "date"},
                 {"description", "a day without quotes, like 2011-06-24"},
                 {"type", "string"},
                 {"format", "date"},
                 {"pattern", R"(^\d{4}-\d{2}-\d{2}$)"}};
  out["cell"] = {{"description", "a column of your own, for drivers, groups and rules"},
                 {"type", {"string", "number", "boolean"}}};
  for (const KindWords& each : kinds) out[each.name] = quantity(each);
  out["threshold"] = threshold();
  out["rule"] = rule(std::make_index_sequence<std::variant_size_v<decltype(RuleWords::node)>>());
  return out;
}

// A file that neither extends another nor reads a roster states all its units.
Json whole_file() {
  const Json elsewhere = {{{"required", {"extends"}}}, {{"required", {"roster"}}}};
  const Json members = {{"properties", {{"unit", {{"items", {{"required", {"members"}}}}}}}},
                        {"required", {"unit"}}};
  return {{"if", {{"not", {{"anyOf", elsewhere}}}}}, {"then", members}};
}

}  // namespace

std::string scenario_schema() {
  Json properties = {{"extends",
                      {{"description", "file this one starts from, relative to this file"},
                       {"type", "string"},
                       {"minLength", 1}}}};
  properties.update(Writer::properties<Scenario>());
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "Ayes scenario"},
                 {"description", "Who votes, on what, by which rule, and what follows."}};
  schema.update(closed(std::move(properties)));
  schema.update(whole_file());
  schema["$defs"] = definitions();
  return schema.dump(2) + "\n";
}

}  // namespace ayes
