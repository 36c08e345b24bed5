#include "io/scenario/shape.h"

namespace ayes::reading {
namespace {

void look_for(std::string_view key, const Shape& shape, const std::string& path,
              std::vector<std::string>& found) {
  if (!shape.element.empty()) look_for(key, shape.element.front(), path + ".NAME", found);
  for (const Field& field : shape.fields) {
    const std::string inner = path.empty() ? field.key : path + "." + field.key;
    if (field.key == key && shape.form != Shape::Form::leaf) found.push_back(path);
    look_for(key, field.shape, inner, found);
  }
}

}  // namespace

const Field* Shape::find(std::string_view key) const {
  for (const Field& field : fields)
    if (field.key == key) return &field;
  return nullptr;
}

std::vector<std::string> Shape::keys() const {
  std::vector<std::string> out;
  for (const Field& field : fields) out.push_back(field.key);
  return out;
}

const Shape& scenario_shape() {
  static const Shape shape = shape_of<Scenario>();
  return shape;
}

std::vector<std::string> tables_with(std::string_view key) {
  std::vector<std::string> found;
  look_for(key, scenario_shape(), "", found);
  return found;
}

}  // namespace ayes::reading
