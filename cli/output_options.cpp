#include "cli/output_options.h"

#include "cli/outcome.h"
#include "cli/output_file.h"

#include <CLI/CLI.hpp>

namespace ayes {

void add_output_options(CLI::App& command, OutputOptions& options) {
  command.add_option("-o,--out", options.out, "Save the result as .json or .csv")
      ->type_name("FILE");
  command.add_option("--format", options.format, "What to print: text (if not said), json or csv")
      ->type_name("FORMAT");
  command.add_flag("--quiet", options.quiet, "No progress, and no report when --out saves one");
  command.add_flag("--no-color", options.no_color, "No bold headings on a terminal");
}

void check_formats(const OutputOptions& options) {
  if (options.format != "text" && options.format != "json" && options.format != "csv") {
    throw UsageError("--format " + options.format +
                     ": there is no such format; write text, json or csv");
  }
  if (!options.out.empty() && !options.out.ends_with(".json") && !options.out.ends_with(".csv")) {
    throw UsageError("--out " + options.out +
                     ": the ending doesn't say what to write; end the name in .json or .csv");
  }
}

Page page_of(const OutputOptions& options, const Terminal& terminal) {
  return {terminal.width, terminal.colour && !options.no_color};
}

void deliver(const OutputOptions& options, std::optional<OutputFile>& file,
             const std::function<std::string(std::string_view format)>& report) {
  if (file) file->commit(report(options.out.ends_with(".csv") ? "csv" : "json"));
  if (!file || !options.quiet) print(report(options.format));
  if (file && !options.quiet) say("saved " + options.out + "\n");
}

}  // namespace ayes
