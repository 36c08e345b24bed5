#include "io/state/fields_json.inl"

#include <algorithm>
#include <string_view>

namespace ayes::state {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& problem) {
  throw Unsound(path + " " + problem);
}

void check_within(std::int64_t value, const std::string& path, const auto& bounds) {
  if (value > bounds.greatest) fail(path, "is more than there can be");
  if (value < bounds.least)
    fail(path, bounds.least == 0 ? "is negative" : "is less than there can be");
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

std::vector<std::int64_t> excess_of(const Histogram& histogram) {
  std::vector<std::int64_t> excess = histogram.sums();
  for (std::size_t bin = 0; bin < excess.size(); ++bin) {
    const std::int64_t least = static_cast<std::int64_t>(bin) * histogram.bin_width();
    excess[bin] -= histogram.counts()[bin] * least;
  }
  return excess;
}

std::optional<std::vector<std::int64_t>> sums_of(const std::vector<std::int64_t>& counts,
                                                 std::int64_t bin_width,
                                                 const std::vector<std::int64_t>& excess) {
  std::vector<std::int64_t> sums(excess.size());
  for (std::size_t bin = 0; bin < sums.size(); ++bin) {
    const Int128 least = static_cast<Int128>(static_cast<std::int64_t>(bin)) * bin_width;
    const Int128 sum = least * counts[bin] + excess[bin];
    if (sum > std::int64_t{1} << 62 || sum < -(std::int64_t{1} << 62)) return {};
    sums[bin] = static_cast<std::int64_t>(sum);
  }
  return sums;
}

std::int64_t Reader::count(const Json& json, const std::string& path, Bounds bounds) {
  if (!json.is_number_integer()) fail(path, "is no whole number");
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX)
    fail(path, "is more than there can be");
  const auto value = json.get<std::int64_t>();
  check_within(value, path, bounds);
  return value;
}

Int128 Reader::number(const Json& json, const std::string& path) {
  const auto value =
      json.is_string() ? read_decimal(json.get_ref<const std::string&>()) : std::optional<Int128>();
  if (!value) fail(path, "is no whole number in quotes");
  return *value;
}

void Reader::read_row(const Json& json, const std::string& path, std::vector<std::int64_t>& into,
                      Bounds bounds) {
  if (!json.is_string() || !unpack(json.get_ref<const std::string&>(), into))
    fail(path, "is no row of " + std::to_string(into.size()) + " numbers");
  for (std::int64_t value : into) check_within(value, path, bounds);
}

void Reader::read_histogram(const Json& json, const std::string& path, Histogram& into) const {
  std::vector<std::int64_t> counts(into.counts().size()), excess(into.sums().size());
  read_row(member(json, path, "counts"), path + ".counts", counts, bounds());
  read_row(member(json, path, "excess"), path + ".excess", excess, bounds(any_size));
  check_members(json, path, 2);
  const auto sums = sums_of(counts, into.bin_width(), excess);
  if (!sums) fail(path + ".excess", "is more than there can be");
  Histogram::fields(into, [&](std::string_view name, std::vector<std::int64_t>& field, auto...) {
    field = name == "counts" ? counts : *sums;
  });
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
