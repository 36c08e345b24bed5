#pragma once

// Which Ayes this is: written into every result, so that a reader can find the program that made
// it. Neither function enters a computation.

#include <string_view>

namespace ayes {

// Returns the version as in "0.1.0".
std::string_view version() noexcept;

// Returns the first twelve digits of the git commit it was built from, or "unknown" outside a
// repository.
std::string_view commit() noexcept;

}  // namespace ayes
