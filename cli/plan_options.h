// The options that say how votes are simulated, as every command that simulates takes them.
#pragma once

#include "sim/plan.h"

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace ayes {

// As a person wrote them.
struct PlanOptions {
  std::string seed = "1", replications, threads;
  std::string method = "auto", points = "32768";
};

inline constexpr std::int64_t usual_replications = 100'000;

// Declares --seed, -n/--replications (`votes` is its line of help), --method, --points and
// -j/--threads.
void add_plan_options(CLI::App& command, PlanOptions& options, const std::string& votes);

// Reads them; `unstated` is the number of votes where none is stated. Throws UsageError.
Plan plan_of(const PlanOptions& options, std::int64_t unstated = usual_replications);

// Reads the number of threads: all of the machine's if none is stated. Throws UsageError.
int threads_of(const PlanOptions& options);

}  // namespace ayes
