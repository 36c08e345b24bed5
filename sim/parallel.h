// The only place that knows oneTBB: work on numbered blocks, in any order on any number of threads.
#pragma once

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <cstdint>

namespace ayes {

// Calls work(state, block) for blocks 0 to `blocks` - 1 on up to `threads` threads, each thread
// with a state of its own from make_state(), then collect(state) for each state, one after another.
// Results must not depend on which thread did what: collect sums of whole numbers. Exceptions come
// through.
template <typename MakeState, typename Work, typename Collect>
void for_blocks(int threads, std::int64_t blocks, MakeState make_state, Work work,
                Collect collect) {
  namespace tbb = oneapi::tbb;
  tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                            static_cast<std::size_t>(threads > 1 ? threads : 1));
  tbb::task_arena arena(threads);
  arena.execute([&] {
    tbb::enumerable_thread_specific<decltype(make_state())> states(make_state);
    tbb::parallel_for(tbb::blocked_range<std::int64_t>(0, blocks, 1),
                      [&](const tbb::blocked_range<std::int64_t>& range) {
                        auto& state = states.local();
                        for (std::int64_t block = range.begin(); block != range.end(); ++block) {
                          work(state, block);
                        }
                      });
    for (auto& state : states) collect(state);
  });
}

}  // namespace ayes
