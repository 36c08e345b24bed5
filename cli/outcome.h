// The one place where errors become text on stderr and an exit code.
#pragma once

#include "models/mistake.h"

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace ayes {

// Thrown for a mistake in the command line.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Calls an action and returns its exit code; when it throws, says why on stderr and returns the
// code that fits (see exit_code).
int outcome_of(const std::function<int()>& action);

// Returns the mistakes, a line each, and their number.
std::string to_text(const std::vector<Mistake>& mistakes);

}  // namespace ayes
