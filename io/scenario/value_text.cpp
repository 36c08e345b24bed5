#include "io/scenario/value_text.h"

#include "io/scenario/report.h"
#include "models/path.h"
#include "models/scenario/spelling.h"

#include <array>
#include <charconv>
#include <cmath>

namespace ayes::reading {
namespace {

std::string list(const std::vector<double>& values) {
  std::string text = "[";
  for (std::size_t i = 0; i < values.size(); ++i)
    text += (i == 0 ? "" : ", ") + number_text(values[i]);
  return text + "]";
}

// Keys and values of an inline table, in order.
struct Inline {
  std::string text = "{ ";
  void put(std::string_view key, const std::string& value) {
    if (text.size() > 2) text += ", ";
    text += std::string(key) + " = " + value;
  }
  std::string close() { return text + " }"; }
};

// Returns 3 as "300%": the shortest decimal with its point moved, so that it reads back equal.
std::string percent(double value) {
  std::array<char, 400> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
          .ptr;
  std::string digits(buffer.data(), end);
  std::size_t point = digits.find('.');
  if (point == digits.npos)
    point = digits.size();
  else
    digits.erase(point, 1);
  while (digits.size() < point + 2) digits += '0';
  if (digits.size() > point + 2) digits.insert(point + 2, ".");
  return toml_string(digits + "%");
}

struct LawText {
  Kind kind;

  std::string operator()(const Fixed& law) const {
    if (kind == Kind::percentage && std::fabs(law.value) >= 1) return percent(law.value);
    return number_text(law.value);
  }
  template <class L>
  std::string operator()(const L& law) const {
    Inline table;
    if constexpr (requires { L::tag; }) table.put("distribution", toml_string(L::tag));
    L::fields(law, [&](const char* key, const auto& member, const char*) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, double>) {
        const bool usual = std::is_same_v<L, Interval> && member == Interval{}.level;
        if (!usual) table.put(key, number_text(member));
      } else {
        table.put(key, list(member));
      }
    });
    return table.close();
  }
};

std::string rules(const std::vector<RuleWords>& parts) {
  std::string text = "[\n";
  for (const RuleWords& part : parts) {
    const std::string inner = toml_rule(part);
    text += "  ";
    for (const char c : inner) text += c == '\n' ? std::string("\n  ") : std::string(1, c);
    text += ",\n";
  }
  return text + "]";
}

std::string strings(const std::vector<std::string>& words) {
  std::string text = "[";
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : ", ") + toml_string(words[i]);
  return text + "]";
}

std::string numbers(const std::map<std::string, std::int64_t>& named) {
  Inline table;
  for (const auto& [name, number] : named) table.put(child("", name), std::to_string(number));
  return table.close();
}

struct RuleText {
  Inline& table;

  template <class T>
  void field(const char* key, const T& value, const T& unsaid) {
    if (value == unsaid) return;
    if constexpr (std::is_same_v<T, std::optional<Threshold>>)
      table.put(key, toml_threshold(*value));
    else if constexpr (std::is_same_v<T, std::optional<Question>>)
      table.put(key, toml_string(spelled(*value)));
    else if constexpr (std::is_same_v<T, std::string>)
      table.put(key, toml_string(value));
    else if constexpr (std::is_same_v<T, std::vector<std::string>>)
      table.put(key, value.size() == 1 && key != std::string_view("except")
                         ? toml_string(value.front())
                         : strings(value));
    else if constexpr (std::is_same_v<T, std::map<std::string, std::int64_t>>)
      table.put(key, numbers(value));
    else
      table.put(key, toml_string(spelled(value)));
  }
  template <class T>
  void fields(const T& node, std::string_view always) {
    const T unsaid;
    std::vector<const void*> members;
    T::fields(unsaid,
              [&](const char*, const auto& member, const char*) { members.push_back(&member); });
    std::size_t i = 0;
    T::fields(node, [&](const char* key, const auto& member, const char*) {
      using Member = std::remove_cvref_t<decltype(member)>;
      const auto& plain = *static_cast<const Member*>(members[i++]);
      if (key == always) {
        if constexpr (std::is_enum_v<Member>)
          table.put(key, toml_string(spelled(member)));
        else if constexpr (std::is_same_v<Member, std::string>)
          table.put(key, toml_string(member));
      } else {
        field(key, member, plain);
      }
    });
  }

  void operator()(const NamedWords& node) { table.put("rule", toml_string(node.rule)); }
  void operator()(const CountWords& node) {
    table.put(spelled(node.answer),
              node.listed.empty() ? toml_string(node.bodies) : strings(node.listed));
    fields(node, "");
  }
  void operator()(const BallotsWords& node) { fields(node, "ballots"); }
  void operator()(const BodyWords& node) { fields(node, "body"); }
  void operator()(const AllWords& node) { table.put("all", rules(node.all)); }
  void operator()(const AnyWords& node) { table.put("any", rules(node.any)); }
  void operator()(const NoneWords& node) { table.put("none", rules(node.none)); }
  void operator()(const IfWords& node) {
    constexpr std::array keys = {"if", "then", "else"};
    for (std::size_t i = 0; i < keys.size() && i < node.parts.size(); ++i)
      table.put(keys[i], toml_rule(node.parts[i]));
  }
  void operator()(const EachWords&) { table.put("each", "\"union\""); }
};

}  // namespace

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if ((c >= 0 && c < ' ') || c == 0x7F) {
      out += "\\u00";
      out += "0123456789ABCDEF"[c >> 4 & 15];
      out += "0123456789ABCDEF"[c & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string toml_quantity(const Quantity& quantity, Kind kind) {
  return std::visit(LawText{kind}, quantity.law);
}

std::string toml_threshold(const Threshold& threshold) {
  const auto [numerator, denominator] = threshold.value;
  if (threshold.kind == Threshold::Kind::count) return std::to_string(numerator);
  if (numerator == denominator) return "\"all\"";
  if (2 * numerator == denominator) return "\"half\"";
  if (100 % denominator == 0) return "\"" + std::to_string(numerator * (100 / denominator)) + "%\"";
  return "\"" + std::to_string(numerator) + "/" + std::to_string(denominator) + "\"";
}

std::string toml_rule(const RuleWords& rule) {
  const auto* named = std::get_if<NamedWords>(&rule.node);
  const bool plain =
      named && rule.name.empty() && named->rule != "pooled" && named->rule != "units";
  if (plain) return toml_string(named->rule);
  Inline table;
  if (!rule.name.empty()) table.put("name", toml_string(rule.name));
  std::visit(RuleText{table}, rule.node);
  return table.close();
}

}  // namespace ayes::reading
