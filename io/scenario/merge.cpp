#include "io/scenario/merge.h"

#include "models/path.h"

#include <unordered_map>

namespace ayes::reading {
namespace {

using Form = Shape::Form;

bool states_use(const Node& element, bool value) {
  const Entry* use = element.as<Table>()->find("use");
  const bool* stated = use ? use->node.as<bool>() : nullptr;
  return stated && *stated == value;
}

const std::string& name_of(const Node& element, const Shape& shape) {
  return *text_of(element, shape.name_key);
}

// Checks one element of [[list]]; `first` holds the place of every name so far.
bool check_element(const Node& element, const Shape& shape, const std::string& path,
                   std::unordered_map<std::string, Where>& first, Report& report) {
  if (!element.as<Table>()) {
    report.add(element.where, path,
               {path + " holds " + shown(element), "each of its elements is a table",
                "write [[" + path + "]] and its keys below"});
    return false;
  }
  const Table& table = *element.as<Table>();
  const Entry* name = table.find(shape.name_key);
  if (!name || !name->node.as<std::string>() || name->node.as<std::string>()->empty()) {
    report.add(name ? name->node.where : element.where, path,
               {"this [[" + path + "]] has no " + shape.name_key,
                "it is known by it everywhere else", "add " + shape.name_key + " = \"...\""});
    return false;
  }
  if (const Entry* use = table.find("use"); use && !use->node.as<bool>())
    report.add(use->node.where, path,
               {"use is " + shown(use->node), "it says whether this element is kept",
                "write use = false to drop it, or remove the key"});
  const std::string& word = *name->node.as<std::string>();
  const auto [at, is_new] = first.emplace(word, name->node.where);
  if (!is_new)
    report.add(name->node.where, path,
               {"[[" + path + "]] " + in_quotes(word) + " is stated twice",
                "first at " + place_text(at->second, report.places),
                "remove one, or give it another name"});
  return is_new;
}

void check_list(Entry& entry, const Shape& shape, const std::string& path, Report& report) {
  if (entry.node.as<Table>()) {  // [unit] for [[unit]]
    report.add(entry.where, path,
               {"[" + path + "] has single brackets",
                "there can be several, each with a header of its own", "write [[" + path + "]]"});
    Node list{.value = std::vector<Node>{}, .where = entry.node.where};
    list.as<std::vector<Node>>()->push_back(std::move(entry.node));
    entry.node = std::move(list);
  }
  auto* list = entry.node.as<std::vector<Node>>();
  if (!list) return;  // the reader says so
  std::unordered_map<std::string, Where> first;
  std::erase_if(*list, [&](const Node& element) {
    return !check_element(element, shape, path, first, report);
  });
}

}  // namespace

void check_lists(Table& table, const Shape& shape, const std::string& path, Report& report) {
  for (Entry& entry : table.entries) {
    const Field* field = shape.find(entry.key);
    if (!field) continue;
    const std::string inner = child(path, entry.key);
    if (field->shape.form == Form::listed) check_list(entry, field->shape, inner, report);
    if (field->shape.form == Form::table && entry.node.as<Table>())
      check_lists(*entry.node.as<Table>(), field->shape, inner, report);
  }
}

void expand_shorthand(Node& node, const Shape& shape) {
  if (shape.shorthand.empty() || node.as<Table>()) return;
  Table table;
  table.put({shape.shorthand, node.where, node});
  node.value = std::move(table);
}

void merge_lists(std::vector<Node>& base, std::vector<Node> over, const Shape& shape) {
  std::unordered_map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < base.size(); ++i) at.emplace(name_of(base[i], shape), i);
  std::vector<bool> dropped(base.size(), false);
  std::vector<Node> added;
  for (Node& element : over) {
    const auto found = at.find(name_of(element, shape));
    if (found == at.end()) {
      added.push_back(std::move(element));
    } else if (states_use(element, false)) {
      dropped[found->second] = true;
    } else {
      Node& under = base[found->second];
      under.where = element.where;
      under.as<Table>()->erase("use");
      merge(*under.as<Table>(), std::move(*element.as<Table>()), shape);
    }
  }
  std::size_t i = 0;
  std::erase_if(base, [&](const Node&) { return dropped[i++]; });
  for (Node& element : added) base.push_back(std::move(element));
}

void merge(Table& base, Table over, const Shape& shape) {
  std::vector<Entry> added;
  for (Entry& entry : over.entries) {
    Entry* under = base.find(entry.key);
    const Field* field = shape.find(entry.key);
    const Shape* inner = shape.form == Form::named ? &shape.element.front()
                         : field                   ? &field->shape
                                                   : nullptr;
    if (under && inner && (inner->form == Form::table || inner->form == Form::named)) {
      expand_shorthand(under->node, *inner);
      expand_shorthand(entry.node, *inner);
    }
    Table *low = under ? under->node.as<Table>() : nullptr, *high = entry.node.as<Table>();
    auto* low_list = under ? under->node.as<std::vector<Node>>() : nullptr;
    auto* high_list = entry.node.as<std::vector<Node>>();
    if (inner && (inner->form == Form::table || inner->form == Form::named) && low && high)
      merge(*low, std::move(*high), *inner);
    else if (inner && inner->form == Form::listed && low_list && high_list)
      merge_lists(*low_list, std::move(*high_list), *inner);
    else if (under)
      *under = std::move(entry);
    else
      added.push_back(std::move(entry));
  }
  base.add(std::move(added));
}

void drop_unused(Table& table, const Shape& shape, const std::string& path, Report& report) {
  for (Entry& entry : table.entries) {
    const Field* field = shape.find(entry.key);
    if (!field) continue;
    const std::string inner = child(path, entry.key);
    if (field->shape.form == Form::table && entry.node.as<Table>())
      drop_unused(*entry.node.as<Table>(), field->shape, inner, report);
    auto* list = entry.node.as<std::vector<Node>>();
    if (field->shape.form != Form::listed || !list) continue;
    std::vector<std::string> names;
    for (const Node& element : *list)
      if (!states_use(element, false)) names.push_back(name_of(element, field->shape));
    std::erase_if(*list, [&](const Node& element) {
      if (!states_use(element, false)) return false;
      // Said on the command line it drops what the files hold.
      const Entry* use = element.as<Table>()->find("use");
      const auto file = static_cast<std::size_t>(use->node.where.file);
      if (file < report.places.files.size() && report.places.files[file] == "--set") return true;
      const std::string& name = name_of(element, field->shape);
      report.add(element.where, inner,
                 {"there is no [[" + inner + "]] " + in_quotes(name) + " to drop",
                  "use = false drops what a base file had", did_you_mean(name, names)});
      return true;
    });
    for (Node& element : *list) element.as<Table>()->erase("use");
  }
}

}  // namespace ayes::reading
