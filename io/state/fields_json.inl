// Tallies as JSON, and back, by the fields they list (sim/fields.h). A struct is an object, an
// array or vector an array; a vector of plain counts is written as runs, [first, value, value,
// ...], so that a histogram with few bins in use is short; a number of 128 bits is a decimal
// string.
//
// Included by the .cpp files that write or read a state, so that no header asks for the JSON
// library.
//
// What is read may be anything: sizes are those that the tally has already, counts lie between 0
// and the votes there are, and nothing is allocated by what a file says.
#pragma once

#include "io/state/packed_numbers.h"
#include "models/int128.h"
#include "sim/fields.h"
#include "sim/histogram.h"
#include "sim/moments.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace ayes::state {

using Json = nlohmann::ordered_json;

// Thrown when a value cannot be what a tally holds; the text says which: tally.units[3].gained.
struct Unsound : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Returns the number in decimal digits; reads one of up to 110 bits, or nothing.
std::string decimal(Int128 value);
std::optional<Int128> read_decimal(const std::string& text);

// Returns how far each bin's sum exceeds that of as many of its least values, or the reverse: adds
// that to `excess`, and returns nothing if a sum has more than 62 bits.
std::vector<std::int64_t> excess_of(const Histogram& histogram);
std::optional<std::vector<std::int64_t>> sums_of(const std::vector<std::int64_t>& counts,
                                                 std::int64_t bin_width,
                                                 const std::vector<std::int64_t>& excess);

template <typename T>
struct IsList : std::false_type {};
template <typename T>
struct IsList<std::vector<T>> : std::true_type {};
template <typename T, std::size_t n>
struct IsList<std::array<T, n>> : std::true_type {};

template <typename T>
Json write(const T& value) {
  if constexpr (std::is_same_v<T, std::int64_t>) {
    return value;
  } else if constexpr (std::is_same_v<T, Int128>) {
    return decimal(value);
  } else if constexpr (std::is_same_v<T, std::vector<std::int64_t>>) {
    return pack(value);
  } else if constexpr (std::is_same_v<T, Histogram>) {
    return {{"counts", pack(value.counts())}, {"excess", pack(excess_of(value))}};
  } else if constexpr (IsList<T>::value) {
    Json list = Json::array();
    for (const auto& each : value) list.push_back(write(each));
    return list;
  } else {
    Json object = Json::object();
    T::fields(value,
              [&](const char* name, const auto& field, auto...) { object[name] = write(field); });
    return object;
  }
}

// Reads into tallies that have their sizes already.
class Reader {
 public:
  // `most` is the greatest count there can be: the votes counted.
  explicit Reader(std::int64_t most) : most_(most) {}

  // Reads a value named by `path`; throws Unsound.
  template <typename T>
  void read(const Json& json, const std::string& path, T& into) const {
    read(json, path, into, Bounds{0, most_});
  }

 private:
  struct Bounds {
    std::int64_t least, greatest;
  };

  Bounds bounds() const { return {0, most_}; }
  Bounds bounds(AnySign) const { return {-most_, most_}; }
  Bounds bounds(AnySize) const { return {-(std::int64_t{1} << 62), std::int64_t{1} << 62}; }

  template <typename T>
  void read(const Json& json, const std::string& path, T& into, Bounds bounds_of_counts) const {
    if constexpr (std::is_same_v<T, std::int64_t>) {
      into = count(json, path, bounds_of_counts);
    } else if constexpr (std::is_same_v<T, Int128>) {
      into = number(json, path);
    } else if constexpr (std::is_same_v<T, std::vector<std::int64_t>>) {
      read_row(json, path, into, bounds_of_counts);
    } else if constexpr (std::is_same_v<T, Histogram>) {
      read_histogram(json, path, into);
    } else if constexpr (IsList<T>::value) {
      check_size(json, path, into.size());
      for (std::size_t i = 0; i < into.size(); ++i)
        read(json[i], path + '[' + std::to_string(i) + ']', into[i], bounds_of_counts);
    } else {
      std::size_t fields = 0;
      T::fields(into, [&](const char* name, auto& field, auto... kind) {
        ++fields;
        read(member(json, path, name), path + '.' + name, field, bounds(kind...));
      });
      check_members(json, path, fields);
      if constexpr (std::is_same_v<T, Moments>) check_moments(into, path);
    }
  }

  static std::int64_t count(const Json& json, const std::string& path, Bounds bounds);
  static Int128 number(const Json& json, const std::string& path);
  static void read_row(const Json& json, const std::string& path, std::vector<std::int64_t>& into,
                       Bounds bounds);
  void read_histogram(const Json& json, const std::string& path, Histogram& into) const;
  static void check_size(const Json& json, const std::string& path, std::size_t size);
  static const Json& member(const Json& json, const std::string& path, const char* name);
  static void check_members(const Json& json, const std::string& path, std::size_t fields);
  // No values have such moments unless (Σx)² ≤ n Σx².
  static void check_moments(const Moments& moments, const std::string& path);

  std::int64_t most_;
};

}  // namespace ayes::state
