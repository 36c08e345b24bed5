// Time of a replication of June 2011, step by step: nanoseconds a simulated vote on one core.
#include "io/scenario_file.h"
#include "models/ballots.h"
#include "models/compile/compile.h"
#include "models/consequences.h"
#include "models/decision.h"
#include "models/replication.h"
#include "models/support.h"
#include "sim/run.h"

#include <benchmark/benchmark.h>

namespace ayes {
namespace {

Model june(bool all_bundled = false) {
  std::vector<std::string> settings;
  if (all_bundled) settings.emplace_back("ballot.design=bundled");
  return compile(
      read_scenario(AYES_SOURCE_DIR "/scenarios/sebac-2011-june.toml", settings).scenario);
}

// Reports time a replication; `step` works on a batch that has been simulated once.
template <typename Step>
void time_step(benchmark::State& state, const Model& model, Step step) {
  const int size = batch_size(model);
  Batch batch(model, 1, size, kernels::best());
  batch.size = size;
  simulate(model, batch);
  for (auto _ : state) {
    step(batch);
    batch.first += size;
  }
  state.SetItemsProcessed(state.iterations() * size);
  state.SetLabel("items are votes; batches of " + std::to_string(size));
}

void support(benchmark::State& state) {
  const Model model = june();
  time_step(state, model, [&](Batch& batch) {
    draw_inputs(model, batch);
    draw_shared_terms(model, batch);
    for (int u = 0; u < static_cast<int>(model.units.size()); ++u)
      form_opinions(model, u, batch, Questions::both);
  });
}
BENCHMARK(support);

// Opinions stay those of the last unit, so that the counting alone is timed.
void ballots(benchmark::State& state) {
  const Model model = june();
  time_step(state, model, [&](Batch& batch) {
    for (int u = 0; u < static_cast<int>(model.units.size()); ++u)
      count_ballots(model, u, batch, Questions::both);
  });
}
BENCHMARK(ballots);

void decision(benchmark::State& state) {
  const Model model = june();
  time_step(state, model, [&](Batch& batch) { decide(model, batch); });
}
BENCHMARK(decision);

void consequences(benchmark::State& state) {
  const Model model = june();
  time_step(state, model, [&](Batch& batch) { follow(model, batch); });
}
BENCHMARK(consequences);

void tally(benchmark::State& state) {
  const Model model = june();
  Tally counted(model);
  time_step(state, model, [&](Batch& batch) { counted.add(model, batch, false); });
}
BENCHMARK(tally);

void whole_replication(benchmark::State& state) {
  const Model model = june(state.range(0) == 1);
  time_step(state, model, [&](Batch& batch) { simulate(model, batch); });
}
BENCHMARK(whole_replication)->ArgName("all_bundled")->Arg(0)->Arg(1);

void whole_run(benchmark::State& state) {
  const Model model = june();
  const Execution execution{static_cast<int>(state.range(0)), &kernels::best(), 0, {}};
  constexpr std::int64_t votes = 100'000;
  for (auto _ : state) benchmark::DoNotOptimize(count_votes(model, {1, votes}, execution));
  state.SetItemsProcessed(state.iterations() * votes);
}
BENCHMARK(whole_run)->ArgName("threads")->Arg(1)->Arg(2)->UseRealTime();

}  // namespace
}  // namespace ayes
