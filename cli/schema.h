// `ayes schema`: prints the JSON Schema of scenario files.
#pragma once

namespace CLI {
class App;
}

namespace ayes {

// Declares the command, which has no options.
CLI::App* add_schema(CLI::App& program);

// Prints the schema.
int carry_out_schema();

}  // namespace ayes
