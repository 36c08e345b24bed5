// What single votes came to, handed out in the order of replications while a run goes on.
#pragma once

#include "sim/precision.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

namespace ayes {

struct Draws {
  // What is wanted of each vote: P(ratified) stands for 1 or 0, a measure for its value.
  std::vector<Watched> columns;
  // Called from one thread at a time, block after block, with the values of each vote, column by
  // column, in whole numbers of the measure's counted unit (sim/measures.h); no_value where the
  // vote has none.
  std::function<void(const std::vector<std::int64_t>& values)> take;
};

// Adds the values of a simulated batch to `values`.
void add_draws(const Draws& draws, const Model& model, const Batch& batch,
               std::vector<std::int64_t>& values);

// Lets threads that count blocks of votes pass one after the other, in the order of their blocks.
// Blocks are begun in order and each is either passed or given up, so nobody waits for ever.
class Turns {
 public:
  // Starts with the block that begins at replication `first`.
  void start(std::int64_t first);
  // Waits for the turn of the block `first` to `last` - 1, calls `pass`, and lets the next go on.
  // Returns without calling it when a turn was given up.
  void take(std::int64_t first, std::int64_t last, const std::function<void()>& pass);
  // Gives up: whoever waits goes on at once.
  void give_up();

 private:
  std::mutex mutex_;  // protects the rest
  std::condition_variable moved_;
  std::int64_t next_ = 0;
  bool given_up_ = false;
};

}  // namespace ayes
