#include "cli/schema.h"

#include "cli/program.h"
#include "cli/terminal.h"
#include "io/scenario/schema.h"

#include <CLI/CLI.hpp>

namespace ayes {

CLI::App* add_schema(CLI::App& program) {
  CLI::App* schema =
      program.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  schema->footer(R"(Examples
  ayes schema > scenario.schema.json
  #:schema scenario.schema.json    in the first line of a scenario: editors
                                   then know its keys)");
  return schema;
}

int carry_out_schema() {
  print(scenario_schema());
  return exit_code::done;
}

}  // namespace ayes
