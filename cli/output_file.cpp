#include "cli/output_file.h"

#include "cli/terminal.h"

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace ayes {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw OutputError(path.string() + ": cannot be written (" +
                    std::generic_category().message(error ? error : EIO) + ")");
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path)
    : path_(path), beside_(path.string() + "." + std::to_string(getpid()) + ".part") {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) fail(path, EISDIR);
  errno = 0;
  file_ = std::fopen(beside_.c_str(), "wbx");
  if (!file_) fail(path, errno);
}

OutputFile::~OutputFile() {
  if (file_) std::fclose(file_);
  std::error_code ignored;
  if (!beside_.empty()) std::filesystem::remove(beside_, ignored);
}

void OutputFile::commit(const std::string& text) {
  errno = 0;
  const bool written = std::fwrite(text.data(), 1, text.size(), file_) == text.size() &&
                       std::fflush(file_) == 0 && fsync(fileno(file_)) == 0;
  int error = errno;
  const bool closed = std::fclose(file_) == 0;
  file_ = nullptr;
  if (!closed && error == 0) error = errno;
  if (!written || !closed) fail(path_, error);
  std::error_code renamed;
  std::filesystem::rename(beside_, path_, renamed);
  if (renamed) fail(path_, renamed.value());
  beside_.clear();
}

}  // namespace ayes
