#include "io/describe/leaves.h"

#include "io/scenario/report.h"
#include "io/scenario/shape.h"
#include "io/scenario/value_text.h"
#include "models/path.h"
#include "models/scenario/spelling.h"

#include <map>

namespace ayes {
namespace {

using reading::Contents, reading::HasFields, reading::List, reading::Named, reading::Optional;
using reading::date_text, reading::number_text, reading::toml_quantity, reading::toml_rule,
    reading::toml_string;

template <class T>
concept IsQuantity = requires {
  T::kind;
}
&&std::is_base_of_v<Quantity, T>;

template <class T>
std::string text_of_value(const T& value) {
  if constexpr (IsQuantity<T>)
    return toml_quantity(value, T::kind);
  else if constexpr (std::is_same_v<T, std::string>)
    return toml_string(value);
  else if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (std::is_same_v<T, std::int64_t>)
    return std::to_string(value);
  else if constexpr (std::is_same_v<T, double>)
    return number_text(value);
  else if constexpr (std::is_same_v<T, Date>)
    return date_text(value);
  else if constexpr (std::is_same_v<T, RuleWords>)
    return toml_rule(value);
  else if constexpr (std::is_enum_v<T>)
    return toml_string(spelled(value));
  else if constexpr (List<T>) {
    std::string text = "[";
    for (std::size_t i = 0; i < value.size(); ++i)
      text += (i ? ", " : "") + text_of_value(value[i]);
    return text + "]";
  } else {
    return "";
  }
}

// What an element of a list is known by.
const std::string& name_of(const DelayTable& delay) { return delay.unit; }
const std::string& name_of(const auto& named) { return named.name; }

struct Walk {
  std::vector<Leaf>& leaves;

  template <class T>
  void table(const std::string& path, const T& value, const T& usual) {
    // The fields come in the same order for both, so the usual ones are kept by their place.
    std::vector<const void*> usuals;
    T::fields(usual,
              [&](const char*, const auto& member, const char*) { usuals.push_back(&member); });
    std::size_t i = 0;
    T::fields(value, [&](const char* key, const auto& member, const char* sentence) {
      using Member = std::remove_cvref_t<decltype(member)>;
      field(child(path, key), sentence, member, *static_cast<const Member*>(usuals[i++]));
    });
  }

  template <class T>
  void field(const std::string& path, const std::string& sentence, const T& value, const T& usual) {
    if constexpr (Optional<T>) {
      using Of = typename Contents<T>::Of;
      if (!value)
        leaves.push_back({path, sentence, "not stated", true, {}});
      else if constexpr (HasFields<Of>)
        table(path, *value, Of{});
      else if constexpr (List<Of>)
        list(path, sentence, *value, false);
      else
        leaf(path, sentence, *value, false);
    } else if constexpr (std::is_same_v<T, std::vector<UnitWords>>) {
      return;  // a table of its own
    } else if constexpr (List<T>) {
      list(path, sentence, value, value == usual);
    } else if constexpr (Named<T>) {
      using Of = typename Contents<T>::Of;
      if (value.empty()) leaves.push_back({path, sentence, "none", true, {}});
      for (const auto& [name, each] : value) {
        if constexpr (HasFields<Of>)
          table(child(path, name), each, Of{});
        else
          leaf(child(path, name), sentence, each, false);
      }
    } else if constexpr (HasFields<T>) {
      table(path, value, usual);
    } else {
      leaf(path, sentence, value, value == usual);
    }
  }

  template <class T>
  void list(const std::string& path, const std::string& sentence, const T& value, bool usual) {
    using Of = typename Contents<T>::Of;
    if (value.empty()) {
      leaves.push_back({path, sentence, "none", usual, {}});
    } else if constexpr (HasFields<Of>) {
      for (const Of& each : value) table(child(path, name_of(each)), each, Of{});
    } else if constexpr (IsQuantity<Of>) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        leaf(path + "." + std::to_string(i + 1), sentence, value[i], usual);
      }
    } else {
      leaves.push_back({path, sentence, text_of_value(value), usual, {}});
    }
  }

  template <class T>
  void leaf(const std::string& path, const std::string& sentence, const T& value, bool usual) {
    Leaf found{path, sentence, text_of_value(value), usual, {}};
    if constexpr (IsQuantity<T>) found.number = LeafNumber{value, T::kind};
    leaves.push_back(std::move(found));
  }
};

}  // namespace

std::vector<Leaf> leaves_of(const Scenario& scenario) {
  std::vector<Leaf> leaves;
  Walk{leaves}.table("", scenario, Scenario{});
  return leaves;
}

}  // namespace ayes
