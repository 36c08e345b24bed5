// Reading a whole file of text that a person wrote.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace ayes {

// Thrown when a file cannot be read: missing, a folder, no permission, too large. The text says
// which file.
class FileError : public std::runtime_error {
 public:
  FileError(const std::string& path, const std::string& reason, const std::string& suggestion = "")
      : std::runtime_error(path + ": cannot be read (" + reason + ")" +
                           (suggestion.empty() ? "" : "; " + suggestion)),
        reason_(reason) {}
  const std::string& reason() const { return reason_; }  // without the path

 private:
  std::string reason_;
};

// Returns the file's bytes without a UTF-8 byte order mark; throws FileError, also when the file
// has more than `limit` bytes.
std::string read_text_file(const std::filesystem::path& path, std::int64_t limit);

}  // namespace ayes
