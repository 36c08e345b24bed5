#include "io/scenario/settings.h"

#include "io/scenario/merge.h"
#include "io/scenario/shape.h"
#include "io/scenario/sources.h"
#include "io/scenario/toml_text.h"
#include "io/utf8.h"
#include "models/path.h"

namespace ayes::reading {
namespace {

using Form = Shape::Form;

int column_of(std::string_view text, std::size_t byte) { return position_of(text, byte).column; }

// Reads the dotted keys before the = and returns where the value starts; 0 if the text has no such
// form.
std::size_t read_path(std::string_view text, std::vector<Key>& path) {
  for (std::size_t i = 0;;) {
    Key key{"", column_of(text, i)};
    const char quote = i < text.size() && (text[i] == '"' || text[i] == '\'') ? text[i] : '\0';
    if (quote) {
      for (++i; i < text.size() && text[i] != quote; ++i) {
        if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) ++i;
        key.word += text[i];
      }
      if (i++ >= text.size()) return 0;
    } else {
      while (i < text.size() && text[i] != '.' && text[i] != '=') key.word += text[i++];
      while (key.word.ends_with(' ')) key.word.pop_back();
      if (key.word.empty()) return 0;
    }
    path.push_back(std::move(key));
    while (i < text.size() && text[i] == ' ') ++i;
    if (i >= text.size() || (text[i] != '.' && text[i] != '=')) return 0;
    if (text[i++] == '=') return i;
  }
}

void move_to(Node& node, Where where) {
  node.where = where;
  if (auto* list = node.as<std::vector<Node>>())
    for (Node& each : *list) move_to(each, where);
  if (auto* table = node.as<Table>())
    for (Entry& entry : table->entries) {
      entry.where = where;
      move_to(entry.node, where);
    }
}

// Reads a value as TOML, or as the text itself where it is not TOML: separate, 55%, 1 of 15.
std::optional<Node> read_value(std::string_view text, Where where, Report& report) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  Report trial;
  trial.places.files = {"--set"};
  const bool one_line = text.find('\n') == text.npos && text.find('#') == text.npos;
  auto table = one_line ? read_toml("v = " + std::string(text), 0, trial) : std::nullopt;
  if (table && table->entries.size() == 1) {
    Node value = std::move(table->entries.front().node);
    move_to(value, where);
    return value;
  }
  if (!text.empty() && std::string_view("[{\"'").find(text.front()) == std::string_view::npos)
    return Node{.value = std::string(text), .where = where};
  Words words{"the value " + in_quotes(text) + " cannot be read", "",
              "write PATH=VALUE, the value as in a file"};
  if (text.empty())
    words.problem = "there is no value after =";
  else if (!trial.mistakes.empty())
    words.why = trial.mistakes.front().problem;
  report.add(where, "", words);
  return std::nullopt;
}

struct Walk {
  const Setting& setting;
  Report& report;
  std::size_t at = 0;        // which key of the path comes next
  std::string path = {};     // of what has been walked
  Table* made_in = nullptr;  // the first table in which the walk made an entry, and its key
  std::string made = {};

  bool ended() const { return at >= setting.path.size(); }
  const std::string& word() const { return setting.path[at].word; }
  void next() { path = child(path, setting.path[at++].word); }
  Where where() const {
    const Key& key = setting.path[std::min(at, setting.path.size() - 1)];
    return {setting.where.file, setting.where.line, key.column};
  }
  void fail(Words words) {
    report.add(where(), path, std::move(words));
    if (made_in) made_in->erase(made);
  }

  void into(Entry& entry, const Shape& shape);
  void into_table(Table& table, const Shape& shape);
  void into_list(Entry& entry, const Shape& shape);
  void into_rule(Node& node);
  void into_value(Node& node);
  Entry& entry(Table& table);
};

Entry& Walk::entry(Table& table) {
  if (Entry* known = table.find(word())) return *known;
  if (!made_in) made_in = &table, made = word();
  return table.put({word(), where(), Node{.value = std::string(), .where = setting.where}});
}

void Walk::into(Entry& target, const Shape& shape) {
  if (shape.form == Form::listed) return into_list(target, shape);
  if (ended()) {
    target.node = setting.value;
  } else if (shape.form == Form::rule) {
    into_rule(target.node);
  } else if (shape.form == Form::leaf) {
    into_value(target.node);
  } else {
    const std::string* text = target.node.as<std::string>();
    if (text && text->empty()) target.node.value = Table{};
    expand_shorthand(target.node, shape);
    if (!target.node.as<Table>()) target.node.value = Table{};
    into_table(*target.node.as<Table>(), shape);
  }
}

void Walk::into_table(Table& table, const Shape& shape) {
  if (shape.form == Form::named) {
    Entry& target = entry(table);
    next();
    return into(target, shape.element.front());
  }
  const Field* field = shape.find(word());
  if (!field && !shape.open && word() != "use") {
    std::string suggestion = did_you_mean(word(), shape.keys());
    if (suggestion.empty()) suggestion = "known are " + either(shape.keys());
    return fail({"there is no " + child(path, word()),
                 "the path of a setting names what a file could state", suggestion});
  }
  static const Shape leaf;
  Entry& target = entry(table);
  next();
  into(target, field ? field->shape : leaf);
}

void Walk::into_list(Entry& target, const Shape& shape) {
  auto* list = target.node.as<std::vector<Node>>();
  if (ended())
    return fail({path + " is a list", "a setting reaches one element",
                 "write " + path + ".NAME.KEY=VALUE"});
  std::vector<std::string> names;
  if (list)
    for (const Node& element : *list) names.push_back(*text_of(element, shape.name_key));
  const auto found = std::ranges::find(names, word());
  if (found == names.end()) {
    std::string suggestion = did_you_mean(word(), names);
    if (suggestion.empty() && !names.empty() && names.size() <= 8)
      suggestion = "there are " + either(names);
    return fail({"there is no [[" + path + "]] " + in_quotes(word()),
                 "a setting changes what the files state", suggestion});
  }
  Node& element = (*list)[static_cast<std::size_t>(found - names.begin())];
  next();
  if (ended())
    return fail({path + " is a table", "a setting reaches one of its values",
                 "write " + path + ".KEY=VALUE"});
  into_table(*element.as<Table>(), shape);
}

// Finds the part of a rule that has a name.
Node* named_part(Node& node, std::string_view name, std::vector<std::string>& names) {
  if (auto* list = node.as<std::vector<Node>>()) {
    for (Node& each : *list)
      if (Node* found = named_part(each, name, names)) return found;
  }
  auto* table = node.as<Table>();
  if (!table) return nullptr;
  if (const std::string* own = text_of(node, "name")) {
    if (*own == name) return &node;
    names.push_back(*own);
  }
  for (Entry& entry : table->entries)
    if (Node* found = named_part(entry.node, name, names)) return found;
  return nullptr;
}

void Walk::into_rule(Node& node) {
  std::vector<std::string> names;
  if (Node* part = named_part(node, word(), names)) {
    next();
    if (ended()) {
      *part = setting.value;
      return;
    }
    return into_value(*part);
  }
  const bool last = at + 1 == setting.path.size();
  Table* table = node.as<Table>();
  if (table && (last || table->find(word()))) return into_value(node);
  std::string suggestion = did_you_mean(word(), names);
  if (suggestion.empty())
    suggestion = names.empty() ? "give the part a name in the file: { name = \"...\", ... }"
                               : "named are " + either(names);
  fail({"no part of " + path + " is called " + in_quotes(word()),
        "parts of a rule are reached by their name", suggestion});
}

// Goes by plain keys, and by numbers from 1 in a list: a rule's part, or an uncertain value's.
void Walk::into_value(Node& node) {
  if (ended()) {
    node = setting.value;
    return;
  }
  if (auto* list = node.as<std::vector<Node>>()) {
    std::size_t index = 0;
    for (const char c : word()) {
      const bool digit = c >= '0' && c <= '9' && index <= list->size();
      index = digit ? 10 * index + static_cast<std::size_t>(c - '0') : list->size() + 1;
    }
    if (index < 1 || index > list->size())
      return fail({path + " has no element " + in_quotes(word()),
                   "it has " + std::to_string(list->size()) + ", numbered from 1", ""});
    next();
    return into_value((*list)[index - 1]);
  }
  if (!node.as<Table>()) node.value = Table{};
  Entry& target = entry(*node.as<Table>());
  next();
  into_value(target.node);
}

}  // namespace

std::vector<Setting> read_settings(std::span<const std::string> texts, Report& report) {
  std::vector<Setting> settings;
  if (texts.empty()) return settings;
  const int file = add_file("--set", report);
  int line = 0;
  for (const std::string& text : texts) {
    Setting setting;
    ++line;
    if (const auto bad = first_invalid_utf8(text)) {
      report.add({file, line, 1}, "", {"the setting is not UTF-8 text", "", ""});
      continue;
    }
    const std::size_t start = read_path(text, setting.path);
    if (start == 0) {
      report.add({file, line, 1}, "",
                 {in_quotes(text) + " is not a setting", "a setting is PATH=VALUE",
                  "write for instance support.units.\"NP-4\".package=30%"});
      continue;
    }
    setting.where = {file, line, column_of(text, start)};
    auto value = read_value(std::string_view(text).substr(start), setting.where, report);
    if (!value) continue;
    setting.value = std::move(*value);
    settings.push_back(std::move(setting));
  }
  return settings;
}

void apply(const Setting& setting, Table& scenario, Report& report) {
  Setting at = setting;
  std::vector<Key>& path = at.path;
  if (path.size() >= 3 && path[0].word == "unit") {  // a unit's settings have moved to their tables
    const std::string key = path[2].word;
    const int column = path[2].column;
    if (key == "package" || key == "contract")
      path[0].word = "support", path.insert(path.begin() + 1, {"units", column});
    if (key == "turnout" || key == "ballot") {
      path.erase(path.begin() + 2);
      path[0].word = key;
      path.insert(path.begin() + 1, {"units", column});
    }
  }
  if (path.size() >= 3 && path[0].word == "rule") {  // a part that stands in [rules] by its name
    Entry *rule = scenario.find("rule"), *rules = scenario.find("rules");
    Table* named = rules ? rules->node.as<Table>() : nullptr;
    std::vector<std::string> names;
    const bool inside = rule && named_part(rule->node, path[1].word, names);
    if (named && named->find(path[1].word) && !inside) path[0].word = "rules";
  }
  Walk walk{at, report};
  walk.into_table(scenario, scenario_shape());
}

}  // namespace ayes::reading
