// Which keys a scenario's tables may hold, as data: read off the structs' `fields` once. Merging,
// --set and "did you mean" need the keys and the form of what they hold, not the types.
#pragma once

#include "models/scenario/scenario.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ayes::reading {

struct Field;

struct Shape {
  enum class Form {
    leaf,    // a value, certain or uncertain, or a list of values: replaced whole
    rule,    // a rule: replaced whole, but --set reaches its parts by name
    table,   // `fields`
    named,   // [support.units.NAME]: a table from names to `element`
    listed,  // [[driver]]: a list of `element`s, each with a name
  };
  Form form = Form::leaf;
  std::vector<Field> fields;   // of a table, or of the elements of a list
  std::vector<Shape> element;  // one, if named
  std::string shorthand;       // a bare value stands for this field of the table
  std::string name_key;        // of a list: the key that names an element
  bool open = false;           // other keys are welcome: the columns of a unit

  const Field* find(std::string_view key) const;
  std::vector<std::string> keys() const;
};

struct Field {
  std::string key, sentence;
  Shape shape;
};

template <class T>
concept HasFields = requires(T& value) {
  T::fields(value, [](auto&&...) {});
};
template <class T>
concept HasShorthand = requires {
  T::shorthand;
};

template <class T>
struct Contents {};  // what an optional, a list or a map holds
template <class T>
struct Contents<std::optional<T>> {
  using Of = T;
  static constexpr char kind = 'o';
};
template <class T>
struct Contents<std::vector<T>> {
  using Of = T;
  static constexpr char kind = 'v';
};
template <class T>
struct Contents<std::map<std::string, T>> {
  using Of = T;
  static constexpr char kind = 'm';
};

template <class T>
concept Optional = requires {
  requires Contents<T>::kind == 'o';
};
template <class T>
concept List = requires {
  requires Contents<T>::kind == 'v';
};
template <class T>
concept Named = requires {
  requires Contents<T>::kind == 'm';
};

template <class T>
Shape shape_of() {
  Shape shape;
  if constexpr (Optional<T>) {
    return shape_of<typename Contents<T>::Of>();
  } else if constexpr (std::is_same_v<T, RuleWords>) {
    shape.form = Shape::Form::rule;
  } else if constexpr (Named<T>) {
    shape.form = Shape::Form::named;
    shape.element.push_back(shape_of<typename Contents<T>::Of>());
  } else if constexpr (List<T>) {
    if constexpr (HasFields<typename Contents<T>::Of>) {
      shape = shape_of<typename Contents<T>::Of>();
      shape.form = Shape::Form::listed;
      shape.name_key = shape.find("unit") ? "unit" : "name";
    }
  } else if constexpr (HasFields<T>) {
    shape.form = Shape::Form::table;
    T value;
    T::fields(value, [&](const char* key, auto& member, const char* sentence) {
      shape.fields.push_back({key, sentence, shape_of<std::remove_cvref_t<decltype(member)>>()});
    });
    if constexpr (HasShorthand<T>) shape.shorthand = T::shorthand;
    shape.open = std::is_same_v<T, UnitWords>;
  }
  return shape;
}

// Returns the shape of a whole scenario.
const Shape& scenario_shape();

// Returns the path of every table that has a field of this key: "ballot" and "ballot.units.NAME"
// for weight.
std::vector<std::string> tables_with(std::string_view key);

}  // namespace ayes::reading
