#include "models/numerics/impossible.h"

#include <charconv>
#include <stdexcept>

namespace ayes::numerics {

void impossible(const std::string& why) { throw std::domain_error(why); }

std::string in_words(double number) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::general, 4);
  return std::string(text, end.ptr);
}

}  // namespace ayes::numerics
