#include "cli/stopwatch.h"

#include "models/version.h"

#include <fmt/chrono.h>

#include <array>
#include <string>
#include <unistd.h>

namespace ayes {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

}  // namespace

Provenance Stopwatch::provenance(const Execution& execution) const {
  const auto second = std::chrono::floor<std::chrono::seconds>(started_);
  return {.commit = std::string(commit()),
          .host = host_name(),
          .kernels = execution.kernels->name,
          .started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(second)),
          .threads = execution.threads,
          .seconds = seconds()};
}

}  // namespace ayes
