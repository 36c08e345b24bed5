// The index of a container, from the whole number by which a model names a unit, a union, a day.
#pragma once

#include <cstddef>

namespace ayes {

inline std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace ayes
