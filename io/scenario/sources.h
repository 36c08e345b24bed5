// The files a scenario is made of: itself and the bases it extends, merged into one table.
#pragma once

#include "io/scenario/node.h"
#include "io/scenario/report.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace ayes::reading {

constexpr std::int64_t largest_scenario = 16 << 20;  // bytes
constexpr std::int64_t largest_csv = 64 << 20;

// Reads a scenario's text and every base below it. Mistakes are reported, a base that cannot be
// read too; returns nothing if the text itself is not TOML.
std::optional<Table> read_sources(std::string_view text, const std::filesystem::path& path,
                                  Report& report);

// Adds a file to the report's places and returns its number.
int add_file(const std::string& name, Report& report);

// Returns the path a file means by a name it states: relative to the folder of that file.
std::filesystem::path beside(const Where& stated, const std::string& name, const Report& report);

}  // namespace ayes::reading
