// The shape of scenario files for other programs: a JSON Schema, from which an editor knows every
// key, its meaning, and what may be written there.
#pragma once

#include <string>

namespace ayes {

// Returns the JSON Schema (draft 2020-12) of one scenario file, generated from the same lists of
// fields that the reader uses. Dates are text in it, as JSON has none. It accepts whatever the
// reader accepts; the reader also compares values with each other, and with other files.
std::string scenario_schema();

}  // namespace ayes
