// The only place that knows oneTBB: work on numbered blocks, in any order on any number of threads.
#pragma once

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace ayes {

// Replications a block of work, the same for every command: what a replication draws does not
// depend on it, but where a run stops to look does.
inline constexpr std::int64_t votes_a_block = 4096;

// A state of its own for each thread that works.
template <typename State>
using PerThread = oneapi::tbb::enumerable_thread_specific<State>;

// Calls work(state, block) for blocks `first` to `last` - 1 on up to `threads` threads, each with
// its own of `states`. Blocks are begun in order; when work returns false no more are. Returns the
// end of the blocks done: all before it are, none from it on. Exceptions come through.
template <typename State, typename Work>
std::int64_t for_blocks_in_order(int threads, std::int64_t first, std::int64_t last,
                                 PerThread<State>& states, Work work) {
  namespace tbb = oneapi::tbb;
  tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                            static_cast<std::size_t>(threads > 1 ? threads : 1));
  tbb::task_arena arena(threads);
  std::atomic<std::int64_t> next{first};
  std::atomic<bool> stopped{false};
  const auto take_blocks = [&] {
    while (!stopped) {
      const std::int64_t block = next++;
      if (block >= last) return;
      try {
        if (!work(states.local(), block)) stopped = true;  // no state without work
      } catch (...) {
        stopped = true;
        throw;
      }
    }
  };
  arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<int>(0, threads, 1), [&](const auto&) { take_blocks(); },
        tbb::simple_partitioner());
  });
  return std::min<std::int64_t>(next, last);
}

// Calls work(state, block) for blocks 0 to `blocks` - 1 on up to `threads` threads, each thread
// with a state of its own from make_state(), then collect(state) for each state, one after another.
// Results must not depend on which thread did what: collect sums of whole numbers. Exceptions come
// through.
template <typename MakeState, typename Work, typename Collect>
void for_blocks(int threads, std::int64_t blocks, MakeState make_state, Work work,
                Collect collect) {
  PerThread<decltype(make_state())> states(make_state);
  for_blocks_in_order(threads, 0, blocks, states, [&](auto& state, std::int64_t block) {
    work(state, block);
    return true;
  });
  for (auto& state : states) collect(state);
}

}  // namespace ayes
