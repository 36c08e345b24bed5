// Rules: a table is told by the key that is present, a text is the name of a rule or "own ballot".
#include "io/scenario/reader.h"

namespace ayes::reading {
namespace {

const std::vector<std::string> keywords = {"all", "any",     "none", "if",   "yes",
                                           "no",  "ballots", "body", "each", "rule"};
const std::vector<std::string> bounds = {"at_least", "at_most", "more_than", "less_than"};

constexpr const char* what_a_rule_is =
    "a rule is a table with one of all, any, none, if, yes, no, ballots or body, or the name of a "
    "rule";

// Where "pooled" and "units" are words for a whole rule.
bool of_several_units(std::string_view path) {
  return path == "unions.decide" || path.starts_with("unions.rules.") ||
         (path.starts_with("groups.") && path.ends_with(".rule"));
}

}  // namespace

void Reader::read(const Node& node, const std::string& path, RuleWords& out) {
  rule_names_.clear();
  rule(node, path, path, out);
}

void Reader::rule(const Node& node, const std::string& path, const std::string& root,
                  RuleWords& out) {
  report_.places.where[path] = node.where;
  if (node.as<std::string>()) return rule_text(node, path, root, out);
  if (node.as<Table>()) return rule_table(node, path, root, out);
  const bool list = node.as<std::vector<Node>>() != nullptr;
  expected(node, path, what_a_rule_is,
           list ? "write { all = [...] } if every one must hold, { any = [...] } if one must" : "");
}

void Reader::rule_text(const Node& node, const std::string& path, const std::string& root,
                       RuleWords& out) {
  const std::string& text = *node.as<std::string>();
  if (text.empty()) return expected(node, path, what_a_rule_is);
  const bool whole = path == root && of_several_units(path);
  if (whole && text == "pooled") {
    out.node = NamedWords{};
  } else if (whole && text == "units") {
    CountWords most;
    most.bodies = "units";
    most.more_than = Threshold{};  // more than half of its units
    out.node = most;
  } else {
    out.node = NamedWords{text};
  }
}

void Reader::rule_table(const Node& node, const std::string& path, const std::string& root,
                        RuleWords& out) {
  const Table& table = *node.as<Table>();
  std::string place = path;
  if (const Entry* name = table.find("name")) {
    read(name->node, child(path, "name"), out.name);
    place = child(root, out.name);
    if (!out.name.empty() && !rule_names_.insert(out.name).second)
      report_.add(name->node.where, place,
                  {"two parts of " + root + " are called " + in_quotes(out.name),
                   "parts are told apart by their names", "rename one"});
    report_.places.where[place] = node.where;
  }
  std::vector<std::string> stated;
  for (const std::string& keyword : keywords)
    if (table.find(keyword)) stated.push_back(keyword);
  if (stated.size() == 1) return rule_node(node, place, root, stated.front(), out);
  if (stated.size() > 1) {
    report_.add(
        node.where, place,
        {place + " states " + stated[0] + " and " + stated[1], "a condition states one thing",
         "join two conditions with all = [{ ... }, { ... }]"});
    return;
  }
  std::string suggestion;
  for (const Entry& entry : table.entries)
    if (suggestion.empty()) suggestion = did_you_mean(entry.key, keywords);
  report_.add(node.where, place,
              {place + " does not say what is tested", what_a_rule_is, suggestion});
}

std::vector<RuleWords> Reader::rule_list(const Entry& entry, const std::string& path,
                                         const std::string& root) {
  std::vector<RuleWords> rules;
  const std::string inner = child(path, entry.key);
  const auto* list = entry.node.as<std::vector<Node>>();
  if (!list || list->empty()) {
    if (list)
      report_.add(entry.node.where, inner,
                  {inner + " is an empty list", "it joins rules", "put at least one rule in it"});
    else
      expected(entry.node, inner, "it joins rules in a list",
               "write " + entry.key + " = [{ ... }, { ... }]");
    return rules;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    rules.emplace_back();
    rule((*list)[i], inner + "[" + std::to_string(i + 1) + "]", root, rules.back());
  }
  return rules;
}

void Reader::if_rule(const Table& table, Where where, const std::string& path,
                     const std::string& root, RuleWords& out) {
  IfWords parts;
  for (const char* key : {"if", "then", "else"}) {
    parts.parts.emplace_back();
    if (const Entry* entry = table.find(key))
      rule(entry->node, child(path, key), root, parts.parts.back());
    else
      report_.add(
          where, path,
          {path + " has no " + std::string(key), "it is { if = ..., then = ..., else = ... }", ""});
  }
  out.node = std::move(parts);
}

void Reader::one_bound(const Table& table, Where where, const std::string& path) {
  std::vector<std::string> stated;
  for (const std::string& bound : bounds)
    if (table.find(bound)) stated.push_back(bound);
  if (stated.size() == 1) return;
  if (stated.empty())
    report_.add(where, path,
                {path + " has no bound", "a count is held against a number",
                 "add at_least, at_most, more_than or less_than = 14, \"80%\", \"half\" ..."});
  else
    report_.add(where, path,
                {path + " states " + stated[0] + " and " + stated[1], "a condition has one bound",
                 "join two conditions with all = [{ ... }, { ... }]"});
}

// Reads names of bodies: a list, or one of them alone.
void Reader::names(const Entry& entry, const std::string& path, std::vector<std::string>& out) {
  if (!entry.node.as<std::string>()) return value(entry.node, path, out);
  out.resize(1);
  value(entry.node, path, out.front());
}

// Reads the fields of a condition; `keys` of its own are already read.
template <class T>
void Reader::condition(const Table& table, Where where, const std::string& path, T& out) {
  constexpr bool counts = std::is_base_of_v<BoundWords, T>;
  weighed_ = std::is_same_v<T, BallotsWords> || table.find("weighted_by") || table.find("weights");
  std::vector<std::string> keys = {"name"};
  if constexpr (std::is_same_v<T, CountWords>) {
    keys.push_back("yes");
    keys.push_back("no");
  }
  T::fields(out, [&](const char* key, auto& member, const char*) {
    keys.push_back(key);
    const Entry* entry = table.find(key);
    if (!entry) return;
    if constexpr (std::is_same_v<decltype(member), std::vector<std::string>&>) {
      names(*entry, child(path, key), member);
    } else {
      value(entry->node, child(path, key), member);
    }
  });
  for (const Entry& entry : table.entries)
    if (std::ranges::find(keys, entry.key) == keys.end()) unknown_key(entry, path, keys);
  if constexpr (counts) one_bound(table, where, path);
  weighed_ = false;
}

void Reader::rule_node(const Node& node, const std::string& path, const std::string& root,
                       const std::string& keyword, RuleWords& out) {
  const Table& table = *node.as<Table>();
  const Entry& entry = *table.find(keyword);
  const auto allow = [&](const std::vector<std::string>& keys) {
    for (const Entry& each : table.entries)
      if (std::ranges::find(keys, each.key) == keys.end()) unknown_key(each, path, keys);
  };
  if (keyword == "yes" || keyword == "no") {
    CountWords count;
    count.answer = keyword == "yes" ? Answer::yes : Answer::no;
    const auto* list = entry.node.as<std::vector<Node>>();
    if (list) {
      value(entry.node, child(path, keyword), count.listed);
    } else {
      value(entry.node, child(path, keyword), count.bodies);
    }
    if ((entry.node.as<std::string>() && count.bodies.empty()) || (list && list->empty()))
      expected(entry.node, child(path, keyword), "it names who is counted",
               "write \"unions\", \"units\", a group's name or a list of names");
    condition(table, node.where, path, count);
    out.node = std::move(count);
  } else if (keyword == "ballots") {
    condition(table, node.where, path, out.node.emplace<BallotsWords>());
  } else if (keyword == "body") {
    condition(table, node.where, path, out.node.emplace<BodyWords>());
  } else if (keyword == "all") {
    allow({"all", "name"});
    out.node = AllWords{rule_list(entry, path, root)};
  } else if (keyword == "any") {
    allow({"any", "name"});
    out.node = AnyWords{rule_list(entry, path, root)};
  } else if (keyword == "none") {
    allow({"none", "name"});
    out.node = NoneWords{rule_list(entry, path, root)};
  } else if (keyword == "if") {
    allow({"if", "then", "else", "name"});
    if_rule(table, node.where, path, root, out);
  } else if (keyword == "rule") {
    allow({"rule", "name"});
    value(entry.node, child(path, "rule"), out.node.emplace<NamedWords>().rule);
  } else {
    allow({"each", "name"});
    const std::string* each = entry.node.as<std::string>();
    if (!each || *each != "union")
      expected(entry.node, child(path, "each"), "it is \"union\": each binds itself alone");
    out.node = EachWords{};
  }
}

}  // namespace ayes::reading
