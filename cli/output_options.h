// The options that say where a result goes and what it looks like there.
#pragma once

#include "cli/terminal.h"
#include "io/result/page.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace ayes {

// As a person wrote them.
struct OutputOptions {
  std::string format = "text", out;
  bool quiet = false, no_color = false;
};

// Declares -o/--out, --format, --quiet and --no-color.
void add_output_options(CLI::App& command, OutputOptions& options);

// Throws UsageError when a format or the ending of a file is none of those known.
void check_formats(const OutputOptions& options);

// Returns the page of a terminal.
Page page_of(const OutputOptions& options, const Terminal& terminal);

class OutputFile;

// Saves a report and prints it, as the options say; `report` gives it in the format text, json or
// csv. `file`, if any, was opened for --out before the work was begun.
void deliver(const OutputOptions& options, std::optional<OutputFile>& file,
             const std::function<std::string(std::string_view format)>& report);

}  // namespace ayes
