#include "io/state/packed_numbers.h"

#include <algorithm>
#include <optional>

namespace ayes {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr char signed_row = '~';
// Zeros in a row that are shorter to write than the start of a new run.
constexpr std::size_t zeros_in_run = 2;

std::string write_number(std::int64_t number) {
  std::string text;
  do {
    const std::int64_t digit = number % 32;
    number /= 32;
    text += alphabet[static_cast<std::size_t>(number > 0 ? digit + 32 : digit)];
  } while (number > 0);
  return text;
}

// Reads numbers off the front of a text.
struct Numbers {
  std::string_view text;

  std::optional<std::int64_t> next() {
    std::int64_t number = 0;
    for (int shift = 0; shift < 65 && !text.empty(); shift += 5) {
      const std::size_t place = alphabet.find(text.front());
      if (place == std::string_view::npos) return {};
      text.remove_prefix(1);
      const auto digit = static_cast<std::int64_t>(place % 32);
      if (shift == 60 && digit > 7) return {};  // above 2^63 - 1
      number += digit << shift;
      if (place < 32) return number;
    }
    return {};
  }
};

std::int64_t folded(std::int64_t n) { return n < 0 ? -2 * n - 1 : 2 * n; }
std::int64_t unfolded(std::int64_t n) { return n % 2 == 0 ? n / 2 : -(n / 2) - 1; }

}  // namespace

std::string pack(const std::vector<std::int64_t>& row) {
  const bool any_negative = std::any_of(row.begin(), row.end(), [](auto n) { return n < 0; });
  std::string text(any_negative ? 1 : 0, signed_row);
  const auto is_zero_until = [&](std::size_t from, std::size_t to) {
    return std::all_of(row.begin() + static_cast<std::ptrdiff_t>(from),
                       row.begin() + static_cast<std::ptrdiff_t>(std::min(to, row.size())),
                       [](auto n) { return n == 0; });
  };
  std::size_t end = 0;  // of what is written
  while (true) {
    std::size_t first = end;
    while (first < row.size() && row[first] == 0) ++first;
    if (first == row.size()) return text;
    std::size_t last = first;
    while (last < row.size() && !is_zero_until(last, last + zeros_in_run + 1)) ++last;
    text += write_number(static_cast<std::int64_t>(first - end));
    text += write_number(static_cast<std::int64_t>(last - first));
    for (std::size_t i = first; i < last; ++i)
      text += write_number(any_negative ? folded(row[i]) : row[i]);
    end = last;
  }
}

bool unpack(std::string_view text, std::vector<std::int64_t>& row) {
  std::fill(row.begin(), row.end(), 0);
  const bool any_negative = text.starts_with(signed_row);
  if (any_negative) text.remove_prefix(1);
  Numbers numbers{text};
  std::size_t end = 0;
  while (!numbers.text.empty()) {
    const auto zeros = numbers.next(), values = numbers.next();
    const auto left = static_cast<std::int64_t>(row.size() - end);
    if (!zeros || !values || *zeros > left || *values > left - *zeros) return false;
    end += static_cast<std::size_t>(*zeros);
    for (std::int64_t i = 0; i < *values; ++i) {
      const auto value = numbers.next();
      if (!value) return false;
      row[end++] = any_negative ? unfolded(*value) : *value;
    }
  }
  return true;
}

}  // namespace ayes
