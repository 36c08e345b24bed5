#include "io/scenario/number.h"
#include "io/scenario/shape.h"
#include "models/path.h"

#include <cmath>
#include <type_traits>

namespace ayes::reading {
namespace {

// Reads the table of one law.
struct LawReader {
  const Table& table;
  Where where;
  const std::string& path;
  Kind kind;
  Report& report;

  template <class L>
  static constexpr std::string_view tag_of() {
    if constexpr (requires { L::tag; }) return L::tag;
    return {};
  }

  bool read(const Node& node, const std::string& inner, NumberScale scale, double& out) const {
    const auto value = read_number(node, inner, scale, report);
    if (value) out = *value;
    return value.has_value();
  }

  bool read(const Node& node, const std::string& inner, NumberScale scale,
            std::vector<double>& out) const {
    const auto* list = node.as<std::vector<Node>>();
    if (!list) {
      report.add(node.where, inner,
                 {inner + " is " + shown(node), "a list is expected", "write [..., ...]"});
      return false;
    }
    bool good = true;
    for (const Node& each : *list) {
      out.push_back(0);
      good = read(each, inner, scale, out.back()) && good;
    }
    return good;
  }

  template <class L>
  void law(Quantity& out) const {
    L stated;
    bool good = true;
    std::vector<std::string> keys;
    if (!tag_of<L>().empty()) keys.push_back("distribution");
    L::fields(stated, [&](const char* key, auto& member, const char* sentence) {
      keys.push_back(key);
      const std::string inner = child(path, key);
      if (const Entry* entry = table.find(key)) {
        report.places.where[inner] = entry->node.where;
        good = read(entry->node, inner, scale_of(kind, tag_of<L>(), key), member) && good;
      } else if (std::string_view(key) != "level") {
        report.add(where, path,
                   {path + " does not say " + key, sentence, "add " + std::string(key) + " = ..."});
        good = false;
      }
    });
    for (const Entry& entry : table.entries) {
      if (std::ranges::find(keys, entry.key) != keys.end()) continue;
      std::string suggestion = did_you_mean(entry.key, keys);
      if (suggestion.empty()) suggestion = "known are " + either(keys);
      report.add(
          entry.where, child(path, entry.key),
          {in_quotes(entry.key) + " is not known in " + path, "nothing would read it", suggestion});
      good = false;
    }
    if constexpr (std::is_same_v<L, Interval>) {
      if (good && stated.interval.size() != 2) {
        report.add(where, path,
                   {"the interval of " + path + " has " + std::to_string(stated.interval.size()) +
                        " values",
                    "it is the lowest and the highest", "write interval = [lo, hi]"});
        good = false;
      }
    }
    if (!good) return;
    out.law = stated;
    if (auto fault = fault_of(out.law, kind)) {
      fault->problem = path + ": " + fault->problem;
      report.add(where, path, *fault);
    }
  }

  // Reads the law whose tag is `distribution`; the alternatives of the variant are tried in turn.
  template <std::size_t index = 0>
  void tagged(const std::string& tag, const Entry& stated, Quantity& out,
              std::vector<std::string> tags = {}) const {
    if constexpr (index == std::variant_size_v<Law>) {
      std::string suggestion = did_you_mean(tag, tags);
      if (suggestion.empty()) suggestion = "known are " + either(tags);
      report.add(stated.node.where, path,
                 {"there is no distribution " + in_quotes(tag), "", suggestion});
    } else {
      using L = std::variant_alternative_t<index, Law>;
      if constexpr (requires { L::tag; }) {
        if (tag == L::tag) return law<L>(out);
        tags.push_back(std::string(L::tag));
      }
      tagged<index + 1>(tag, stated, out, std::move(tags));
    }
  }

  void read_table(Quantity& out) const {
    if (const Entry* stated = table.find("distribution")) {
      const std::string* tag = stated->node.as<std::string>();
      return tagged(tag ? *tag : shown(stated->node), *stated, out);
    }
    if (table.find("interval") || table.find("level")) return law<Interval>(out);
    if (table.find("mean") || table.find("sd")) return law<MeanSd>(out);
    if (table.entries.size() == 1) {
      const std::string suggestion = did_you_mean(
          table.entries.front().key, std::vector<std::string>{"mean", "interval", "distribution"});
      if (!suggestion.empty())
        return report.add(table.entries.front().where, path,
                          {in_quotes(table.entries.front().key) + " is not known in " + path,
                           "nothing would read it", suggestion});
    }
    report.add(where, path,
               {path + " is a table that states no number",
                "an uncertain value is { mean, sd }, { interval, level } or { distribution, ... }",
                "write for instance { mean = ..., sd = ... }"});
  }
};

// Reads "15% to 45%", an interval of the usual level.
bool read_words(const Node& node, const std::string& path, Kind kind, Quantity& out,
                Report& report) {
  const std::string* text = node.as<std::string>();
  const std::size_t to = text ? text->find(" to ") : std::string::npos;
  if (to == std::string::npos) return false;
  const auto end = [&](std::string part) {
    return read_number(Node{.value = std::move(part), .where = node.where, .cell = true}, path,
                       scale_of(kind), report);
  };
  const auto low = end(text->substr(0, to)), high = end(text->substr(to + 4));
  if (!low || !high) return true;
  out.law = Interval{.interval = {*low, *high}};
  if (auto fault = fault_of(out.law, kind)) {
    fault->problem = path + ": " + fault->problem;
    report.add(node.where, path, *fault);
  }
  return true;
}

}  // namespace

NumberScale scale_of(Kind kind) {
  switch (kind) {
    case Kind::support:
    case Kind::share:
      return NumberScale::share;
    case Kind::percentage:
      return NumberScale::raise;
    case Kind::spread:
      return NumberScale::spread;
    case Kind::shift:
    case Kind::amount:
    case Kind::correlation:
      break;
  }
  return NumberScale::plain;
}

NumberScale scale_of(Kind kind, std::string_view law, std::string_view key) {
  if (key == "level") return NumberScale::share;
  if (key == "a" || key == "b" || key == "weights") return NumberScale::plain;
  if (key == "median") return NumberScale::share;
  if (key == "sd" && (law == ProbitNormalLaw::tag || kind == Kind::shift || kind == Kind::support))
    return NumberScale::spread;
  return scale_of(kind);
}

void read_quantity(const Node& node, const std::string& path, Kind kind, Quantity& out,
                   Report& report) {
  if (const Table* table = node.as<Table>())
    return LawReader{*table, node.where, path, kind, report}.read_table(out);
  if (read_words(node, path, kind, out, report)) return;
  const auto value = read_number(node, path, scale_of(kind), report);
  if (!value) return;
  out.law = Fixed{*value};
  auto fault = fault_of(out.law, kind);
  const bool text = node.as<std::string>() && node.as<std::string>()->ends_with('%');
  if (!fault && kind == Kind::percentage && std::fabs(*value) >= 1 && !text)
    fault = Words{"", "that would be a raise of " + number_text(*value * 100) + "%",
                  "write \"" + number_text(*value) + "%\" or " + number_text(*value / 100)};
  if (!fault) return;
  fault->problem = path + " is " + shown(node);
  if (text && fault->suggestion.ends_with("%\"")) fault->suggestion.clear();  // it has its %
  report.add(node.where, path, *fault);
}

}  // namespace ayes::reading
