#include "sim/draws.h"

#include "sim/measures.h"

namespace ayes {

void add_draws(const Draws& draws, const Model& model, const Batch& batch,
               std::vector<std::int64_t>& values) {
  MeasureColumns measures(batch.size, static_cast<Eigen::Index>(measures_of(model).size()));
  measure(model, batch, measures);
  for (int i = 0; i < batch.size; ++i) {
    for (const Watched& column : draws.columns) {
      if (column.measure) {
        values.push_back(measures(i, static_cast<Eigen::Index>(column.column)));
      } else {
        values.push_back(column.in_the_end ? batch.process.ratified[i] : batch.ratified[i]);
      }
    }
  }
}

void Turns::start(std::int64_t first) {
  const std::lock_guard lock(mutex_);
  next_ = first;
}

void Turns::take(std::int64_t first, std::int64_t last, const std::function<void()>& pass) {
  std::unique_lock lock(mutex_);
  moved_.wait(lock, [&] { return given_up_ || next_ == first; });
  if (given_up_) return;
  pass();
  next_ = last;
  moved_.notify_all();
}

void Turns::give_up() {
  const std::lock_guard lock(mutex_);
  given_up_ = true;
  moved_.notify_all();
}

}  // namespace ayes
