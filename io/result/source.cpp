#include "io/result/source.h"

#include <filesystem>

namespace ayes {

Source source_of(const ScenarioFile& file) {
  return {file.scenario.title, file.sha256, std::filesystem::path(file.path).filename().string()};
}

}  // namespace ayes
