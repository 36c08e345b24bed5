// A line on a terminal that says how far a run is, how fast, and how long it will take.
#pragma once

#include "cli/interrupt.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace ayes {

// Returns the line: "  42%  ██████▎        421,000 of 1,000,000 votes · 1.2 million a second · 0:02
// left".
std::string progress_line(std::int64_t done, std::int64_t wanted, double seconds,
                          const std::string& what = "votes");

class ProgressBar {
 public:
  // A bar that is not `shown` prints nothing; `what` is counted.
  explicit ProgressBar(bool shown, std::string what = "votes")
      : shown_(shown), what_(std::move(what)) {}
  // Wipes the line.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Redraws the line at most ten times a second; may be called from any thread.
  void update(std::int64_t done, std::int64_t wanted);

  // Returns what updates it and says whether to go on: until an interrupt is asked for.
  std::function<bool(std::int64_t, std::int64_t)> until(const Interrupt& interrupt);

 private:
  using Clock = std::chrono::steady_clock;
  const bool shown_;
  const std::string what_;
  const Clock::time_point start_ = Clock::now();
  std::mutex mutex_;  // protects the next two
  Clock::time_point drawn_ = start_;
  bool visible_ = false;
};

}  // namespace ayes
