// Where the program prints: results on stdout, progress and messages on stderr.
#pragma once

#include <stdexcept>
#include <string>

namespace ayes {

// What stdout and stderr are. A page for a pipe is 100 characters wide and plain.
struct Terminal {
  bool results = false;   // stdout is a terminal
  bool messages = false;  // stderr is one
  int width = 100;        // of stdout: 80 to 120
  bool colour = false;    // stdout takes bold text; never with NO_COLOR or TERM=dumb
};

// Looks at stdout, stderr and the environment.
Terminal this_terminal();

// Thrown when a result cannot be written.
struct OutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Thrown when whoever reads stdout has gone.
struct ReaderGone {};

// Writes a text to stdout, whole; throws OutputError or ReaderGone.
void print(const std::string& text);

// Writes a text to stderr; failures are nobody's to hear.
void say(const std::string& text);

}  // namespace ayes
