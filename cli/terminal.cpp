#include "cli/terminal.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>

namespace ayes {
namespace {

constexpr int narrowest = 80, widest = 120;

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

bool is_dumb() {
  const char* name = std::getenv("TERM");
  return !name || std::string_view(name) == "dumb";
}

// COLUMNS, where it is a whole number above 0; else 0.
int stated_columns() {
  const char* value = std::getenv("COLUMNS");
  if (!value) return 0;
  const std::string_view text(value);
  int columns = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
  return error == std::errc() && end == text.data() + text.size() && columns > 0 ? columns : 0;
}

}  // namespace

Terminal this_terminal() {
  Terminal terminal;
  terminal.results = isatty(STDOUT_FILENO) == 1;
  terminal.messages = isatty(STDERR_FILENO) == 1;
  terminal.colour = terminal.results && !is_set("NO_COLOR") && !is_dumb();
  winsize size{};
  if (terminal.results && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = std::clamp<int>(size.ws_col, narrowest, widest);
  } else if (const int columns = stated_columns()) {  // not a terminal, but one is told of
    terminal.width = std::clamp(columns, narrowest, widest);
  }
  return terminal;
}

void print(const std::string& text) {
  errno = 0;
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (std::fflush(stdout) == 0 && whole) return;
  if (errno == EPIPE) throw ReaderGone{};
  throw OutputError("the result cannot be written to stdout (" +
                    std::generic_category().message(errno ? errno : EIO) + ")");
}

void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace ayes
