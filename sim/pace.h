// How work that may take hours is told about, kept and stopped: threads count what they did, and
// rest now and then.
#pragma once

#include "sim/part.h"
#include "sim/run.h"

#include <atomic>
#include <cstdint>

namespace ayes {

class Pace {
 public:
  Pace(const Execution& execution, std::int64_t wanted_votes)
      : wanted(wanted_votes), execution_(execution) {}

  std::atomic<std::int64_t> wanted;

  // Counts votes that a thread did; returns whether all threads should rest.
  bool add(std::int64_t votes) {
    const std::int64_t now = done_ += votes;
    if (execution_.progress && !execution_.progress(now, wanted)) stopped_ = true;
    return rest_wanted();
  }

  // Says whether a rest is wanted: the work is to stop, or to be kept.
  bool rest_wanted() const { return stopped_ || (execution_.keep_due && execution_.keep_due()); }

  // Called by one thread while the others rest: keeps the work if that is wanted, and throws
  // Interrupted if it is to stop.
  void rest(const Part& part) {
    if (execution_.keep && rest_wanted()) execution_.keep(part);
    if (stopped_) throw Interrupted{};
  }
  void rest() const {
    if (stopped_) throw Interrupted{};
  }

 private:
  const Execution& execution_;
  std::atomic<std::int64_t> done_{0};
  std::atomic<bool> stopped_{false};
};

}  // namespace ayes
