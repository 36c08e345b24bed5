#include "cli/output_file.h"

#include "cli/terminal.h"

#include <cerrno>
#include <csignal>
#include <system_error>
#include <unistd.h>

namespace ayes {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw OutputError(path.string() + ": cannot be written (" +
                    std::generic_category().message(error ? error : EIO) + ")");
}

// Removes what runs that were killed left beside `path`: PATH.PID.part, of processes that are no
// more.
void remove_leftovers(const std::filesystem::path& path) {
  const std::string before = path.filename().string() + ".", after = ".part";
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(before) || !name.ends_with(after) ||
        name.size() <= before.size() + after.size()) {
      continue;
    }
    const std::string pid = name.substr(before.size(), name.size() - before.size() - after.size());
    if (pid.size() > 9 || pid.find_first_not_of("0123456789") != std::string::npos) continue;
    if (kill(std::stoi(pid), 0) != 0 && errno == ESRCH)
      std::filesystem::remove(entry.path(), ignored);
  }
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path)
    : path_(path), beside_(path.string() + "." + std::to_string(getpid()) + ".part") {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) fail(path, EISDIR);
  remove_leftovers(path);
  errno = 0;
  file_ = std::fopen(beside_.c_str(), "wbx");
  if (!file_) fail(path, errno);
}

OutputFile::~OutputFile() {
  if (file_) std::fclose(file_);
  std::error_code ignored;
  if (!beside_.empty()) std::filesystem::remove(beside_, ignored);
}

void OutputFile::append(const std::string& text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail(path_, errno);
}

void OutputFile::write_again_at_start(const std::string& text) {
  errno = 0;
  if (std::fseek(file_, 0, SEEK_SET) != 0) fail(path_, errno);
  append(text);
}

void OutputFile::commit() {
  errno = 0;
  const bool written = std::fflush(file_) == 0 && fsync(fileno(file_)) == 0;
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
