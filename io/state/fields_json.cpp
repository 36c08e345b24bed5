#include "io/state/fields_json.h"

#include <algorithm>

namespace ayes::state {
namespace {

// Zeros between two runs that are shorter to write than the start of a run.
constexpr int zeros_in_run = 3;

[[noreturn]] void fail(const std::string& path, const std::string& problem) {
  throw Unsound(path + " " + problem);
}

}  // namespace

std::string decimal(Int128 value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  std::string digits;
  for (; value != 0; value /= 10) {
    const int digit = static_cast<int>(value % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
  }
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::optional<Int128> read_decimal(const std::string& text) {
  const bool negative = text.starts_with('-');
  const std::size_t first = negative ? 1 : 0;
  if (text.size() == first || text.size() > first + 34) return {};
  Int128 value = 0;
  for (std::size_t i = first; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return {};
    value = value * 10 + (text[i] - '0');
  }
  if (value >= static_cast<Int128>(1) << 110) return {};
  return negative ? -value : value;
}

Json runs_of(const std::vector<std::int64_t>& values) {
  Json runs = Json::array();
  std::size_t end = 0;  // of the last run
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == 0) continue;
    if (runs.empty() || i - end > zeros_in_run) {
      runs.push_back(Json::array({i}));
    } else {
      for (; end < i; ++end) runs.back().push_back(0);
    }
    runs.back().push_back(values[i]);
    end = i + 1;
  }
  return runs;
}

std::int64_t Reader::count(const Json& json, const std::string& path, Bounds bounds) {
  if (!json.is_number_integer()) fail(path, "is no whole number");
  const bool too_large = json.is_number_unsigned() &&
                         json.get<std::uint64_t>() >
                             static_cast<std::uint64_t>(std::max<std::int64_t>(bounds.greatest, 0));
  if (too_large) fail(path, "is more than there can be");
  const auto value = json.get<std::int64_t>();
  if (value < bounds.least)
    fail(path, bounds.least == 0 ? "is negative" : "is less than it can be");
  return value;
}

Int128 Reader::number(const Json& json, const std::string& path) {
  const auto value =
      json.is_string() ? read_decimal(json.get_ref<const std::string&>()) : std::optional<Int128>();
  if (!value) fail(path, "is no whole number in quotes");
  return *value;
}

void Reader::read_runs(const Json& json, const std::string& path, std::vector<std::int64_t>& into,
                       Bounds bounds) {
  if (!json.is_array()) fail(path, "is no list");
  std::fill(into.begin(), into.end(), 0);
  const auto size = static_cast<std::int64_t>(into.size());
  std::int64_t next = 0;
  for (const Json& run : json) {
    if (!run.is_array() || run.empty()) fail(path, "is no list of runs");
    const std::int64_t first = count(run[0], path, {next, size});
    next = first + static_cast<std::int64_t>(run.size()) - 1;
    if (next > size) fail(path, "has more values than there are");
    for (std::size_t k = 1; k < run.size(); ++k) {
      into[static_cast<std::size_t>(first) + k - 1] = count(run[k], path, bounds);
    }
  }
}

void Reader::check_size(const Json& json, const std::string& path, std::size_t size) {
  if (!json.is_array()) fail(path, "is no list");
  if (json.size() != size) {
    fail(path, "has " + std::to_string(json.size()) + " values instead of " + std::to_string(size));
  }
}

const Json& Reader::member(const Json& json, const std::string& path, const char* name) {
  if (!json.is_object()) fail(path, "is no object");
  const auto found = json.find(name);
  if (found == json.end()) fail(path, "has no " + std::string(name));
  return *found;
}

void Reader::check_members(const Json& json, const std::string& path, std::size_t fields) {
  if (json.size() != fields) fail(path, "has members that are not known");
}

void Reader::check_moments(const Moments& moments, const std::string& path) {
  const auto count = static_cast<double>(moments.count);
  const auto sum = static_cast<double>(moments.sum), squares = static_cast<double>(moments.squares);
  if (squares < 0 || sum * sum > count * squares * (1 + 1e-9)) fail(path, "contradicts itself");
}

}  // namespace ayes::state
