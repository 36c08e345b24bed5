// TOML text to located values, with syntax mistakes in plain words.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/report.h"

#include <optional>
#include <string_view>

namespace ayes::reading {

// Reads the text of file number `file`. If it is not TOML, reports its first mistake and returns
// nothing.
std::optional<Table> read_toml(std::string_view text, int file, Report& report);

}  // namespace ayes::reading
