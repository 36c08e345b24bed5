#include "cli/state_file.h"

#include "cli/output_file.h"
#include "io/state/saved_run.h"
#include "io/text_file.h"

#include <algorithm>
#include <filesystem>

namespace ayes {

StateFile::StateFile(std::string path, double seconds)
    : path_(std::move(path)),
      every_(std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds))),
      next_((Clock::now() + every_).time_since_epoch().count()) {}

std::optional<std::string> StateFile::read() const {
  std::error_code ignored;
  const auto status = std::filesystem::status(path_, ignored);
  if (status.type() == std::filesystem::file_type::not_found) return {};
  return read_text_file(path_, largest_state);
}

void StateFile::write(const std::function<std::string()>& text) {
  const Clock::time_point begun = Clock::now();
  OutputFile(path_).commit(text());
  const Clock::time_point done = Clock::now();
  next_ = (done + std::max(every_, 9 * (done - begun))).time_since_epoch().count();
}

}  // namespace ayes
