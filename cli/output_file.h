// A file that appears whole or not at all: written beside its place, then renamed.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>

namespace ayes {

class OutputFile {
 public:
  // Opens a file beside `path`; throws OutputError if nothing can be written there.
  explicit OutputFile(const std::filesystem::path& path);
  // Removes what was not committed.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Writes the text and gives the file its name; throws OutputError, and leaves what was there
  // before.
  void commit(const std::string& text) {
    append(text);
    commit();
  }

  // The same in steps, for what doesn't fit in memory: adds a text at the end, writes one over what
  // stands at the start, gives the file its name.
  void append(const std::string& text);
  void write_again_at_start(const std::string& text);
  void commit();

 private:
  std::filesystem::path path_, beside_;
  std::FILE* file_ = nullptr;
};

}  // namespace ayes
