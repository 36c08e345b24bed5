#include "cli/plan_options.h"

#include "cli/count_argument.h"
#include "cli/method_argument.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <thread>

namespace ayes {
namespace {

constexpr std::uint64_t most_threads = 1024;

}  // namespace

void add_plan_options(CLI::App& command, PlanOptions& options, const std::string& votes) {
  command.add_option("--seed", options.seed, "Another seed is another sample; 1 if not said")
      ->type_name("N");
  command.add_option("-n,--replications", options.replications, votes)->type_name("N");
  command
      .add_option("--method", options.method, "auto (if not said), sample, conditional or exact")
      ->type_name("METHOD");
  command
      .add_option("--points", options.points,
                  "Points of the conditional estimate; 32,768 if not said")
      ->type_name("N");
  command
      .add_option("-j,--threads", options.threads,
                  "Threads, all if not said; the numbers are the same")
      ->type_name("N");
}

Plan plan_of(const PlanOptions& options, std::int64_t unstated) {
  const std::uint64_t seed = count_argument("--seed", options.seed, 0, UINT64_MAX);
  const std::int64_t replications =
      options.replications.empty()
          ? unstated
          : static_cast<std::int64_t>(
                count_argument("--replications", options.replications, 1, most_replications));
  return {.seed = seed,
          .replications = replications,
          .method = method_argument(options.method),
          .points = points_argument(options.points)};
}

int threads_of(const PlanOptions& options) {
  if (options.threads.empty())
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return static_cast<int>(count_argument("--threads", options.threads, 1, most_threads));
}

}  // namespace ayes
