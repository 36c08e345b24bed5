#include "io/result/json_layout.h"

#include "io/result/number_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ayes {
namespace {

using Json = nlohmann::ordered_json;

std::string scalar(const Json& value) {
  if (value.is_number_float()) return shortest(value.get<double>());
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Writes objects over several lines, and what holds no object on one.
void write(const Json& value, int depth, std::string& text) {
  const bool flat =
      value.is_array() && std::none_of(value.begin(), value.end(),
                                       [](const Json& each) { return each.is_structured(); });
  const auto new_line = [&](int indent) {
    text += '\n' + std::string(static_cast<std::size_t>(indent), ' ');
  };
  if (!value.is_structured()) {
    text += scalar(value);
    return;
  }
  text += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, each] : value.items()) {
    if (!first) text += flat ? ", " : ",";
    first = false;
    if (!flat) new_line(depth + 1);
    if (value.is_object()) text += scalar(key) + ": ";
    write(each, depth + 1, text);
  }
  if (!flat && !value.empty()) new_line(depth);
  text += value.is_object() ? '}' : ']';
}

}  // namespace

std::string laid_out(const std::string& json) {
  std::string text;
  write(Json::parse(json), 0, text);
  return text + '\n';
}

}  // namespace ayes
