#include "io/text_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace ayes {
namespace {

std::string size_text(std::int64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

}  // namespace

std::string read_text_file(const std::filesystem::path& path, std::int64_t limit) {
  const std::string name = path.string();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (error == std::errc::permission_denied)
    throw FileError(name, "you have no permission to read it");
  if (std::filesystem::is_directory(status))
    throw FileError(name, "it is a folder", "name a file in it");
  if (!std::filesystem::exists(status))
    throw FileError(name, "there is no such file", "check its name and folder");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw FileError(name, errno == EACCES
                              ? "you have no permission to read it"
                              : std::generic_category().message(errno == 0 ? EIO : errno));
  std::string text;
  char block[1 << 16];
  while (file.read(block, sizeof block), file.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(file.gcount()));
    if (static_cast<std::int64_t>(text.size()) > limit)
      throw FileError(name, "it is larger than " + size_text(limit));
  }
  if (file.bad()) throw FileError(name, "reading stopped before its end");
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

}  // namespace ayes
